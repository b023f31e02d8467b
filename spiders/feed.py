"""Feeds: RSS, Atom, RDF and JSON Feed, and the page of each entry where that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from leakwatch.errors import PageError
from leakwatch.extract import (
    Document,
    FeedEntry,
    canonical_url,
    content_hash,
    language_of,
    read_entries,
)
from leakwatch.models import PageProblem, Sighting, Source
from spiders.source_spider import (
    SourceSpider,
    Yield,
    content_type_of,
    listing_request,
    page_fields,
    read_fields,
    read_identity,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFeed:
    sightings: tuple[Sighting, ...]
    problems: tuple[PageProblem, ...] = ()


class FeedSpider(SourceSpider):
    name = "feed"

    def first_request(self, url: str) -> Request:
        return listing_request(url, self.read)

    def read(self, response: Response) -> Iterator[Yield]:
        """Callback for the feed itself."""
        feed = read_feed(
            response.body,
            self.source,
            url=response.url,
            content_type=content_type_of(response),
            seen_at=self.seen_at,
        )
        yield from feed.problems
        for sighting in feed.sightings:
            if self.source.follow and sighting.url != response.url:
                yield Request(
                    sighting.url,
                    callback=self.follow,
                    errback=self.stay,
                    cb_kwargs={"sighting": sighting},
                    dont_filter=True,  # two entries may share a page, and none may be lost
                )
            else:
                yield sighting

    def follow(self, response: Response, sighting: Sighting) -> Iterator[Yield]:
        """Callback for an entry's page."""
        try:
            page = self.page(response)
        except PageError:
            yield PageProblem(name="not_text", url=response.url)
            yield sighting
            return
        if self.source.fields and not read_fields(page, self.source.fields):
            yield PageProblem(name="layout_changed", url=response.url)
        if self.source.identity is not None and not read_identity(page, self.source.identity):
            yield PageProblem(name="no_identity", url=response.url)
        yield merge_page(sighting, page, self.source)

    def stay(self, failure: Failure) -> Iterator[Yield]:
        """The page is not to be had (the engine counts that): what the feed said of it is."""
        request: Request = cast("Any", failure).request  # set by Scrapy
        yield request.cb_kwargs["sighting"]


def read_feed(
    body: bytes, source: Source, *, url: str, content_type: str | None = None, seen_at: datetime
) -> ReadFeed:
    """Every entry of a feed as a sighting. Raises BrokenDocument and NotText.

    A feed that is not well-formed is reported, and the entries that could be saved are given.
    """
    feed = read_entries(body, url=url, content_type=content_type)
    page = canonical_url(url)
    read = [
        (entry, _sighting(entry, source, page=page, seen_at=seen_at, declared=feed.language))
        for entry in feed.entries
    ]
    shared = Counter(sighting.identity for _entry, sighting in read)
    sightings: dict[str, Sighting] = {}
    for entry, sighting in read:
        identity = sighting.identity
        if shared[identity] > 1:  # several entries about one page
            identity = f"{identity} {entry.id or sighting.content_hash}"
        sightings[identity] = replace(sighting, identity=identity)
    broken = PageProblem(name="broken_document", url=url, listing=True)
    return ReadFeed(sightings=tuple(sightings.values()), problems=(broken,) if feed.broken else ())


def _sighting(
    entry: FeedEntry, source: Source, *, page: str, seen_at: datetime, declared: str | None
) -> Sighting:
    parts = {
        "body": entry.body,
        "name": entry.author,
        "published": entry.published,
        "tags": "\n".join(entry.tags),
    }
    fields = {name: value for name, value in parts.items() if value}
    digest = content_hash(entry.title, entry.body, fields)
    link = Document(
        "", url=entry.link, encoding="utf-8"
    )  # a pattern over its address needs no page
    identity = (
        read_identity(link, source.identity)
        or canonical_url(entry.link)
        or entry.id
        or f"{page} {digest}"
    )
    return Sighting(
        source=source.name,
        identity=identity,
        url=entry.link or page,
        page=page,
        shows=source.shows,
        title=entry.title,
        text=entry.body,
        fields=fields,
        language=language_of(f"{entry.title}\n{entry.body}", declared=declared),
        seen_at=seen_at,
        personal_data=source.personal_data,
        content_hash=digest,
    )


def merge_page(sighting: Sighting, document: Document, source: Source) -> Sighting:
    """An entry with its page: the page's text, and what feed and page say in fields."""
    fields = {**sighting.fields, **page_fields(document), **read_fields(document, source.fields)}
    title = sighting.title or document.title
    return replace(
        sighting,
        identity=read_identity(document, source.identity) or sighting.identity,
        page=canonical_url(document.url),
        title=title,
        text=document.text,
        fields=fields,
        markup=document.markup,
        language=document.language,
        content_hash=content_hash(title, document.text, fields),
        steady=document.text_without(source.ignore),
    )
