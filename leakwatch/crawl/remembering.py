"""Pages that were read before: asked only whether they have changed, or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from leakwatch.crawl.state import ANSWERED, CANARY, CHECK, RECALLED, sweep_of
from leakwatch.extract import canonical_url
from leakwatch.models import PageRead, Sighting, Told, Validators

#: Request.meta key, set by spiders: the page has not changed after this, says what led to it.
CHANGED_AT = "changed_at"
#: Validators that are longer are somebody's joke, and are not remembered.
_LONGEST = 1_000
_NOT_MODIFIED, _OK = 304, 200


class Conditions:
    """Downloader middleware: asks for pages that are remembered under their validators."""

    def __init__(self, crawler: Crawler) -> None:
        self._memory = sweep_of(crawler).memory

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Conditions:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        headers, meta = request.headers, request.meta
        if meta.pop(RECALLED, None):  # of the request that this one was redirected from
            headers.pop(b"If-None-Match", None)
            headers.pop(b"If-Modified-Since", None)
        if self._memory is None or request.method != "GET":
            return
        if CANARY in meta or CHECK in meta or request.callback is NO_CALLBACK:
            return
        recalled = self._memory.recall(canonical_url(request.url), told_of(request))
        if recalled is None or not recalled.validators:
            return
        meta[RECALLED] = True
        if recalled.validators.etag:
            headers[b"If-None-Match"] = recalled.validators.etag.encode("latin-1")
        if recalled.validators.last_modified:
            headers[b"If-Modified-Since"] = recalled.validators.last_modified.encode("latin-1")


class Pages:
    """Spider middleware: takes unchanged pages as seen, and notes what may be asked so next time.

    Only a page that gave one sighting and nothing else, no link, no problem, no error, is noted:
    of all others a "not modified" would not tell what they show.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._sweep = sweep_of(crawler)
        self._skipped: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pages:
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        request = response.request
        assert request is not None
        if response.status == _NOT_MODIFIED and RECALLED in request.meta:
            request.callback, request.errback = _nothing, None
            request.cb_kwargs.clear()
            self._sweep.keep(canonical_url(response.url), asked=True)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        if self._sweep.memory is None:
            async for item in result:
                yield item
            return
        sightings, others = list[Sighting](), 0
        async for item in result:
            if isinstance(item, Sighting) and not sightings:
                sightings.append(item)
            else:
                others += 1
            if not (isinstance(item, Request) and self._known(item)):
                yield item
        if sightings and not others:
            self._learn(response, sightings[0])

    def _known(self, request: Request) -> bool:
        """Whether the page is known to be as it was, so that it need not be asked for."""
        memory, told = self._sweep.memory, told_of(request)
        if memory is None or told.changed_at is None or request.method != "GET":
            return False
        url = canonical_url(request.url)
        if url in self._skipped:
            return True
        recalled = memory.recall(url, told)
        if recalled is None or not recalled.skip:
            return False
        self._skipped.add(url)
        self._sweep.keep(url, asked=False)
        return True

    def _learn(self, response: Response, sighting: Sighting) -> None:
        request = response.request
        assert request is not None
        url = canonical_url(response.url)
        whole = response.status == _OK and request.method == "GET" and request.meta.get(ANSWERED)
        if whole and sighting.page == url:
            page = PageRead(
                url=url,
                identity=sighting.identity,
                told=told_of(request),
                validators=validators_of(response),
            )
            self._sweep.learn(page)


def _nothing(_response: Response) -> Iterator[Any]:
    """Stands in for the callback of a page that has not changed."""
    return iter(())


def told_of(request: Request) -> Told:
    """What is known of the page before it is fetched: a feed's entry, a sitemap's date."""
    carried = [one for one in request.cb_kwargs.values() if isinstance(one, Sighting)]
    said = " ".join(one.content_hash for one in carried)
    return Told(said=said, changed_at=request.meta.get(CHANGED_AT))


def validators_of(response: Response) -> Validators:
    return Validators(
        etag=_header(response, "ETag"), last_modified=_header(response, "Last-Modified")
    )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value and len(value) <= _LONGEST else None
