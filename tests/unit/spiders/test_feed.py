"""Feeds: each entry is a sighting, with the page behind it where that is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.http import Response
from twisted.python.failure import Failure

from leakwatch.errors import BrokenDocument
from leakwatch.extract import parse_selector
from leakwatch.models import SelectorKind, Shows, Source
from spiders.feed import FeedSpider, read_feed
from tests.answers import SEEN_AT, Yielded, answer, css, follow, make_source

URL = "https://blog.example/feed"
ITEM = (
    "<item><title>{0}</title><link>https://blog.example/{0}</link><guid>g{0}</guid>"
    "<description>要約{0}</description><author>緑川</author></item>"
)


def rss(*names: str) -> str:
    items = "".join(ITEM.format(name) for name in names)
    return f'<rss version="2.0"><channel><title>窯</title>{items}</channel></rss>'


def feed_source(*, follow: bool = False, **changes: object) -> Source:
    given = {"kind": "feed", "start": (URL,), "shows": Shows.ARTICLE, "follow": follow}
    return make_source(**(given | {"links": None, "next": None} | changes))


def sweep(source: Source, body: str) -> Yielded:
    spider = FeedSpider(source=source, seen_at=SEEN_AT)
    return follow(
        spider.first_request(URL), answer(body, url=URL, content_type="application/rss+xml")
    )


def followed(source: Source, page: Response) -> Yielded:
    [request] = sweep(source, rss("a")).requests
    return follow(request, page)


def test_every_entry_is_a_sighting() -> None:
    read = sweep(feed_source(), rss("a", "b", "c"))
    assert [sighting.title for sighting in read.sightings] == ["a", "b", "c"]
    assert {sighting.page for sighting in read.sightings} == {URL}
    assert {sighting.shows for sighting in read.sightings} == {Shows.ARTICLE}
    assert (read.requests, read.problems) == ([], [])


def test_a_feed_is_asked_for_as_a_listing() -> None:
    spider = FeedSpider(source=feed_source(), seen_at=SEEN_AT)
    assert spider.first_request(URL).meta["listing"] is True


def test_a_broken_feed_is_reported_beside_what_could_be_saved() -> None:
    read = sweep(feed_source(), rss("a", "b")[:-60])
    assert [sighting.title for sighting in read.sightings] == ["a", "b"]
    assert [(problem.name, problem.listing) for problem in read.problems] == [
        ("broken_document", True)
    ]


def test_what_is_no_feed_leaves_as_a_page_error() -> None:
    with pytest.raises(BrokenDocument):
        sweep(feed_source(), "<html><body>404</body></html>")


def test_each_entry_s_page_is_followed_and_merged() -> None:
    source = feed_source(follow=True, fields={"career": css(".c")})
    page = answer(
        "<title>a | 窯</title><p>本文の全部</p><p class=c>焼成</p>",
        url="https://blog.example/a?utm_source=x",
    )
    read = followed(source, page)
    [sighting] = read.sightings
    assert read.problems == []
    assert (sighting.title, sighting.text) == ("a", "本文の全部\n焼成")
    assert (sighting.identity, sighting.page) == ("https://blog.example/a",) * 2
    assert sighting.fields == {"body": "要約a", "name": "緑川", "career": "焼成"}
    assert sighting.language == "ja"


def test_a_page_that_is_not_to_be_had_leaves_what_the_feed_said() -> None:
    [request] = sweep(feed_source(follow=True), rss("a")).requests
    assert "listing" not in request.meta
    failure: Any = Failure(OSError("gone"))  # type: ignore[no-untyped-call]
    failure.request = request
    assert request.errback is not None
    [sighting] = Yielded(request.errback(failure)).sightings
    assert (sighting.title, sighting.text) == ("a", "要約a")


def test_a_binary_page_leaves_what_the_feed_said_and_is_reported() -> None:
    read = followed(feed_source(follow=True), answer(b"%PDF-1.7", url="https://blog.example/a"))
    assert read.names == ["not_text"]
    assert [sighting.text for sighting in read.sightings] == ["要約a"]


def test_a_followed_page_without_the_declared_fields_is_reported() -> None:
    source = feed_source(follow=True, fields={"career": css(".c")}, identity=css("main::attr(id)"))
    read = followed(source, answer("<p>別の形", url="https://blog.example/a"))
    assert read.names == ["layout_changed", "no_identity"]
    assert [sighting.text for sighting in read.sightings] == ["別の形"]


def test_an_entry_without_a_page_is_not_followed() -> None:
    body = rss("a").replace("<link>https://blog.example/a</link>", "")
    read = sweep(feed_source(follow=True), body)
    assert read.requests == []
    assert [sighting.identity for sighting in read.sightings] == ["ga"]


def test_a_pattern_over_the_link_names_the_entry() -> None:
    identity = parse_selector(r"example/(\w+)", SelectorKind.URL)
    read = sweep(feed_source(identity=identity), rss("a", "b"))
    assert [sighting.identity for sighting in read.sightings] == ["a", "b"]


def test_entries_about_one_page_keep_their_names_when_another_comes() -> None:
    def names(*guids: str) -> set[str]:
        items = "".join(
            f"<item><title>t{guid}</title><link>https://blog.example/log</link><guid>{guid}</guid></item>"
            for guid in guids
        )
        body = f'<rss version="2.0"><channel>{items}</channel></rss>'
        read = read_feed(body.encode(), feed_source(), url=URL, seen_at=SEEN_AT)
        return {sighting.identity for sighting in read.sightings}

    assert names("1", "2") < names("3", "1", "2")
    assert len(names("1", "2", "3")) == 3
