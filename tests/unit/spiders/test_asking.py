"""How a source is asked: addresses filled in, canaries, and where the last sweep left off."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Response, TextResponse

from leakwatch.errors import BrokenDocument
from leakwatch.models import Asked, Canary, Query, Selector, SelectorKind, Since, SinceFormat
from spiders.addresses import expand
from spiders.api import ApiSpider
from spiders.directory import DirectorySpider
from spiders.search import SearchSpider
from spiders.times import moment, since_text
from tests.servers.crawling import make_source

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
START = "https://site.example/s?q={query}&p={page}"


def spider(kind: str, **changes: Any) -> ApiSpider | SearchSpider:
    of = Selector(kind=SelectorKind.JSON if kind == "api" else SelectorKind.CSS, expression="li")
    source = make_source(START, kind=kind, items=of, query=Query(of=("terms",)), **changes)
    return (ApiSpider if kind == "api" else SearchSpider)(source=source, seen_at=NOW)


def answer(kind: str, body: str) -> Response:
    answered = TextResponse if kind == "api" else HtmlResponse
    return answered("https://site.example/s", body=body.encode(), encoding="utf-8")


def test_what_fills_a_placeholder_is_quoted_and_is_none_itself() -> None:
    assert expand(START, query='"焼成" & {page}/?#+', page=2) == (
        "https://site.example/s?q=%22%E7%84%BC%E6%88%90%22%20%26%20%7Bpage%7D%2F%3F%23%2B&p=2"
    )


@pytest.mark.parametrize("kind", ["api", "search"])
def test_a_canary_asks_as_the_source_does(kind: str) -> None:
    request = spider(kind).canary_request(Canary(query="Wikipedia"), "Wikipedia")
    assert request is not None
    assert request.url == "https://site.example/s?q=Wikipedia&p=1"
    assert request.callback is None
    assert dict(request.cb_kwargs) == {}


FOUND = {"api": '{"li": [{"t": "フリー百科事典"}]}', "search": "<li>フリー<b>百科</b>事典</li>"}
EMPTY = {"api": '{"li": []}', "search": "<p>フリー百科事典 was not found</p>"}


@pytest.mark.parametrize("kind", ["api", "search"])
def test_a_canary_is_found_when_something_is_and_says_what_it_should(kind: str) -> None:
    asked = spider(kind)
    assert asked.canary_found(answer(kind, FOUND[kind]), Canary(query="x"))
    assert asked.canary_found(answer(kind, FOUND[kind]), Canary(query="x", contains="ﾌﾘｰ百科"))
    assert not asked.canary_found(answer(kind, FOUND[kind]), Canary(query="x", contains="辞書"))
    assert not asked.canary_found(answer(kind, EMPTY[kind]), Canary(query="x"))
    assert not asked.canary_found(answer(kind, EMPTY[kind]), Canary(query="x", contains="百科"))


def test_an_answer_that_cannot_be_read_is_no_canary_that_was_not_found() -> None:
    with pytest.raises(BrokenDocument):
        spider("api").canary_found(answer("api", "<p>wall</p>"), Canary(query="x"))


def test_a_kind_that_cannot_be_asked_says_so() -> None:
    directory = DirectorySpider(source=make_source("https://site.example/"), seen_at=NOW)
    assert directory.canary_request(Canary(query="x"), "x") is None
    assert not directory.canary_found(answer("search", "<p>x</p>"), Canary(query="x"))


def first_requests(made: Any) -> list[str]:
    async def started() -> list[str]:
        return [request.url async for request in made.start()]

    return asyncio.run(started())


@pytest.mark.parametrize("kind", ["api", "search"])
def test_every_query_is_asked_at_every_address(kind: str) -> None:
    queries = tuple(Asked(text=text, entries=(text,)) for text in ("a b", "c"))
    made = spider(kind, queries=queries)
    urls = first_requests(made)
    assert urls == [f"https://site.example/s?q={q}&p=1" for q in ("a%20b", "c")]


def test_a_source_with_nothing_to_ask_asks_nothing() -> None:
    assert first_requests(spider("api")) == []


@pytest.mark.parametrize(
    ("written", "reached", "text"),
    [
        (SinceFormat.ISO, None, "2026-10-27T09:00:00Z"),
        (SinceFormat.DATE, None, "2026-10-27"),
        (SinceFormat.EPOCH, None, "1793091600"),
        (SinceFormat.ISO, datetime(2026, 11, 20, tzinfo=UTC), "2026-11-19T00:00:00Z"),
        (SinceFormat.DATE, datetime(2031, 1, 1, tzinfo=UTC), "2026-11-25"),
    ],
)
def test_a_sweep_begins_a_little_before_the_last_one_left_off(
    written: SinceFormat, reached: datetime | None, text: str
) -> None:
    assert since_text(Since(field="at", format=written), reached=reached, now=NOW) == text


NO_TIMES: list[object] = [None, True, "", "soon", "9" * 30, 1e300, -1e18, [], {}]


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2026-03-01T09:00:00+09:00", datetime(2026, 3, 1, 0, 0, tzinfo=UTC)),
        ("2026-03-01T00:00:00Z", datetime(2026, 3, 1, 0, 0, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 3, 1, 0, 0, tzinfo=UTC)),
        (1_772_323_200, datetime(2026, 3, 1, 0, 0, tzinfo=UTC)),
        *((wrong, None) for wrong in NO_TIMES),
    ],
    ids=str,
)
def test_times_are_read_as_apis_write_them(value: object, at: datetime | None) -> None:
    assert moment(value) == at
