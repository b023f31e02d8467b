"""Sitemaps: indexes, compressed ones, plain text, feeds and robots.txt; each page is a sighting."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from gzip import GzipFile
from io import BytesIO
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.sitemap import Sitemap, sitemap_urls_from_robots

from leakwatch.errors import N_, BrokenDocument, TooLarge
from leakwatch.extract import absolute, canonical_url, read_entries, xml_bytes, xml_text
from leakwatch.models import PageProblem, Source
from spiders.source_spider import SourceSpider, Yield, content_type_of, listing_request

#: Bytes of an unpacked sitemap; https://www.sitemaps.org/protocol.html allows 50 MB.
_MOST_BYTES = 52_428_800
_GZIP = b"\x1f\x8b"
_FEEDS = frozenset({"rss", "feed", "RDF"})
#: Longer addresses are cut before a definition's pattern sees them.
_LONGEST_URL = 2_000
#: A date alone names a day, in a zone nobody tells, and clocks differ.
_SLACK = timedelta(hours=38)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSitemap:
    pages: tuple[str, ...] = ()
    changed: Mapping[str, datetime] = field(default_factory=dict)  #: page → not changed after that
    sitemaps: tuple[str, ...] = ()  #: further ones, of an index
    broken: bool = False  #: not well-formed: these are the addresses that could be saved


@dataclass(frozen=True, slots=True)
class _Place:
    url: str
    changed: datetime | None  #: as far as the sitemap tells
    edited: bool = True  #: else it tells only when the page was published


class SitemapSpider(SourceSpider):
    name = "sitemap"

    def first_request(self, url: str) -> Request:
        return listing_request(url, self.read, depth=1)

    def read(self, response: Response, depth: int) -> Iterator[Yield]:
        """Callback for a sitemap or an index of them."""
        found = read_sitemap(
            response.body,
            self.source,
            url=response.url,
            content_type=content_type_of(response),
            seen_at=self.seen_at,
        )
        if found.broken:
            yield PageProblem(name="broken_document", url=response.url, listing=True)
        for url in found.pages:
            # of a page that was looked at since, the engine knows that it need not be fetched
            meta = {"changed_at": found.changed.get(url)}
            yield Request(url, callback=self.sight, meta=meta)
        if found.sitemaps and depth >= self.source.limits.depth:
            yield PageProblem(name="page_limit", url=response.url, listing=True)
            return
        for url in found.sitemaps:
            # Not `dont_filter`: an index that names itself, or another twice, is read once.
            yield listing_request(url, self.read, depth=depth + 1).replace(dont_filter=False)


def read_sitemap(
    body: bytes, source: Source, *, url: str, content_type: str | None = None, seen_at: datetime
) -> ReadSitemap:
    """Addresses of a sitemap that `source` includes, those without a date among them.

    Raises BrokenDocument when it is none, TooLarge when it unpacks to too much, and NotText.
    """
    text = xml_text(unpacked(body, url=url), content_type=content_type)
    if text.startswith("<"):
        found, sitemaps, broken = _read_xml(text, url=url)
    else:
        found, sitemaps, broken = *_read_lines(text, url=url), False
    since = None if source.since_days is None else seen_at - timedelta(days=source.since_days)
    pages = [place.url for place in _recent(found, since) if _included(place.url, source.include)]
    further = [place.url for place in _recent(sitemaps, since)]
    return ReadSitemap(
        pages=_each_once(pages),
        changed=_changed(found),
        sitemaps=_each_once(further),
        broken=broken,
    )


def unpacked(body: bytes, *, url: str) -> bytes:
    """`body`, unpacked if it is gzip. Raises TooLarge and BrokenDocument."""
    if not body.startswith(_GZIP):
        return body
    try:
        with GzipFile(fileobj=BytesIO(body)) as stream:
            text = stream.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BrokenDocument(
            N_("{url}: the compressed sitemap cannot be unpacked: {why}"), url=url, why=error
        ) from error
    if len(text) > _MOST_BYTES:
        raise TooLarge(
            N_("{url}: the sitemap unpacks to more than {limit} bytes"), url=url, limit=_MOST_BYTES
        )
    return text


def _read_xml(text: str, *, url: str) -> tuple[list[_Place], list[_Place], bool]:
    """Pages, further sitemaps, and whether something of the document is missing."""
    # An address with a bare ampersand is the commonest mistake, and would be cut there.
    document = xml_bytes(re.sub(r"&(?!#?\w+;)", "&amp;", text))
    try:
        sitemap = Sitemap(document)
        if sitemap.type in _FEEDS:
            feed = read_entries(document, url=url)
            return (
                [_Place(e.link, _date(e.published), edited=False) for e in feed.entries],
                [],
                feed.broken,
            )
        places = [_place(item, url) for item in sitemap]
    except (SyntaxError, StopIteration) as error:  # lxml's own is a SyntaxError
        raise BrokenDocument(
            N_("{url}: the sitemap cannot be read: {why}"), url=url, why=error
        ) from error
    if sitemap.type not in {"urlset", "sitemapindex"}:
        raise _no_sitemap(url)
    broken = bool(sitemap.xmliter.error_log)
    if broken and not places:
        raise _no_sitemap(url)
    return ([], places, broken) if sitemap.type == "sitemapindex" else (places, [], broken)


def _read_lines(text: str, *, url: str) -> tuple[list[_Place], list[_Place]]:
    """A plain list of addresses, or robots.txt, which names sitemaps."""
    sitemaps = list(sitemap_urls_from_robots(text.encode(), url))
    pages = [line.strip() for line in text.splitlines() if line.strip().startswith("http")]
    if not sitemaps and not pages:
        raise _no_sitemap(url)
    return [_Place(page, None) for page in pages], [_Place(place, None) for place in sitemaps]


def _no_sitemap(url: str) -> BrokenDocument:
    return BrokenDocument(N_("{url}: this is no sitemap"), url=url)


def _place(item: dict[str, Any], base: str) -> _Place:
    return _Place(absolute(base, item["loc"]) or "", _date(item.get("lastmod", "")))


def _date(text: str) -> datetime | None:
    """A W3C date or date and time; those without a zone are taken as UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _changed(places: Iterable[_Place]) -> dict[str, datetime]:
    """Page → when its day of change was over everywhere; of several dates the last."""
    changed: dict[str, datetime] = {}
    for place in places:
        if place.changed is not None and place.edited:
            last = place.changed + _SLACK
            changed[place.url] = max(last, changed.get(place.url, last))
    return changed


def _recent(places: Iterable[_Place], since: datetime | None) -> list[_Place]:
    """Those changed since then; one without a date may have changed."""
    return [
        place
        for place in places
        if since is None or place.changed is None or place.changed >= since
    ]


def _included(url: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(re.search(pattern, url[:_LONGEST_URL]) for pattern in patterns)


def _each_once(urls: Iterable[str]) -> tuple[str, ...]:
    """First of each address; the canonical form only compares, the site is asked as it says."""
    first: dict[str, str] = {}
    for url in urls:
        if url:
            first.setdefault(canonical_url(url), url)
    return tuple(first.values())
