"""Whether a page still says what a finding rests on: pure."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from leakwatch.errors import NotText
from leakwatch.extract import Document, decode, read_document
from leakwatch.models import Excerpt, Exchange, Quote
from leakwatch.text import fold_key

#: Parts of a sighting that are read off the page as a whole; others a definition selects, and they
#: may stand in an attribute.
_OF_PAGE = frozenset({"title", "text", "description", "data", "readings"})


def page_in(exchange: Exchange) -> Document | None:
    """The page in an answer; None where there is no text."""
    if not exchange.body:
        return None
    try:
        return read_document(
            exchange.body, url=exchange.url, content_type=exchange.header("content-type") or None
        )
    except NotText:
        return None


def look_for(
    excerpts: Iterable[Excerpt], page: Document | None, *, exchange: Exchange
) -> tuple[Quote, ...]:
    """Each quote once, held against everything the page says, whatever its width and spacing."""
    seen = _squeezed("\n".join(_said(page))) if page is not None else None
    source = _source(exchange) if page is not None else ""
    found: dict[tuple[str, str, str, str], Quote] = {}
    for one in excerpts:
        present = None
        if seen is not None:
            quote = _squeezed(one.quote)
            present = quote in seen or (one.field not in _OF_PAGE and quote in source)
        found.setdefault(
            (one.entry, one.rule, one.field, one.quote),
            Quote(
                entry=one.entry, rule=one.rule, field=one.field, quote=one.quote, present=present
            ),
        )
    return tuple(found.values())


def _said(page: Document) -> Iterator[str]:
    yield page.title
    yield page.text
    yield page.description
    yield from page.data.values()
    yield from (reading for _, reading in page.readings)


def _source(exchange: Exchange) -> str:
    text, _ = decode(exchange.body, content_type=exchange.header("content-type") or None)
    return _squeezed(html.unescape(text))


def _squeezed(text: str) -> str:
    return "".join(fold_key(text).split())
