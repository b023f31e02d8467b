"""Pages known to hold a text: when it is not there, we are blind and say so."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Iterator
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.http import Response

from leakwatch.crawl.counts import MISSING, PASSED
from leakwatch.crawl.state import CANARY, LISTING, Sweep
from leakwatch.errors import PageError
from leakwatch.extract import decode, read_document
from leakwatch.models import Canary
from leakwatch.text import fold_key

_FIRST = 1_000  # before everything else
_RANDOM = 12  # bytes of a query to which nothing may be found
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml(?!.{0,200}<!DOCTYPE html)|rss|feed|urlset)",
    re.DOTALL | re.IGNORECASE,
)


def canary_requests(sweep: Sweep, spider: Spider | None) -> Iterator[Request]:
    """One request for each canary of the source; its failure weighs like that of a listing."""
    for position, canary in enumerate(sweep.source.canaries):
        listener = _Listener(sweep, canary, spider)
        request = _question(canary, spider) if listener.asks else Request(canary.url)
        if request is not None:
            yield request.replace(
                callback=listener.hear,
                meta={**request.meta, CANARY: position, LISTING: True},
                dont_filter=True,
                priority=_FIRST,
            )


def _question(canary: Canary, spider: Spider | None) -> Request | None:
    ask = getattr(spider, "canary_request", None)
    text = canary.query or secrets.token_hex(_RANDOM)
    return cast("Request | None", ask(canary, text)) if ask is not None else None


class _Listener:
    def __init__(self, sweep: Sweep, canary: Canary, spider: Spider | None) -> None:
        self._sweep, self._canary, self._spider = sweep, canary, spider
        self.asks = not canary.url

    def hear(self, response: Response) -> tuple[()]:
        there = self._found(response) is not self._canary.negative
        self._sweep.counts.canaries[PASSED if there else MISSING] += 1
        return ()

    def _found(self, response: Response) -> bool:
        if self.asks:
            return bool(cast("Any", self._spider).canary_found(response, self._canary))
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return shows(response.body, self._canary, content_type=content_type or None)


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
