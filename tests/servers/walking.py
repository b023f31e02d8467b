"""A spider as a user of leakwatch may write one: it follows what it is shown and reads text."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any

import scrapy
from scrapy.http import Response

from leakwatch.errors import LayoutChanged, NotText
from leakwatch.models import PageProblem, Sighting, Source


class WalkingSpider(scrapy.Spider):
    """Start pages and `rel="next"` are listings, every other link leads to a sighting."""

    name = "walking"
    custom_settings = {"ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": True}  # noqa: RUF012 - a rude one

    def __init__(self, source: Source, seen_at: datetime, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._source, self._seen_at = source, seen_at

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self._source.start:
            yield scrapy.Request(url, callback=self.read_listing, meta={"listing": True})

    def read_listing(self, response: Response) -> Iterator[object]:
        found = re.findall(rb'<a( rel="next")? href="([^"]*)"', response.body)
        if not found:
            yield PageProblem(name="no_links", url=response.url, listing=True)
        for following, href in found:
            url = response.urljoin(href.decode())
            if following:
                yield scrapy.Request(url, callback=self.read_listing, meta={"listing": True})
            else:
                yield scrapy.Request(url, callback=self.read_page)

    def read_page(self, response: Response) -> Iterator[object]:
        body = response.body
        if b"\0" in body[:1_000]:
            raise NotText("{url} is not text", url=response.url)
        if b"OTHER LAYOUT" in body:
            raise LayoutChanged("{url} has no name", url=response.url)
        if b"RAISE" in body:
            raise ZeroDivisionError("山田太郎 is quoted by this exception")
        yield self._sighting(response)
        if b"LATE" in body:
            raise KeyError("after the sighting")
        if b"ODD" in body:
            yield {"not": "a sighting"}

    def _sighting(self, response: Response) -> Sighting:
        return Sighting(
            source=self._source.name,
            identity=response.url,
            url=response.url,
            page=response.url,
            shows=self._source.shows,
            text=response.body.decode("utf-8", "replace"),
            seen_at=self._seen_at,
        )


class BrokenStartSpider(WalkingSpider):
    name = "broken-start"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield scrapy.Request(self._source.start[0], callback=self.read_listing)
        raise RuntimeError("cannot go on")


class ErrbackSpider(WalkingSpider):
    """Handles failures itself, badly."""

    name = "errback"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self._source.start:
            yield scrapy.Request(url, callback=self.read_listing, errback=self.failed)

    def failed(self, _failure: object) -> None:
        raise ZeroDivisionError
