"""What all spiders share: a source, and how one page becomes a sighting."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from leakwatch.errors import NotText, SweepError
from leakwatch.extract import content_hash, read_document
from leakwatch.models import SelectorKind, Shows
from spiders.directory import DirectorySpider
from spiders.source_spider import SourceSpider, listing_request, read_profile
from tests.answers import SEEN_AT, START, Yielded, answer, css, first_requests, make_source

PROFILE = "<title>緑川</title><main id=e7><h1>緑川 葵</h1><p>焼成 20年</p></main>"


def test_the_engine_finds_the_spiders_and_not_their_base() -> None:
    loader = SpiderLoader(Settings({"SPIDER_MODULES": ["spiders"]}))
    assert sorted(loader.list()) == [
        "api", "directory", "feed", "inbox", "page", "requests", "search", "sitemap"
    ]  # fmt: skip


def test_a_sweep_begins_at_every_start_address() -> None:
    source = make_source(start=("https://a.example/1", "https://b.example/2"))
    requests = asyncio.run(first_requests(DirectorySpider(source=source, seen_at=SEEN_AT)))
    assert [request.url for request in requests] == list(source.start)
    assert all(request.meta["listing"] for request in requests)


def test_a_spider_has_to_say_how_it_begins() -> None:
    class Unfinished(SourceSpider):
        name = "unfinished"

    spider = Unfinished(source=make_source(), seen_at=SEEN_AT)
    with pytest.raises(SweepError, match="Unfinished does not say how it begins"):
        spider.first_request(START)


def test_requests_for_listings_are_marked_and_never_filtered() -> None:
    spider = DirectorySpider(source=make_source(), seen_at=SEEN_AT)
    request = listing_request(START, spider.sight, depth=3)
    assert request.meta == {"listing": True}
    assert request.dont_filter
    assert request.cb_kwargs == {"depth": 3}


def test_a_page_becomes_a_sighting() -> None:
    source = make_source(
        fields={"name": css("h1"), "career": css("p"), "years": css(".years")},
        identity=css("main::attr(id)"),
        shows=Shows.REQUEST,
        personal_data=False,
    )
    url = f"{START}/7?utm_source=x"
    read = read_profile(read_document(PROFILE.encode(), url=url), source, seen_at=SEEN_AT)
    sighting = read.sighting
    assert read.problems == ()
    assert (sighting.source, sighting.identity, sighting.shows) == ("takumi", "e7", Shows.REQUEST)
    assert (sighting.url, sighting.page) == (url, f"{START}/7")
    assert (sighting.title, sighting.text) == ("緑川", "緑川 葵\n焼成 20年")
    assert sighting.fields == {"name": "緑川 葵", "career": "焼成 20年"}
    assert (sighting.seen_at, sighting.personal_data) == (SEEN_AT, False)
    assert sighting.content_hash == content_hash("緑川", sighting.text, sighting.fields)


def test_a_declared_field_goes_before_what_the_page_says_of_itself() -> None:
    html = "<meta name=description content=上の説明><p class=d>下の説明</p>"
    document = read_document(html.encode(), url=START)
    plain = read_profile(document, make_source(), seen_at=SEEN_AT).sighting
    assert plain.fields == {"description": "上の説明"}
    source = make_source(fields={"description": css("p.d")})
    declared = read_profile(document, source, seen_at=SEEN_AT).sighting
    assert declared.fields == {"description": "下の説明"}


def test_a_page_on_which_nothing_declared_is_found_is_handed_on_and_reported() -> None:
    source = make_source(
        fields={"name": css(".n"), "career": css(".c")},
        identity=replace(css("x"), kind=SelectorKind.URL, expression=r"/people/(\d+)"),
    )
    spider = DirectorySpider(source=source, seen_at=SEEN_AT)
    read = Yielded(spider.sight(answer(PROFILE, url=f"{START}/7")))
    assert read.names == ["layout_changed", "no_identity"]
    assert all(problem.url == f"{START}/7" and not problem.listing for problem in read.problems)
    [sighting] = read.sightings
    assert sighting.identity == f"{START}/7"
    assert "緑川" in sighting.text


def test_binary_behind_text_html_leaves_as_a_page_error() -> None:
    spider = DirectorySpider(source=make_source(), seen_at=SEEN_AT)
    with pytest.raises(NotText):
        list(spider.sight(answer(b"%PDF-1.7 \x00\x01")))


def test_the_header_decides_where_the_bytes_do_not() -> None:
    spider = DirectorySpider(source=make_source(), seen_at=SEEN_AT)
    page = "<p>Обжиг</p>".encode("koi8-r")
    [sighting] = Yielded(
        spider.sight(answer(page, content_type="text/html; charset=koi8-r"))
    ).sightings
    assert sighting.text == "Обжиг"
    assert Yielded(spider.sight(answer("<p>緑", content_type=None))).sightings[0].text == "緑"
