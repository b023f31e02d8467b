"""Looks at every answer before a spider does: what is no page is lost under the name of what it is."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from leakwatch.crawl.failures import RENDERED, Refused
from leakwatch.crawl.requests import retry_after
from leakwatch.crawl.state import CANARY, CHECK, is_listing, sweep_of
from leakwatch.crawl.walls import (
    BOT,
    CONSENT,
    LOGIN,
    MAINTENANCE,
    SCRIPTED,
    SOFT_404,
    Answer,
    looks_gone,
    wall_at,
    wall_of,
)
from leakwatch.errors import PageError
from leakwatch.extract import Document, canonical_url, read_document
from leakwatch.models import Marks

#: Request.meta key under which a spider finds the page read already.
DOCUMENT = "document"

#: Refusals whose page may say more than their number; 429 says what it means.
_TELLING = frozenset({401, 403, 405, 503})
_SAYING_MORE = frozenset({BOT, CONSENT, LOGIN, MAINTENANCE})
#: Bytes of a page beyond which nobody builds a wall.
_LONGEST = 2_000_000
#: So many details that lead to one address are none.
_TOGETHER = 3

_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml(?!.{0,200}<!DOCTYPE html)|rss|feed|urlset)",
    re.DOTALL | re.IGNORECASE,
)
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)


class Lookout:
    """A spider middleware before `Reading`, which counts what passes here as answered."""

    def __init__(self, crawler: Crawler) -> None:
        self._sweep = sweep_of(crawler)
        self._fronts = frozenset(map(canonical_url, self._sweep.source.start))
        self._arrivals: defaultdict[str, set[str]] = defaultdict(set)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Lookout:
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        request = response.request
        assert request is not None
        if CHECK in request.meta or self._is_absent(request):
            return
        name = wall_of_response(response, self._sweep.source.marks)
        if name is None and _is_success(response):
            name = self._absence(response, request)
        if name is not None:
            error = Refused(name)
            self._sweep.lost(request, error)
            raise error

    def _is_absent(self, request: Request) -> bool:
        """A page that is to be absent is looked at by those who know that."""
        position = request.meta.get(CANARY)
        return position is not None and self._sweep.source.canaries[position].absent

    def _absence(self, response: Response, request: Request) -> str | None:
        """The name of a page that is not there, though nothing on it says so."""
        if is_listing(request):  # as a canary is
            return SOFT_404 if _led_home(response) else None
        document = request.meta.get(DOCUMENT)
        gone = document is not None and any(looks_gone(document, gone) for gone in self._sweep.gone)
        return SOFT_404 if gone or self._led_away(response) else None

    def _led_away(self, response: Response) -> bool:
        """Whether a detail was redirected to where a site sends whoever asks for what it lacks."""
        asked = _asked(response)
        if not asked:
            return False
        target, origin = canonical_url(response.url), canonical_url(asked)
        if target in self._sweep.gone_at or target in self._fronts - {origin}:
            return True
        if _led_home(response):
            return True
        self._arrivals[target].add(origin)
        return len(self._arrivals[target]) >= _TOGETHER


def page_of(response: Response) -> Document | None:
    """The HTML page in `response`; None for what is none, or too long to stand for another."""
    body = response.body
    kind = content_type_of(response)
    if len(body) > _LONGEST or _XML.match(body):
        return None
    if "html" not in kind.lower() and not _HTML.match(body):
        return None
    try:
        return read_document(body, url=response.url, content_type=kind or None)
    except PageError:
        return None  # the spider will meet it, and say so


def wall_of_response(response: Response, marks: Marks) -> str | None:
    """What stands in place of a page; of a refusal only what its number does not say already.

    A page that was read for it is kept for the spider.
    """
    if asked := _asked(response):
        led_to = wall_at(response.url, asked=asked)
        if led_to is not None:
            return led_to
    if not _is_telling(response) or (document := page_of(response)) is None:
        return None
    answer = Answer(
        document=document, body=response.body, status=response.status, headers=_headers(response)
    )
    wall = wall_of(answer, marks)
    if wall == SCRIPTED and RENDERED in response.flags and document.text:
        wall = None  # little, but its scripts did run
    if _is_success(response):
        response.meta[DOCUMENT] = document
        return wall
    return wall if wall in _SAYING_MORE else None


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): b",".join(values).decode("latin-1").lower()
        for name, values in response.headers.items()
    }


def content_type_of(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def is_xml(body: bytes) -> bool:
    """Whether a feed, a sitemap or other XML is what stands there, whatever the header says."""
    return _XML.match(body) is not None


def _is_success(response: Response) -> bool:
    return 200 <= response.status < 300  # noqa: PLR2004 - HTTP


def _is_telling(response: Response) -> bool:
    refused = response.status in _TELLING and retry_after(response) is None
    return _is_success(response) or refused


def _asked(response: Response) -> str:
    """The address that was asked for at first, if the answer came from another."""
    led = response.meta.get("redirect_urls")
    return str(led[0]) if led else ""


def _led_home(response: Response) -> bool:
    """Whether a redirect led from some page of a site to its home page."""
    asked = _asked(response)
    same = urlsplit(asked).hostname == urlsplit(response.url).hostname
    return bool(asked) and same and _is_home(response.url) and not _is_home(asked)


def _is_home(url: str) -> bool:
    return urlsplit(url).path in {"", "/"} and not urlsplit(url).query
