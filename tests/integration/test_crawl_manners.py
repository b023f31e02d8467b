"""How a sweep behaves towards a site: what it asks for, how often, and as whom."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from leakwatch.crawl import Bounds, Counts
from leakwatch.models import Outcome, Politeness, Source
from tests.servers.behaviours import (
    Behaviour,
    Page,
    Silent,
    Site,
    Slow,
    links,
    redirect,
    serving,
    status,
)
from tests.servers.crawling import BRISK, ROOT, Order, Swept, make_source, sweep


def robots(text: str, *, code: int = 200) -> Page:
    return Page(text, code, {"Content-Type": "text/plain"})


def counted(swept: Swept) -> Counts:
    assert swept.counts is not None, swept.error
    return swept.counts


def pages(number: int) -> dict[str, Behaviour]:
    return {f"/{name}": Page(f"<h1>{name}</h1>") for name in range(number)}


def gaps(site: Site) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(site.asked)]


def test_what_robots_forbid_is_not_asked_for() -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: leakwatch\nDisallow: /1\nDisallow: /2\n"
    routes = pages(4)
    with serving(Site({**routes, "/robots.txt": robots(rules), "/": links(*routes)})) as site:
        swept = sweep(Order(source=make_source(site.url("/"))))
    assert sorted(site.paths()) == ["/", "/0", "/3", "/robots.txt"]
    assert counted(swept).errors == {"robots_refused": 2}
    assert (swept.outcome, swept.reasons) == (Outcome.PARTIAL, ("robots_refused",))


def test_a_site_that_forbids_everything_is_asked_for_nothing() -> None:
    rules = robots("User-agent: *\nDisallow: /")
    with serving(Site({"/robots.txt": rules, "/": links("/a")})) as site:
        swept = sweep(Order(source=make_source(site.url("/"))))
    assert site.paths() == ["/robots.txt"]
    assert (swept.outcome, swept.reasons[0]) == (Outcome.BLOCKED, "robots_refused")


OUT_OF_REACH = [
    ("broken", status(500), Outcome.FAILED, "http_500"),
    ("too many", status(429), Outcome.BLOCKED, "http_429"),
    ("silent", Silent(), Outcome.FAILED, "timeout"),
    ("leads inside", redirect("http://127.0.0.2:9/robots.txt"), Outcome.FAILED, "guard_refused"),
]


@pytest.mark.parametrize(
    ("rules", "outcome", "reason"),
    [row[1:] for row in OUT_OF_REACH],
    ids=[row[0] for row in OUT_OF_REACH],
)
def test_rules_that_cannot_be_read_forbid_everything(
    rules: Behaviour, outcome: Outcome, reason: str
) -> None:
    with serving(Site({"/robots.txt": rules, "/": links("/a"), "/a": Page("A")})) as site:
        manners = replace(BRISK, timeout=1.0)
        swept = sweep(Order(source=make_source(site.url("/"), politeness=manners)))
    assert set(site.paths()) == {"/robots.txt"}
    assert (swept.outcome, swept.reasons[0]) == (outcome, reason)


@pytest.mark.parametrize("code", [401, 403, 404])
def test_a_site_without_rules_forbids_nothing(code: int) -> None:
    rules = robots("User-agent: *\nDisallow: /", code=code)
    with serving(Site({"/robots.txt": rules, "/": links("/a"), "/a": Page("A")})) as site:
        swept = sweep(Order(source=make_source(site.url("/"))))
    assert (swept.outcome, counted(swept).sightings) == (Outcome.OK, 1)


@pytest.mark.parametrize(
    "rules",
    ["User-agent: *\nCrawl-delay: 0.6", "User-agent: leakwatch\nRequest-rate: 5/3"],
    ids=["crawl-delay", "request-rate"],
)
@pytest.mark.parametrize("autothrottle", [True, False], ids=["throttled", "unthrottled"])
def test_the_delay_that_robots_ask_for_is_kept(rules: str, autothrottle: bool) -> None:
    routes = pages(3)
    manners = replace(BRISK, concurrency=4, autothrottle=autothrottle)
    with serving(Site({**routes, "/robots.txt": robots(rules), "/": links(*routes)})) as site:
        source = make_source(site.url("/"), politeness=manners)
        swept = sweep(Order(source=source, overrides={"AUTOTHROTTLE_START_DELAY": 0.0}))
    assert counted(swept).sightings == 3
    assert min(gaps(site)[1:]) >= 0.55  # the clocks of two processes are read a little apart


def test_the_delay_of_a_source_is_kept() -> None:
    routes = pages(4)
    manners = Politeness(delay=0.4, concurrency=4, autothrottle=False, robots=False)
    with serving(Site({**routes, "/": links(*routes)})) as site:
        sweep(Order(source=make_source(site.url("/"), politeness=manners)))
    assert "/robots.txt" not in site.paths()
    assert min(gaps(site)) >= 0.35


def test_no_more_requests_than_allowed_are_under_way_at_once() -> None:
    routes: dict[str, Behaviour] = {f"/{name}": Slow(0.1) for name in range(12)}
    with serving(Site({**routes, "/": links(*routes)})) as site:
        swept = sweep(
            Order(source=make_source(site.url("/"), politeness=replace(BRISK, concurrency=2)))
        )
    assert counted(swept).sightings == 12
    assert site.busiest <= 2


def test_a_sweep_says_who_it_is_and_keeps_no_cookie() -> None:
    cookie = Page('<a href="/a">a</a>', headers={"Set-Cookie": "id=1; Path=/"})
    with serving(Site({"/": cookie, "/a": Page("A")})) as site:
        sweep(Order(source=make_source(site.url("/"))))
    assert {one.headers["user-agent"] for one in site.asked} == {
        "leakwatch/9.9 (+watch@example.com)"
    }
    sent = {name for one in site.asked for name in one.headers}
    assert sent == {"user-agent", "accept", "accept-language", "accept-encoding", "host"}


def test_a_spider_of_a_users_own_cannot_be_rude() -> None:
    """WalkingSpider says in its custom_settings that robots.txt is not to be obeyed."""
    rules = robots("User-agent: *\nDisallow: /a")
    with serving(Site({"/robots.txt": rules, "/": links("/a", "/b"), "/b": Page("B")})) as site:
        sweep(Order(source=make_source(site.url("/"))))
    assert "/a" not in site.paths()


def test_each_address_is_asked_for_once() -> None:
    routes = {"/": links("/a", "/a#top", "/a", "/b"), "/a": Page("A"), "/b": redirect("/a")}
    with serving(Site(routes)) as site:
        swept = sweep(Order(source=make_source(site.url("/"))))
    assert sorted(site.paths()) == ["/", "/a", "/a", "/b", "/robots.txt"]  # and once by redirect
    assert counted(swept).requests == len(site.asked)


def test_progress_is_told_while_the_sweep_goes_on() -> None:
    routes: dict[str, Behaviour] = {"/": links("/a", "/b"), "/a": Slow(1.2), "/b": Slow(1.2)}
    with serving(Site(routes)) as site:
        swept = sweep(
            Order(source=make_source(site.url("/"), politeness=replace(BRISK, concurrency=1)))
        )
    assert swept.progress >= 2


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.3], ids=["at once", "soon", "in the delay"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_sweep_that_is_told_to_stop_ends_with_its_counts(
    number: signal.Signals, moment: float
) -> None:
    robots_txt = robots("User-agent: *\nCrawl-delay: 3600")
    site = Site({"/robots.txt": robots_txt, "/": links("/a"), "/a": Page("A")})
    with serving(site), crawling(make_source(site.url("/"))) as child:
        site.wait_for("/robots.txt")
        time.sleep(moment)
        os.kill(child.pid, number)
        answer, _ = child.communicate(timeout=60)
    swept = pickle.loads(answer)
    assert counted(swept).stopped == "stopped"
    assert not swept.outcome.clean


@contextlib.contextmanager
def crawling(source: Source) -> Iterator[subprocess.Popen[bytes]]:
    """A crawl on its own, killed when the test is through with it."""
    command = [sys.executable, "-m", "tests.servers.crawling"]
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    assert child.stdin is not None
    try:
        child.stdin.write(pickle.dumps(Order(source=source)))
        child.stdin.close()
        child.stdin = None  # nothing more for communicate() to send
        yield child
    finally:
        child.kill()
        child.wait()


def test_a_sweep_that_runs_into_quiet_hours_stops_and_keeps_what_it_has() -> None:
    routes: dict[str, Behaviour] = {"/a": Page("A"), "/never": Silent()}
    manners = replace(BRISK, timeout=60.0)
    with serving(Site({**routes, "/": links(*routes)})) as site:
        source = make_source(site.url("/"), politeness=manners)
        swept = sweep(Order(source=source, bounds=Bounds(seconds=3.0)))
    assert (swept.outcome, swept.reasons) == (Outcome.PARTIAL, ("quiet_hours",))
    assert counted(swept).sightings == 1


def test_no_more_requests_are_sent_than_are_left_of_the_day_with_robots_and_repeats() -> None:
    routes = pages(6)
    with serving(Site({**routes, "/": links(*routes)})) as site:
        swept = sweep(Order(source=make_source(site.url("/")), bounds=Bounds(requests=4)))
    assert len(site.asked) == counted(swept).requests == 4
    assert (swept.outcome, swept.reasons) == (Outcome.PARTIAL, ("daily_budget",))


def test_a_probe_asks_for_one_page_of_each_sort() -> None:
    routes = {**pages(3), "/": links("/0", "/1", "/2")}
    with serving(Site(routes)) as site:
        bounds = Bounds(listings=1, details=1)
        swept = sweep(Order(source=make_source(site.url("/")), bounds=bounds))
    assert len(site.asked) == 3
    assert (counted(swept).sightings, counted(swept).page_limit) == (1, True)
