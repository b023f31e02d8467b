"""Directories: from listing page to listing page, to each detail once, and to an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from leakwatch.models import Asked, Limits, Paging, Shows, Source
from spiders.directory import DirectorySpider, Trail
from spiders.requests import RequestsSpider
from tests.answers import (
    SEEN_AT,
    START,
    Yielded,
    answer,
    css,
    first_requests,
    follow,
    make_source,
)


def listing(*details: int, following: str | None = None) -> str:
    links = "".join(f"<a class=expert href=/experts/{number}>{number}</a>" for number in details)
    after = f'<a rel=next href="{following}">次</a>' if following else ""
    return f"<title>一覧</title>{links}{after}"


def walk(source: Source, pages: Callable[[str], str]) -> Yielded:
    """All that a directory yields when its listing pages are `pages(url)`."""
    spider = DirectorySpider(source=source, seen_at=SEEN_AT)
    waiting = [spider.first_request(url) for url in source.start]
    seen: list[object] = []
    while waiting:
        request = waiting.pop(0)
        assert len(seen) < 1_000, "the listing does not end"
        read = follow(request, answer(pages(request.url), url=request.url))
        waiting += [one for one in read.requests if one.meta.get("listing")]
        seen += [one for one in read.all if one not in waiting]
    return Yielded(seen)


def test_details_are_asked_for_and_the_listing_goes_on() -> None:
    pages = {
        START: listing(1, 2, following="?page=2"),
        f"{START}?page=2": listing(3, following="?page=3"),
        f"{START}?page=3": listing(4),
    }
    read = walk(make_source(), pages.__getitem__)
    assert read.urls == [f"{START}/{number}" for number in (1, 2, 3, 4)]
    assert read.problems == []
    assert not any("listing" in request.meta for request in read.requests)


def test_a_detail_is_asked_for_once_however_often_it_is_listed() -> None:
    pages = {
        START: listing(1, 2, 1, following="?page=2"),
        f"{START}?page=2": listing(2, 3).replace("/experts/2", "/experts/2?utm_source=list"),
    }
    assert walk(make_source(), pages.__getitem__).urls == [f"{START}/{n}" for n in (1, 2, 3)]


def test_an_endless_listing_ends_at_the_depth_of_the_source() -> None:
    def page(url: str) -> str:
        number = int(url.rpartition("=")[2]) if "=" in url else 1
        return listing(number, following=f"?page={number + 1}")

    read = walk(make_source(limits=Limits(depth=7)), page)
    assert len(read.urls) == 7
    assert read.names == ["page_limit"]
    assert read.problems[0].listing
    assert read.problems[0].url == f"{START}?page=8"


def test_a_listing_that_goes_in_circles_ends() -> None:
    pages = {
        START: listing(1, following="?page=2"),
        f"{START}?page=2": listing(2, following="/experts?utm_source=pager#top"),
    }
    read = walk(make_source(limits=Limits(depth=100)), pages.__getitem__)
    assert read.urls == [f"{START}/1", f"{START}/2"]
    assert read.names == ["page_limit"]


def test_a_listing_that_repeats_itself_under_new_addresses_ends() -> None:
    def page(url: str) -> str:
        number = int(url.rpartition("=")[2]) if "=" in url else 1
        return listing(min(number, 3), following=f"?page={number + 1}")

    read = walk(make_source(limits=Limits(depth=100)), page)
    assert len(read.urls) == 3
    assert read.names == ["page_limit"]


def test_a_listing_page_that_redirects_to_the_first_one_ends() -> None:
    spider = DirectorySpider(source=make_source(), seen_at=SEEN_AT)
    first = follow(spider.first_request(START), answer(listing(1, following="?page=2")))
    [second] = [request for request in first.requests if request.meta.get("listing")]
    redirected = follow(second, answer(listing(1, following="?page=2"), url=START))
    assert (redirected.urls, redirected.names) == ([], ["page_limit"])


@pytest.mark.parametrize("following", ["#", "?page=9", "?page=9#list"])
def test_a_next_link_that_leads_nowhere_is_the_end_of_the_listing(following: str) -> None:
    source = make_source(start=(f"{START}?page=9",))
    read = walk(source, lambda _url: listing(1, following=following))
    assert read.names == []
    assert read.urls == [f"{START}/1"]


def test_a_listing_without_links_is_reported_as_such() -> None:
    read = walk(make_source(), lambda _url: "<title>一覧</title><p>ありません</p>")
    assert read.names == ["no_links"]
    assert read.problems[0].listing
    assert read.sightings == []


def test_an_empty_last_page_does_not_hide_the_pages_before_it() -> None:
    pages = {START: listing(1, following="?page=2"), f"{START}?page=2": listing()}
    read = walk(make_source(), pages.__getitem__)
    assert (read.urls, read.names) == ([f"{START}/1"], ["no_links"])


def test_start_addresses_do_not_end_each_other() -> None:
    second = "https://takumi.example/all"
    pages = {
        START: listing(1, following=second),
        second: listing(2, following=f"{second}?page=2"),
        f"{second}?page=2": listing(3),
    }
    read = walk(make_source(start=(START, second)), pages.__getitem__)
    assert sorted(read.urls) == [f"{START}/{number}" for number in (1, 2, 3)]
    assert read.names == []


def test_a_single_page_is_its_own_sighting() -> None:
    source = make_source(links=None, fields={"name": css("h1")})
    read = walk(source, lambda _url: "<h1>緑川 葵</h1>")
    assert [sighting.fields["name"] for sighting in read.sightings] == ["緑川 葵"]
    assert (read.requests, read.problems) == ([], [])


def test_a_trail_counts_pages_and_staleness() -> None:
    trail = Trail()
    for number in range(3):
        trail.step(f"{START}?page={number}", found=(f"{START}/{number}",))
    assert not trail.ends_before(f"{START}?page=3", depth=4)
    assert trail.ends_before(f"{START}?page=3", depth=3)
    assert trail.ends_before(f"{START}?page=1", depth=4)
    for number in range(3, 6):
        trail.step(f"{START}?page={number}", found=())
    assert trail.ends_before(f"{START}?page=9", depth=100)


NUMBERED = "https://takumi.example/experts?page={page}"


def numbered(**changes: Any) -> Source:
    return make_source(start=(NUMBERED,), next=None, **changes)


def page_number(url: str) -> int:
    return int(url.rpartition("=")[2])


def test_numbered_pages_are_walked_until_one_brings_nothing_new() -> None:
    asked: list[int] = []

    def page(url: str) -> str:
        asked.append(page_number(url))
        return listing(*range(2 * min(asked[-1], 3), 2 * min(asked[-1], 3) + 2))

    read = walk(numbered(limits=Limits(depth=50)), page)
    assert asked == [1, 2, 3, 4]  # the site shows its last page again
    assert read.urls == [f"{START}/{number}" for number in range(2, 8)]
    assert read.problems == []


def test_an_empty_page_ends_numbered_pages_without_a_complaint() -> None:
    read = walk(numbered(), lambda url: listing(1) if page_number(url) == 1 else listing())
    assert (read.urls, read.names) == ([f"{START}/1"], [])


def test_a_numbered_listing_that_is_empty_from_the_start_is_reported() -> None:
    read = walk(numbered(), lambda _url: listing())
    assert read.names == ["no_links"]


def test_numbers_begin_and_step_as_the_definition_says() -> None:
    asked: list[int] = []

    def page(url: str) -> str:
        asked.append(page_number(url))
        return listing(asked[-1]) if asked[-1] < 60 else listing()

    walk(numbered(paging=Paging(first=0, step=20), limits=Limits(depth=50)), page)
    assert asked == [0, 20, 40, 60]


def test_a_page_that_is_not_full_is_the_last_one() -> None:
    asked: list[int] = []

    def page(url: str) -> str:
        asked.append(page_number(url))
        return listing(*([1, 2, 3] if asked[-1] == 1 else [4, 5]))

    assert len(walk(numbered(paging=Paging(size=3)), page).urls) == 5
    assert asked == [1, 2]


def test_endless_numbers_end_at_the_depth_of_the_source() -> None:
    read = walk(numbered(limits=Limits(depth=4)), lambda url: listing(page_number(url)))
    assert len(read.urls) == 4
    assert read.names == ["page_limit"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_number_that_is_not_there_is_the_end_but_the_first_is_a_loss(status: int) -> None:
    spider = DirectorySpider(source=numbered(), seen_at=SEEN_AT)
    first = spider.first_request(NUMBERED)
    assert "handle_httpstatus_list" not in first.meta
    read = follow(first, answer(listing(1), url=first.url))
    [second] = [request for request in read.requests if request.meta.get("listing")]
    assert status in second.meta["handle_httpstatus_list"]
    gone = answer("<p>not found", url=second.url).replace(status=status)
    assert follow(second, gone).all == []


def test_every_query_is_walked_to_its_own_end() -> None:
    source = numbered(
        queries=(
            Asked(text="低温 焼結", entries=("T01",)),
            Asked(text="a&page=9", entries=("T02",)),
        )
    )
    source = replace(source, start=("https://takumi.example/experts?q={query}&page={page}",))
    spider = DirectorySpider(source=source, seen_at=SEEN_AT)
    requests = asyncio.run(first_requests(spider))
    assert [request.url for request in requests] == [
        "https://takumi.example/experts?q=%E4%BD%8E%E6%B8%A9%20%E7%84%BC%E7%B5%90&page=1",
        "https://takumi.example/experts?q=a%26page%3D9&page=1",
    ]
    ends = [follow(one, answer(listing(1, 2), url=one.url)) for one in requests]
    # What the first query found already is asked for once, and does not end the second.
    assert [len([one for one in end.requests if "listing" not in one.meta]) for end in ends] == [
        2,
        0,
    ]
    assert all(any("listing" in one.meta for one in end.requests) for end in ends)


def test_requests_are_walked_as_a_directory_is() -> None:
    source = make_source(kind="requests", shows=Shows.REQUEST, fields={"reward": css(".r")})
    spider = RequestsSpider(source=source, seen_at=SEEN_AT)
    read = follow(spider.first_request(START), answer(listing(1)))
    assert read.urls == [f"{START}/1"]
    [sighting] = follow(read.requests[0], answer("<p class=r>3万円</p>")).sightings
    assert (sighting.shows, sighting.fields["reward"]) == (Shows.REQUEST, "3万円")
