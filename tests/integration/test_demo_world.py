from __future__ import annotations

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from leakwatch.demo import Fault, World
from leakwatch.errors import UsageError


@pytest.fixture
def world() -> Iterator[World]:
    with World() as running:
        yield running


def get(url: str) -> tuple[int, str]:
    """Status and text of `url`."""
    request = urllib.request.Request(url, headers={"User-Agent": "leakwatch-test/1.0"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode(
                answer.headers.get_content_charset() or "utf-8"
            )
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_three_sites_answer_on_loopback(world: World) -> None:
    assert world.url.startswith("http://127.0.0.1:")
    for url in (world.url + "/", world.platform_url, world.board_url, f"{world.blog_url}/"):
        assert get(url)[0] == 200


def test_a_listing_is_walked_over_http(world: World) -> None:
    status, page = get(f"{world.platform_url}?page=2")
    assert status == 200
    assert len(re.findall(r'class="expert"', page)) == 10
    assert get(f"{world.platform_url}?page=99")[0] == 404


def test_the_header_says_shift_jis_and_nothing_is_added(world: World) -> None:
    url = f"{world.blog_url}/articles/sheet-forming-memo"
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["Content-Type"] == "text/html; charset=shift_jis"
        assert "二槽式ゲル転写法" in answer.read().decode("cp932")


def test_robots_txt_names_the_sitemap_of_this_very_world(world: World) -> None:
    status, text = get(f"{world.url}/robots.txt")
    assert status == 200
    assert f"Sitemap: {world.blog_url}/sitemap.xml" in text
    assert "Disallow: /experts/search" in text


def test_changing_the_day_changes_what_the_same_address_shows(world: World) -> None:
    leaver, newcomer = f"{world.platform_url}/22366", f"{world.platform_url}/22481"
    assert (get(leaver)[0], get(newcomer)[0]) == (200, 404)
    world.day = 2
    assert (get(leaver)[0], get(newcomer)[0]) == (404, 200)
    assert "ミズナギ計画" in get(f"{world.platform_url}/22890")[1]
    world.day = 1
    assert "ミズナギ計画" not in get(f"{world.platform_url}/22890")[1]


def test_links_in_the_feed_lead_back_into_this_world(world: World) -> None:
    links = re.findall(r'href="(http[^"]+/articles/[^"]+)"', get(f"{world.blog_url}/feed.xml")[1])
    assert len(links) == 9
    assert all(link.startswith(world.blog_url) for link in links)
    assert get(links[0])[0] == 200


def test_the_world_remembers_who_asked_for_what(world: World) -> None:
    get(f"{world.platform_url}?page=2&q=abc")
    (seen,) = world.seen
    assert (seen.path, seen.query, seen.status) == ("/experts", "page=2&q=abc", 200)
    assert seen.user_agent == "leakwatch-test/1.0"
    assert ("user-agent", "leakwatch-test/1.0") in seen.headers
    world.forget()
    assert world.seen == ()


def test_every_request_of_many_at_once_is_counted(world: World) -> None:
    urls = [f"{world.platform_url}?page={page}" for page in range(1, 9)] * 5
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(get, urls))
    assert {status for status, _ in answers} == {200}
    assert len(world.seen) == len(urls)


@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.NONE, 200), (Fault.FORBIDDEN, 403), (Fault.BROKEN, 500)]
)
def test_the_world_fails_when_it_is_told_to(world: World, fault: Fault, status: int) -> None:
    world.fault = fault
    assert get(world.platform_url)[0] == status
    assert get(f"{world.platform_url}/guide")[0] == status
    assert get(f"{world.url}/robots.txt")[0] == 200
    assert world.seen[0].status == status


def test_a_slow_world_answers_late_but_answers(world: World) -> None:
    world.slow_seconds = 0.05
    world.fault = Fault.SLOW
    assert get(world.platform_url)[0] == 200


@pytest.mark.parametrize("path", ["/nothing", "/expertsX", "/blog", "/admin/"])
def test_addresses_outside_the_sites_answer_404(world: World, path: str) -> None:
    assert get(world.url + path)[0] == 404


def test_a_post_is_refused(world: World) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(world.platform_url, data=b"x=1")
    with refused.value as error:
        assert error.code == 405


def test_starting_and_stopping_twice_does_no_harm() -> None:
    before = threading.enumerate()  # a world that other tests share may be up
    world = World()
    world.start()
    address = world.url
    world.start()
    assert world.url == address
    assert len(threading.enumerate()) == len(before) + 1
    world.stop()
    world.stop()
    assert threading.enumerate() == before


def test_a_world_that_is_not_running_has_no_address() -> None:
    world = World()
    with pytest.raises(UsageError, match="before it is started"):
        _ = world.url
