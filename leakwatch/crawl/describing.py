"""What one answer looks like through a definition: how much each of its selectors finds there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scrapy.robotstxt import ProtegoRobotParser

from leakwatch.crawl.failures import Refused
from leakwatch.crawl.identity import PRODUCT
from leakwatch.crawl.robots import asked_delay
from leakwatch.crawl.tape import Answer, Role
from leakwatch.crawl.unpacking import unpacked
from leakwatch.errors import PageError
from leakwatch.extract import Document, read_document, read_entries
from leakwatch.extract.selecting import compiled_jmespath
from leakwatch.models import Selector, SelectorKind, Source

_LOCATION = re.compile(rb"<(?:\w+:)?loc[\s>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page as our reader sees it."""

    error: str = ""  #: why it cannot be read, by name
    size: int = 0  #: bytes, unpacked
    encoding: str = ""
    title: str = ""
    finds: Mapping[str, int] = field(default_factory=dict)  #: key of the definition → finds


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsSaid:
    """What one robots.txt says to us."""

    place: str  #: host and port
    status: int
    error: str
    refused: tuple[str, ...]  #: of the addresses that were asked about
    delay: float  #: seconds between two requests


def robots_said(answer: Answer, urls: Iterable[str], *, most: int) -> RobotsSaid:
    """The verdict of the robots.txt in `answer` on those of `urls` that are at its place."""
    place, ours = urlsplit(answer.url).netloc, list(urls)
    there = [url for url in ours if urlsplit(url).netloc == place]
    readable = 200 <= answer.status < 300  # noqa: PLR2004 - HTTP
    rules = ProtegoRobotParser(_body(answer, most) if readable else b"", None)
    shut = bool(answer.error) or answer.status == 429 or answer.status >= 500  # noqa: PLR2004 - RFC 9309
    return RobotsSaid(
        place=place,
        status=answer.status,
        error=answer.error,
        refused=tuple(url for url in there if shut or not rules.allowed(url, PRODUCT)),
        delay=asked_delay(rules),
    )


def look_at(answer: Answer, source: Source) -> Look:
    """`answer` read as a sweep would read it."""
    if answer.error or not answer.body:
        return Look(error=answer.error)
    try:
        body = unpacked_body(answer, source.limits.page_bytes)
        page = read_document(body, url=answer.url, content_type=answer.header("content-type"))
        return Look(
            size=len(body),
            encoding=page.encoding,
            title=page.title,
            finds=dict(_finds(page, body, answer, source)),
        )
    except Refused as error:
        return Look(error=error.name)
    except PageError as error:
        return Look(error=error.name)


def unpacked_body(answer: Answer, most: int) -> bytes:
    """Raises Refused."""
    body = answer.body
    for encoding in reversed(answer.header("content-encoding").lower().split(",")):
        body = unpacked(body, encoding.strip().encode("latin-1", "replace"), most=most)
    return body


def _body(answer: Answer, most: int) -> bytes:
    try:
        return unpacked_body(answer, most)
    except Refused:
        return b""


def _finds(
    page: Document, body: bytes, answer: Answer, source: Source
) -> Iterator[tuple[str, int]]:
    if answer.role in {Role.CANARY, Role.ROBOTS}:
        return
    if answer.role is Role.LISTING and source.kind == "feed":
        yield "entries", len(_entries(body, answer))
        return
    if answer.role is Role.LISTING and source.kind == "sitemap":
        yield "addresses", len(_LOCATION.findall(body))
        return
    items = _json_items(body, source)
    for key, selector in _selectors(source, answer.role):
        if selector.kind is not SelectorKind.JSON:
            yield key, _count(page, selector)
        elif items is not None:
            yield key, len(items) if key == "items" else _having(items, selector)


def _selectors(source: Source, role: Role) -> Iterator[tuple[str, Selector]]:
    """The selectors that are for pages of this sort, by their keys."""
    leading = {"items": source.items, "link": source.link, "next": source.next}
    if source.links is not None:
        leading = {"listing.links": source.links, "listing.next": source.next}
    found = {key: selector for key, selector in leading.items() if selector is not None}
    if role is Role.LISTING:
        yield from found.items()
    if role is Role.DETAIL or source.links is None:
        if source.identity is not None:
            yield "identity", source.identity
        yield from ((f"fields.{name}", one) for name, one in source.fields.items())
        yield from ((f"ignore[{at}]", one) for at, one in enumerate(source.ignore))


def _count(page: Document, selector: Selector) -> int:
    try:
        return len(page.select(selector))
    except PageError:
        return 0


def _entries(body: bytes, answer: Answer) -> tuple[object, ...]:
    feed = read_entries(body, url=answer.url, content_type=answer.header("content-type"))
    return feed.entries


def _json_items(body: bytes, source: Source) -> list[object] | None:
    """The items of an API's answer; None where `items` is for another kind of page."""
    if source.items is None or source.items.kind is not SelectorKind.JSON:
        return None
    try:
        found = compiled_jmespath(source.items.expression).search(json.loads(body))
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _having(items: list[object], selector: Selector) -> int:
    expression = compiled_jmespath(selector.expression)
    return sum(expression.search(item) not in (None, "", [], {}) for item in items)
