"""Sources that are asked: one walk through the pages of answers to each query."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from leakwatch.extract import absolute, with_parameter
from leakwatch.models import Canary, PageProblem, Paging, Reached, Sighting
from leakwatch.text import fold_key
from spiders.addresses import PAGE, QUERY, asked, expand
from spiders.directory import Trail
from spiders.following import FollowingSpider
from spiders.source_spider import Yield
from spiders.times import since_text

#: RFC 8288, as far as APIs use it: `<https://…?page=2>; rel="next"`.
_NEXT = re.compile(r'<([^<>]*)>(?:\s*;[^,<>]*)?;\s*rel="?next"?', re.IGNORECASE)
#: Longer `Link` headers are cut before that pattern sees them.
_LONGEST_LINK = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntries:
    """One page of answers, read."""

    sightings: tuple[Sighting, ...]
    problems: tuple[PageProblem, ...] = ()
    next: str | None = None  #: what the answer says of the next page: an address, or a cursor
    total: int | None = None  #: how many entries there are in all, where it says so
    reached: datetime | None = None  #: time of the newest entry, where that is asked for


@dataclass(slots=True, kw_only=True)
class Walk:
    """One query on its way through the pages of answers."""

    start: str  #: with its gaps, but for the query
    page: int  #: value of `{page}`
    given: int = 0  #: entries so far
    trail: Trail = field(default_factory=Trail)

    def note(self, entries: tuple[Sighting, ...], *, url: str) -> bool:
        """Take a page of answers in; whether it brought anything new."""
        self.given += len(entries)
        said = (f"{each.identity} {each.content_hash}" for each in entries)
        return self.trail.step(url, found=said) > 0


class AskingSpider(FollowingSpider):
    """Base of `search` and `api`, which differ in how one page of answers is read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._yielded: set[tuple[str, str]] = set()

    def read(self, response: Response) -> ReadEntries:
        """One page of answers. Raises PageError."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        for start in self.source.start:
            for url in asked(start, self.source.queries):
                yield self._request(Walk(start=url, page=self._paging.first))

    def answer(self, response: Response, walk: Walk) -> Iterator[Yield]:
        """Callback for one page of answers."""
        read = self.read(response)
        yield from (each for each in read.problems if not walk.given or each.name != "no_links")
        new = walk.note(read.sightings, url=response.url)
        for sighting in read.sightings:
            key = (sighting.identity, sighting.content_hash)
            if key not in self._yielded:  # another query found it as well
                self._yielded.add(key)
                yield self.entry(sighting, found_at=response.url)
        if read.reached is not None:
            yield Reached(at=min(read.reached, self.seen_at))
        yield from self._doubts(read, walk, url=response.url)
        yield from self._following(response, read, walk, new=new)

    def canary_request(self, canary: Canary, ask: str) -> Request | None:  # noqa: ARG002
        start = next((url for url in self.source.start if QUERY in url), None)
        if start is None:
            return None
        walk = Walk(start=expand(start, query=ask), page=self._paging.first)
        return self._request(walk).replace(callback=None, cb_kwargs={})

    def canary_found(self, response: Response, canary: Canary) -> bool:
        wanted = fold_key(canary.contains)
        return any(wanted in fold_key(_said(each)) for each in self.read(response).sightings)

    @property
    def _paging(self) -> Paging:
        return self.source.paging or Paging()

    def _request(self, walk: Walk, url: str | None = None) -> Request:
        return Request(
            url or self._address(walk),
            callback=self.answer,
            cb_kwargs={"walk": walk},
            headers=self.asking_headers,
            meta={"listing": True},
            dont_filter=True,
        )

    @property
    def asking_headers(self) -> dict[str, str]:
        """Headers of every question, beside those of the definition."""
        return {}

    def _address(self, walk: Walk) -> str:
        since = self.source.since
        return expand(
            walk.start,
            page=walk.page,
            since=since_text(since, reached=self.since, now=self.seen_at) if since else None,
        )

    def _doubts(self, read: ReadEntries, walk: Walk, *, url: str) -> Iterator[PageProblem]:
        """What an answer says of itself that cannot be all there is."""
        most = self._paging.most
        first = walk.given == len(read.sightings)
        if first and read.total and not read.sightings:
            yield PageProblem(name="incomplete_answer", url=url)
        if first and most is not None and read.total is not None and read.total > most:
            yield PageProblem(name="result_limit", url=url)

    def _following(
        self, response: Response, read: ReadEntries, walk: Walk, *, new: bool
    ) -> Iterator[Yield]:
        paging = self._paging
        url = self._next(response, read, walk, new=new)
        if url is None:
            return
        if paging.most is not None and walk.given >= paging.most:
            if read.total is None:  # else it is told already whether there are more
                yield PageProblem(name="result_limit", url=response.url)
        elif walk.trail.ends_before(url, depth=self.source.limits.depth):
            yield PageProblem(name="page_limit", url=url, listing=True)
        else:
            yield self._request(walk, url)

    def _next(self, response: Response, read: ReadEntries, walk: Walk, *, new: bool) -> str | None:
        """Address of the next page of answers, None when this was the last one."""
        paging = self._paging
        if paging.link_header:
            return _linked(response)
        if paging.cursor is not None:
            return read.next and with_parameter(self._address(walk), paging.cursor, read.next)
        if read.next:
            return absolute(response.url, read.next)
        if PAGE not in walk.start or not new or self._is_last(read, walk):
            return None
        walk.page += paging.step
        return self._address(walk)

    def _is_last(self, read: ReadEntries, walk: Walk) -> bool:
        """Of numbered pages, whether this one is known to be the last."""
        size = self._paging.size
        if read.total is not None and walk.given >= read.total:
            return True
        return size is not None and len(read.sightings) < size


def _linked(response: Response) -> str | None:
    header = b",".join(response.headers.getlist("Link")).decode("latin-1")[:_LONGEST_LINK]
    found = _NEXT.search(header)
    return absolute(response.url, found[1]) if found else None


def _said(sighting: Sighting) -> str:
    return "\n".join((sighting.title, sighting.text, *sighting.fields.values()))
