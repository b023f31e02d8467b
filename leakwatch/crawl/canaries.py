"""Pages known to hold a text: when it is not there, we are blind and say so."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from leakwatch.crawl.counts import MISSING, PASSED
from leakwatch.crawl.state import CANARY, LISTING, Sweep
from leakwatch.errors import PageError
from leakwatch.extract import decode, read_document
from leakwatch.models import Canary
from leakwatch.text import fold_key

_FIRST = 1_000  # before everything else
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml(?!.{0,200}<!DOCTYPE html)|rss|feed|urlset)",
    re.DOTALL | re.IGNORECASE,
)


def canary_requests(sweep: Sweep) -> Iterator[Request]:
    """One request for each canary of the source; its failure weighs like that of a listing."""
    for position, canary in enumerate(sweep.source.canaries):
        yield Request(
            canary.url,
            callback=_Listener(sweep, canary).hear,
            meta={CANARY: position, LISTING: True},
            dont_filter=True,
            priority=_FIRST,
        )


class _Listener:
    def __init__(self, sweep: Sweep, canary: Canary) -> None:
        self._sweep, self._canary = sweep, canary

    def hear(self, response: Response) -> tuple[()]:
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        there = shows(response.body, self._canary, content_type=content_type or None)
        self._sweep.counts.canaries[PASSED if there else MISSING] += 1
        return ()


def shows(body: bytes, canary: Canary, *, content_type: str | None) -> bool:
    """Whether a reader of the page `body` finds the canary's text on it."""
    wanted = fold_key(canary.contains)
    try:
        return any(wanted in fold_key(text) for text in _texts(body, canary, content_type))
    except PageError:
        return False


def _texts(body: bytes, canary: Canary, content_type: str | None) -> Iterator[str]:
    """What is to be read on a page; of a feed or sitemap, which an HTML parser garbles, all of it."""
    if _XML.match(body):
        text, _encoding = decode(body, content_type=content_type)
        yield from (text, html.unescape(text))
        return
    page = read_document(body, url=canary.url, content_type=content_type)
    yield from (page.title, page.text, *page.data.values())
