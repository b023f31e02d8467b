"""Directories: from listing page to listing page, to each detail once, and to an end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leakwatch.models import Limits, Source
from spiders.directory import DirectorySpider, Trail
from tests.answers import SEEN_AT, START, Yielded, answer, css, follow, make_source


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
        trail.step(f"{START}?page={number}", new_links=1)
    assert not trail.ends_before(f"{START}?page=3", depth=4)
    assert trail.ends_before(f"{START}?page=3", depth=3)
    assert trail.ends_before(f"{START}?page=1", depth=4)
    for number in range(3, 6):
        trail.step(f"{START}?page={number}", new_links=0)
    assert trail.ends_before(f"{START}?page=9", depth=100)
