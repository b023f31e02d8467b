"""The built-in kinds on pages that are broken in ways of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from leakwatch.crawl import Counts
from leakwatch.models import Canary, Limits, Outcome, Selector, SelectorKind
from tests.servers.behaviours import Behaviour, Endless, Page, Site, links, serving
from tests.servers.crawling import Order, Swept, make_source, sweep

XML = {"Content-Type": "application/rss+xml"}
NEXT = Selector(kind=SelectorKind.CSS, expression='a[rel="next"]', attribute="href")
LINKS = Selector(kind=SelectorKind.CSS, expression="a:not([rel])", attribute="href")
NAME = Selector(kind=SelectorKind.CSS, expression="h1")


def run(kind: str, routes: Mapping[str, Behaviour], **changes: Any) -> Swept:
    with serving(Site(routes)) as site:
        canary = Canary(url=site.url("/about"), contains="架空の名鑑")
        source = make_source(site.url("/"), kind=kind, canaries=(canary,), **changes)
        return sweep(Order(source=source, modules=()))


def directory(routes: Mapping[str, Behaviour], **changes: Any) -> Swept:
    given: dict[str, Any] = {"links": LINKS, "next": NEXT, "fields": {"name": NAME}}
    return run("directory", {"/about": Page("<p>架空の名鑑</p>"), **routes}, **(given | changes))


def counted(swept: Swept) -> Counts:
    assert swept.counts is not None, swept.error
    return swept.counts


FEEDS = [
    ("cut off", b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>x"),
    ("no feed", b"<html><body><p>this is a page</p></body></html>"),
    ("entity bomb", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>"),
    ("empty", b""),
    ("binary", b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
]


@pytest.mark.parametrize("body", [row[1] for row in FEEDS], ids=[row[0] for row in FEEDS])
def test_a_feed_that_cannot_be_read_is_a_failure_and_not_an_empty_one(body: bytes) -> None:
    routes = {"/": Page(body, headers=XML), "/about": Page("<p>架空の名鑑</p>")}
    swept = run("feed", routes)
    assert swept.outcome is Outcome.FAILED
    assert set(counted(swept).errors) & {"broken_document", "not_text"}


def test_a_sitemap_that_cannot_be_read_is_a_failure() -> None:
    routes = {
        "/": Page(b"<urlset><url><loc>http://", headers=XML),
        "/about": Page("<p>架空の名鑑</p>"),
    }
    assert run("sitemap", routes).outcome is Outcome.FAILED


PROFILES: dict[str, Page] = {
    "/fine": Page("<h1>研究者</h1>"),
    "/nul": Page("<h1>研\0究\0者</h1><p>\0\0</p>"),
    "/surrogate": Page("<h1>&#xD800;研究者&#xDFFF;</h1>"),
    "/deep": Page("<div>" * 20_000 + "<h1>研究者</h1>"),
    "/torn": Page("<h1>研究者</h1>".encode()[:-8] + b"\xe3\x80"),
    "/mislabelled": Page("<h1>研究者</h1>".encode("cp932")),
    "/attributes": Page("<h1 " + " ".join(f"a{n}=1" for n in range(20_000)) + ">研究者</h1>"),
}


def test_every_odd_page_ends_as_a_sighting_or_under_a_name() -> None:
    swept = directory({**PROFILES, "/": links(*PROFILES)})
    counts = counted(swept)
    assert counts.sightings + sum(counts.errors.values()) >= len(PROFILES)
    assert "callback_error" not in counts.errors
    assert "sighting_error" not in counts.errors
    names = {one.identity.rpartition("/")[2]: one.fields.get("name") for one in swept.sightings}
    assert {names["fine"], names["mislabelled"]} == {"研究者"}


def test_a_binary_behind_a_html_label_is_counted_not_read() -> None:
    routes: dict[str, Behaviour] = {f"/{number}": Page("<h1>研究者</h1>") for number in range(9)}
    routes["/binary"] = Page(b"PK\x03\x04" + bytes(range(256)) * 50)
    swept = directory({**routes, "/": links(*routes)})
    assert counted(swept).errors == {"not_text": 1}
    assert (swept.outcome, counted(swept).sightings) == (Outcome.PARTIAL, 9)


def test_fields_that_match_nothing_are_a_changed_layout() -> None:
    routes = {"/": links("/a", "/b"), "/a": Page("<h2>A</h2>"), "/b": Page("<h2>B</h2>")}
    swept = directory(routes)
    assert (swept.outcome, swept.reasons) == (Outcome.CHANGED, ("layout_changed",))


def test_links_that_match_nothing_are_believed_only_beside_a_canary() -> None:
    swept = directory({"/": Page("<p>nobody is registered</p>")})
    assert swept.outcome is Outcome.NONE
    swept = directory({"/": Page("<p>nobody</p>"), "/about": Page("<p>something else</p>")})
    assert swept.outcome is Outcome.CHANGED


def test_endless_pagination_ends_and_is_said_to_be_cut() -> None:
    with serving(Site({"/list/": Endless()})) as site:
        limits = Limits(pages=40, depth=1_000)
        source = make_source(
            site.url("/list/0"), kind="directory", links=LINKS, next=NEXT, limits=limits
        )
        endless = sweep(Order(source=source, modules=()))
    assert counted(endless).requests <= 41
    assert counted(endless).page_limit
    assert endless.outcome is Outcome.CHANGED  # pages without a single link, and no canary
