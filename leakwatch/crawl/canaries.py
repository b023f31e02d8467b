"""What is known to be there, or known not to be: when it is otherwise, we are blind and say so."""

from __future__ import annotations

import html
import secrets
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from leakwatch.crawl.counts import MISSING, PASSED, PRESENT
from leakwatch.crawl.lookout import content_type_of, is_xml, page_of, wall_of_response
from leakwatch.crawl.not_there import GONE_STATUS
from leakwatch.crawl.state import CANARY, LISTING, Sweep
from leakwatch.crawl.walls import SOFT_404, gone_look
from leakwatch.errors import PageError
from leakwatch.extract import Document, canonical_url, decode, read_document
from leakwatch.models import Canary
from leakwatch.text import fold_key

_FIRST = 1_000  # before everything else
#: Without vowels and digits no word, name or number comes out by chance.
_LETTERS = "bcdfghjkmnpqrstvwxz"
_RANDOM_LETTERS = 16


def canary_requests(sweep: Sweep, spider: Any) -> Iterator[Request]:
    """One request for each canary of the source; its failure weighs like that of a listing.

    Queries are put by the spider; one that cannot (`canary_request` gives None) leaves its canary
    unheard, which keeps the sweep from being clean.
    """
    for position, canary in enumerate(sweep.source.canaries):
        listener = _Listener(sweep, canary, spider)
        request = _url_request(canary, listener) if canary.url else _asked(canary, listener, spider)
        if request is not None:
            meta = {**request.meta, CANARY: position, LISTING: True}
            yield request.replace(meta=meta, errback=None, dont_filter=True, priority=_FIRST)


def _url_request(canary: Canary, listener: _Listener) -> Request:
    if not canary.absent:
        return Request(canary.url, callback=listener.hear)
    meta = {"handle_httpstatus_list": sorted(GONE_STATUS)}
    return Request(canary.url, callback=listener.miss, meta=meta)


def _asked(canary: Canary, listener: _Listener, spider: Any) -> Request | None:
    put: Callable[[Canary, str], Request | None] | None = getattr(spider, "canary_request", None)
    request = (
        None if put is None else put(canary, random_query() if canary.random else canary.query)
    )
    return None if request is None else request.replace(callback=listener.count)


def random_query() -> str:
    """A word that nobody wrote."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM_LETTERS))


class _Listener:
    def __init__(self, sweep: Sweep, canary: Canary, spider: Any) -> None:
        self._sweep, self._canary, self._spider = sweep, canary, spider

    def hear(self, response: Response) -> tuple[()]:
        """Of a page that is to be there."""
        there = shows(response.body, self._canary, content_type=content_type_of(response) or None)
        self._sweep.counts.canaries[PASSED if there else MISSING] += 1
        return ()

    def count(self, response: Response) -> tuple[()]:
        """Of a query; raises what the spider raises for an answer that it cannot read."""
        found = self._spider.canary_found(response, self._canary)
        wrong = PRESENT if self._canary.negative else MISSING
        self._sweep.counts.canaries[PASSED if found is not self._canary.negative else wrong] += 1
        return ()

    def miss(self, response: Response) -> tuple[()]:
        """Of a page that does not exist: remembers what is shown in its place."""
        wall = wall_of_response(response, self._sweep.source.marks)
        away = _leads_away(self._canary.url, response.url)
        if wall not in {None, SOFT_404}:
            self._sweep.counts.fail(str(wall), listing=True)
        elif wall == SOFT_404 or response.status in GONE_STATUS or away:
            self._learn(page_of(response), response.url if away else "")
            self._sweep.counts.canaries[PASSED] += 1
        else:
            self._sweep.counts.canaries[PRESENT] += 1
        return ()

    def _learn(self, document: Document | None, led_to: str) -> None:
        if led_to:
            self._sweep.gone_at.add(canonical_url(led_to))
        elif document is not None:
            self._sweep.gone.append(gone_look(document))


def _leads_away(asked: str, url: str) -> bool:
    """Whether the answer came from another page: a slash or a language more is the same one."""
    name = urlsplit(asked).path.rstrip("/").rpartition("/")[2]
    same = canonical_url(asked) == canonical_url(url)
    return not same and (not name or name not in urlsplit(url).path)


def shows(body: bytes, canary: Canary, *, content_type: str | None) -> bool:
    """Whether a reader of the page `body` finds the canary's text on it."""
    wanted = fold_key(canary.contains)
    try:
        return any(wanted in fold_key(text) for text in _texts(body, canary, content_type))
    except PageError:
        return False


def _texts(body: bytes, canary: Canary, content_type: str | None) -> Iterator[str]:
    """What is to be read on a page; of a feed or sitemap, which an HTML parser garbles, all of it."""
    if is_xml(body):
        text, _encoding = decode(body, content_type=content_type)
        yield from (text, html.unescape(text))
        return
    page = read_document(body, url=canary.url, content_type=content_type)
    yield from (page.title, page.text, *page.data.values())
