"""Sitemaps: indexes, compressed ones, plain lists; and what is none."""

from __future__ import annotations

import gzip
import zlib
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from leakwatch.errors import BrokenDocument, NotText, PageError, TooLarge
from leakwatch.models import Limits, Source
from spiders.sitemap import ReadSitemap, SitemapSpider, read_sitemap
from tests.answers import SEEN_AT, Yielded, answer, follow, make_source

URL = "https://site.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*paths: str) -> str:
    return (
        f"<urlset {NS}>"
        + "".join(f"<url><loc>https://site.example{path}</loc></url>" for path in paths)
        + "</urlset>"
    )


def index(*paths: str) -> str:
    return (
        f"<sitemapindex {NS}>"
        + "".join(f"<sitemap><loc>https://site.example{path}</loc></sitemap>" for path in paths)
        + "</sitemapindex>"
    )


def sitemap_source(**changes: object) -> Source:
    return make_source(
        **({"kind": "sitemap", "start": (URL,), "links": None, "next": None} | changes)
    )


def read(body: str | bytes, **changes: object) -> ReadSitemap:
    data = body.encode() if isinstance(body, str) else body
    return read_sitemap(data, sitemap_source(**changes), url=URL, seen_at=SEEN_AT)


def sweep(body: str | bytes, *, depth: int = 1, **changes: object) -> Yielded:
    spider = SitemapSpider(source=sitemap_source(**changes), seen_at=SEEN_AT)
    request = spider.first_request(URL).replace(cb_kwargs={"depth": depth})
    return follow(request, answer(body, url=URL, content_type="application/xml"))


def test_pages_of_a_sitemap_are_asked_for_and_become_sightings() -> None:
    found = sweep(urlset("/a", "/b"))
    assert found.urls == ["https://site.example/a", "https://site.example/b"]
    assert not any("listing" in request.meta for request in found.requests)
    [sighting] = follow(found.requests[0], answer("<p>窯", url=found.urls[0])).sightings
    assert (sighting.identity, sighting.text) == ("https://site.example/a", "窯")


def test_sitemaps_of_an_index_are_read_in_turn() -> None:
    found = sweep(index("/1.xml", "/2.xml.gz"))
    assert found.urls == ["https://site.example/1.xml", "https://site.example/2.xml.gz"]
    assert all(request.meta["listing"] for request in found.requests)
    packed = gzip.compress(urlset("/a").encode())
    inner = follow(found.requests[1], answer(packed, url=found.urls[1]))
    assert inner.urls == ["https://site.example/a"]


def test_indexes_within_indexes_end() -> None:
    found = sweep(index("/1.xml"), depth=5, limits=Limits(depth=5))
    assert (found.urls, found.names) == ([], ["page_limit"])


def test_an_index_that_names_itself_is_left_to_the_filter_of_known_requests() -> None:
    [request] = sweep(index("/sitemap.xml")).requests
    assert not request.dont_filter


def test_a_broken_sitemap_gives_what_could_be_saved() -> None:
    found = sweep(urlset("/a", "/b", "/c")[:-30])
    assert found.urls[:2] == ["https://site.example/a", "https://site.example/b"]
    assert [(problem.name, problem.listing) for problem in found.problems] == [
        ("broken_document", True)
    ]


def test_compressed_and_plain_sitemaps_say_the_same() -> None:
    plain = urlset("/a", "/b").encode()
    assert read(plain) == read(gzip.compress(plain))
    assert read(plain) == read(gzip.compress(plain[:40]) + gzip.compress(plain[40:]))


def test_a_sitemap_that_unpacks_to_too_much_is_refused() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"<!-- " + b" " * 1_000_000 + b"-->"
    body = (
        bomb.compress(urlset("/a").encode())
        + b"".join(bomb.compress(block) for _ in range(60))
        + bomb.flush()
    )
    assert len(body) < 200_000
    with pytest.raises(TooLarge, match="more than"):
        read(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no address in here",
        b"<html><body>404</body></html>",
        b"<",
        b"<urlset",
        gzip.compress(b"<urlset/>")[:15],
        b"\x1f\x8b" + bytes(20),
    ],
    ids=["empty", "words", "html", "bracket", "cut", "cut gzip", "no gzip"],
)
def test_what_is_no_sitemap_is_a_broken_document(body: bytes) -> None:
    with pytest.raises(BrokenDocument, match=r"https://site\.example/sitemap\.xml"):
        read(body)


def test_binary_is_no_sitemap() -> None:
    with pytest.raises(NotText):
        read(gzip.compress(bytes(range(256)) * 8))


def test_an_empty_sitemap_is_one() -> None:
    assert read(urlset()) == ReadSitemap()


def test_entities_are_not_resolved() -> None:
    entities = '<!ENTITY a "https://site.example/x">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    body = f"<!DOCTYPE u [{entities}]>" + urlset("/a", "/&h;")
    assert read(body).pages[0] == "https://site.example/a"
    assert all(len(page) < 100 for page in read(body).pages)
    outside = f'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]>{urlset("/&x;")}'
    assert read(outside).pages in {(), ("https://site.example/",)}


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ("2026-03-31", True),
        ("2026-03-02T09:00:00+00:00", True),
        ("2026-03-02T08:59:59Z", False),
        ("2026-03-02T17:59:59+09:00", False),
        ("2026-02-01", False),
        ("2020-01", True),
        ("", True),
        ("soon", True),
    ],
)
def test_only_pages_known_to_be_older_are_left_out(changed: str, wanted: bool) -> None:
    assert SEEN_AT - timedelta(days=30) == SEEN_AT.replace(month=3, day=2)
    body = f"<urlset {NS}><url><loc>https://site.example/a</loc><lastmod>{changed}</lastmod></url></urlset>"
    assert bool(read(body, since_days=30).pages) is wanted
    assert read(body).pages


def test_only_included_addresses_are_asked_for_but_all_sitemaps() -> None:
    include = (r"/issues/\d+$", "keep")
    body = urlset("/issues/1", "/issues/x", "/keep/me", "/help")
    assert read(body, include=include).pages == (
        "https://site.example/issues/1",
        "https://site.example/keep/me",
    )
    assert read(index("/other.xml"), include=include).sitemaps == (
        "https://site.example/other.xml",
    )


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "utf-16"])
def test_the_encoding_is_the_one_the_bytes_have(codec: str) -> None:
    body = '<?xml version="1.0" encoding="EUC-JP"?>' + urlset("/焼成のこと")
    assert read(body.encode(codec)).pages == ("https://site.example/焼成のこと",)


@given(st.text(alphabet="<>/=&;\"' urlsetocindxhp:.-?!\n\x00緑", max_size=100))
def test_any_garbage_is_a_sitemap_or_a_page_error(garbage: str) -> None:
    for body in (garbage, f"<urlset>{garbage}</urlset>", f"<urlset><url><loc>{garbage}"):
        try:
            found = read(body)
        except PageError:
            continue
        assert all(page.startswith("http") for page in found.pages)
