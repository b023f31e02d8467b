"""Directories: listing pages that lead to detail pages, or a single page without a listing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from leakwatch.extract import Document, canonical_url
from leakwatch.models import PageProblem, Source
from spiders.source_spider import SourceSpider, Yield, listing_request

#: Listing pages in a row without anything new after which a listing repeats itself.
_STALE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    links: tuple[str, ...]  #: to details
    next: str | None  #: the listing page after this one


@dataclass(slots=True)
class Trail:
    """The listing pages walked from one start address, in order to end where they go in circles."""

    pages: set[str] = field(default_factory=set)
    stale: int = 0

    def step(self, url: str, *, new_links: int) -> None:
        self.pages.add(canonical_url(url))
        self.stale = 0 if new_links else self.stale + 1

    def ends_before(self, url: str, *, depth: int) -> bool:
        """Whether `url` would be a page too many: `depth` of them are enough, and none comes twice."""
        circle = canonical_url(url) in self.pages or self.stale >= _STALE
        return circle or len(self.pages) >= depth


class DirectorySpider(SourceSpider):
    name = "directory"

    def __init__(self, *, source: Source, seen_at: datetime, **kwargs: Any) -> None:
        super().__init__(source=source, seen_at=seen_at, **kwargs)
        self._seen: set[str] = set()

    def first_request(self, url: str) -> Request:
        if self.source.links is None:
            return listing_request(url, self.sight)
        return listing_request(url, self.list_page, trail=Trail())

    def list_page(self, response: Response, trail: Trail) -> Iterator[Yield]:
        """Callback for a listing page."""
        listing = read_listing(self.page(response), self.source)
        new = self._unseen(listing.links)
        trail.step(response.url, new_links=len(new))
        if not listing.links:
            yield PageProblem(name="no_links", url=response.url, listing=True)
        for url in new:
            yield Request(url, callback=self.sight)
        if listing.next is None:
            return
        if trail.ends_before(listing.next, depth=self.source.limits.depth):
            yield PageProblem(name="page_limit", url=listing.next, listing=True)
        else:
            trail.pages.add(canonical_url(listing.next))  # it may answer from another address
            yield listing_request(listing.next, self.list_page, trail=trail)

    def _unseen(self, links: tuple[str, ...]) -> list[str]:
        new = [url for url in links if canonical_url(url) not in self._seen]
        self._seen.update(map(canonical_url, new))
        return new


def read_listing(document: Document, source: Source) -> Listing:
    """Links of one listing page. A `next` that leads back to the page itself is its end."""
    links = () if source.links is None else document.links(source.links)
    following = () if source.next is None else document.links(source.next)
    here = canonical_url(document.url)
    after = next((url for url in following if canonical_url(url) != here), None)
    return Listing(links=links, next=after)
