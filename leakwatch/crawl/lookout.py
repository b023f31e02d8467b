"""Looks at every answer before a spider does: what is no page is lost under the name of what it is."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from leakwatch.crawl.failures import Refused
from leakwatch.crawl.requests import retry_after
from leakwatch.crawl.state import CANARY, CHECK, is_listing, sweep_of
from leakwatch.crawl.walls import SOFT_404, Answer, looks_gone, wall_of
from leakwatch.errors import PageError
from leakwatch.extract import Document, canonical_url, read_document

#: Request.meta key under which a spider finds the page read already.
DOCUMENT = "document"

#: Refusals whose page may say more than their number; 429 says what it means.
_TELLING = frozenset({401, 403, 405, 503})
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
        if CHECK in request.meta or not _is_telling(response) or self._is_absent(request):
            return
        name = self._name_of(response, request)
        if name is not None:
            error = Refused(name)
            self._sweep.lost(request, error)
            raise error

    def _is_absent(self, request: Request) -> bool:
        """A page that is to be absent is looked at by those who know that."""
        position = request.meta.get(CANARY)
        return position is not None and self._sweep.source.canaries[position].absent

    def _name_of(self, response: Response, request: Request) -> str | None:
        document = page_of(response)
        if document is not None:
            answer = answer_of(response, document)
            name = wall_of(answer, self._sweep.source.marks)
            if name is not None or not _is_success(response):
                return name if _is_success(response) or name != SOFT_404 else None
            request.meta[DOCUMENT] = document
        if is_listing(request) or CANARY in request.meta:
            return None
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
        if _is_home(response.url) and _same_host(asked, response.url) and not _is_home(asked):
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


def answer_of(response: Response, document: Document) -> Answer:
    headers = {
        name.decode("latin-1").lower(): b",".join(values).decode("latin-1").lower()
        for name, values in response.headers.items()
    }
    return Answer(
        document=document,
        body=response.body,
        status=response.status,
        headers=headers,
        asked=_asked(response),
    )


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


def _is_home(url: str) -> bool:
    return urlsplit(url).path in {"", "/"} and not urlsplit(url).query


def _same_host(one: str, other: str) -> bool:
    return urlsplit(one).hostname == urlsplit(other).hostname
