"""Feeds: RSS, Atom and RDF by feedparser, and JSON Feed; bytes → entries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from time import struct_time
from typing import Any

from leakwatch.errors import N_, BrokenDocument
from leakwatch.extract.addresses import absolute, unwrapped
from leakwatch.extract.decoding import scrub
from leakwatch.extract.fragments import fragment_text
from leakwatch.extract.xml_text import xml_bytes, xml_text

_JSON_FEED = "https://jsonfeed.org/version/"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    id: str  #: as the feed numbers its entries; empty when it does not
    link: str  #: absolute http(s) address of the entry's page; empty when there is none
    title: str
    body: str  #: summary and content, without markup
    author: str
    published: str  #: ISO 8601 in UTC, or what stands there when it is no known date
    tags: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return not (self.title or self.body or self.link)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    title: str
    language: str | None
    entries: tuple[FeedEntry, ...]
    broken: bool = False  #: not well-formed: these are the entries that could be saved


def read_entries(body: bytes, *, url: str, content_type: str | None = None) -> Feed:
    """The entries of the feed `body`, fetched from `url`; legacy encodings are read as pages are.

    Entities a document declares for itself are not resolved. Raises BrokenDocument when it is no
    feed, or so broken that nothing can be saved, and NotText when it is binary.
    """
    text = xml_text(body, content_type=content_type)
    if text.startswith("{"):
        return _json_feed(text, url)
    parsed = _parsed(text, url)
    if not parsed.get("version") and not parsed.entries:
        raise _no_feed(url)
    broken = bool(parsed.get("bozo"))
    if broken and not parsed.entries:
        raise BrokenDocument(
            N_("{url}: the feed is not well-formed and no entry of it can be read: {why}"),
            url=url,
            why=parsed.get("bozo_exception"),
        )
    entries = [_entry(entry, url) for entry in parsed.entries]
    return Feed(
        title=_line(parsed.feed.get("title", "")),
        language=parsed.feed.get("language"),
        entries=tuple(entry for entry in entries if not entry.empty),
        broken=broken,
    )


def _parsed(text: str, url: str) -> Any:
    import feedparser  # noqa: PLC0415 - 0.1 s that only feeds have to pay

    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            BytesIO(xml_bytes(text)),
            response_headers=headers,
            sanitize_html=False,  # nothing is shown, and cleaning loses words
            resolve_relative_uris=False,
        )
    except Exception as error:
        # A foreign parser on hostile input: whatever it raises is the feed's doing.
        raise BrokenDocument(
            N_("{url}: the feed cannot be read: {why}"), url=url, why=error
        ) from error


def _no_feed(url: str) -> BrokenDocument:
    return BrokenDocument(N_("{url}: this is no RSS, Atom, RDF or JSON feed"), url=url)


def _entry(entry: Any, url: str) -> FeedEntry:
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    pieces = dict.fromkeys(fragment_text(piece) for piece in (entry.get("summary", ""), *contents))
    return FeedEntry(
        id=scrub(entry.get("id", "")).strip(),
        link=_link(entry, url),
        title=_line(entry.get("title", "")),
        body="\n".join(piece for piece in pieces if piece),
        author=_line(entry.get("author_detail", {}).get("name") or entry.get("author", "")),
        published=_date(entry, "published") or _date(entry, "updated"),
        tags=tuple(_line(term) for tag in entry.get("tags", ()) if (term := tag.get("term"))),
    )


def _link(entry: Any, url: str) -> str:
    link = entry.get("link", "")
    if not entry.get("links") and "://" not in link:
        return (
            ""  # made of a guid, which counts as a link unless the feed denies it: many forget to
        )
    return unwrapped(absolute(url, link) or "")


def _line(text: str) -> str:
    return fragment_text(text).replace("\n", " ")


def _date(entry: Any, name: str) -> str:
    # Not `entry.get`: that answers for `updated` with what it knows of `published`, and warns.
    known = dict.get(entry, f"{name}_parsed")
    if isinstance(known, struct_time):
        return (
            f"{known.tm_year:04}-{known.tm_mon:02}-{known.tm_mday:02}"
            f"T{known.tm_hour:02}:{known.tm_min:02}:{known.tm_sec:02}Z"
        )
    return scrub(dict.get(entry, name) or "").strip()


def _json_feed(text: str, url: str) -> Feed:
    """As specified by https://jsonfeed.org/version/1.1 (version 1 names one author, not several)."""
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise BrokenDocument(
            N_("{url}: the feed cannot be read: {why}"), url=url, why=error
        ) from error
    version = document.get("version") if isinstance(document, dict) else None
    items = document.get("items") if isinstance(version, str) else None
    if not str(version).startswith(_JSON_FEED) or not isinstance(items, list):
        raise _no_feed(url)
    return Feed(
        title=_line(_string(document, "title")),
        language=_string(document, "language") or None,
        entries=tuple(_json_entry(item, url) for item in items if isinstance(item, dict)),
    )


def _json_entry(item: dict[str, Any], url: str) -> FeedEntry:
    html = fragment_text(_string(item, "content_html"))
    pieces = (fragment_text(_string(item, "summary")), html, _string(item, "content_text"))
    authors = item.get("authors") or [item.get("author")]
    tags = item.get("tags")
    return FeedEntry(
        id=_string(item, "id"),
        link=unwrapped(absolute(url, _string(item, "url")) or ""),
        title=_line(_string(item, "title")),
        body="\n".join(dict.fromkeys(piece for piece in pieces if piece)),
        author=", ".join(
            _line(_string(author, "name")) for author in authors if isinstance(author, dict)
        ),
        published=_string(item, "date_published") or _string(item, "date_modified"),
        tags=tuple(_line(str(tag)) for tag in tags) if isinstance(tags, list) else (),
    )


def _string(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return scrub(str(value)).strip() if isinstance(value, str | int) else ""
