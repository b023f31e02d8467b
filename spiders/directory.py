"""Directories: listing pages that lead to detail pages, or a single page without a listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from leakwatch.extract import Document, canonical_url
from leakwatch.models import PageProblem, Paging, Source
from spiders.addresses import PAGE, expand
from spiders.source_spider import SourceSpider, Yield, listing_request

#: Listing pages in a row without anything new after which a listing repeats itself.
_STALE = 3
#: How some sites say that a listing has no page of that number any more.
_BEYOND = (404, 410)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    links: tuple[str, ...]  #: to details
    next: str | None  #: the listing page after this one


@dataclass(slots=True)
class Trail:
    """The listing pages walked from one start address, in order to end where they go in circles."""

    pages: set[str] = field(default_factory=set)
    stale: int = 0
    seen: set[str] = field(default_factory=set)  #: what this trail itself led to
    numbered: str | None = None  #: address with a gap for the page's number
    number: int = 0

    def step(self, url: str, *, found: Iterable[str]) -> int:
        """Enter a page with what it leads to; how much of it the trail has not met before.

        Another trail may have led there already: two queries that find the same are no circle.
        """
        self.pages.add(canonical_url(url))
        new = set(found) - self.seen
        self.seen |= new
        self.stale = 0 if new else self.stale + 1
        return len(new)

    def ends_before(self, url: str, *, depth: int) -> bool:
        """Whether `url` would be a page too many: `depth` of them are enough, and none comes twice."""
        circle = canonical_url(url) in self.pages or self.stale >= _STALE
        return circle or len(self.pages) >= depth


class DirectorySpider(SourceSpider):
    name = "directory"

    def __init__(self, *, source: Source, seen_at: datetime, **kwargs: Any) -> None:
        super().__init__(source=source, seen_at=seen_at, **kwargs)
        self._seen: set[str] = set()
        self._paging = source.paging or Paging()

    def first_request(self, url: str) -> Request:
        if self.source.links is None:
            return listing_request(url, self.sight)
        if PAGE not in url:
            return listing_request(url, self.list_page, trail=Trail())
        trail = Trail(numbered=url, number=self._paging.first)
        return listing_request(expand(url, page=trail.number), self.list_page, trail=trail)

    def list_page(self, response: Response, trail: Trail) -> Iterator[Yield]:
        """Callback for a listing page."""
        if response.status in _BEYOND:
            return  # asked for by `_go_on` only
        listing = read_listing(self.page(response), self.source)
        found = trail.step(response.url, found=map(canonical_url, listing.links))
        if not listing.links and (trail.numbered is None or len(trail.pages) == 1):
            yield PageProblem(name="no_links", url=response.url, listing=True)
        for url in self._unseen(listing.links):
            yield Request(url, callback=self.sight)
        following = self._following(listing, trail, found=found)
        if following is not None:
            yield self._go_on(following, trail)

    def _following(self, listing: Listing, trail: Trail, *, found: int) -> str | None:
        """Where the listing goes on. A numbered one ends with the first page that brings nothing."""
        if trail.numbered is None:
            return listing.next
        size = self._paging.size
        if not found or (size is not None and len(listing.links) < size):
            return None
        trail.number += self._paging.step
        return expand(trail.numbered, page=trail.number)

    def _go_on(self, url: str, trail: Trail) -> Request | PageProblem:
        if trail.ends_before(url, depth=self.source.limits.depth):
            return PageProblem(name="page_limit", url=url, listing=True)
        trail.pages.add(canonical_url(url))  # it may answer from another address
        request = listing_request(url, self.list_page, trail=trail)
        if trail.numbered is not None:
            request.meta["handle_httpstatus_list"] = list(_BEYOND)
        return request

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
