"""Whatever a site does, a sweep ends, says what it met under a name, and is not called clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest

from leakwatch.crawl import Counts
from leakwatch.errors import RecordError, SweepError
from leakwatch.models import Canary, Limits, Outcome, Politeness
from tests.servers.behaviours import (
    Behaviour,
    Bomb,
    Drop,
    Endless,
    EndlessHeaders,
    Huge,
    Page,
    Silent,
    Site,
    Trickle,
    Turns,
    links,
    packed,
    redirect,
    serving,
    status,
)
from tests.servers.crawling import BRISK, Order, Swept, make_source, sweep

#: A sweep needs about 110 MB, most of it Scrapy; a page of 200 MB must not show.
FLAT_MB = 300
QUICK = replace(BRISK, concurrency=8, timeout=6.0)
NAME = "山田太郎"

DETAILS: dict[str, tuple[Behaviour, str | None]] = {
    "fine": (Page("<h1>fine</h1>"), None),
    "packed": (packed("<h1>packed</h1>"), None),
    "gone": (status(404), "http_404"),
    "broken": (status(500), "http_500"),
    "not-modified": (status(304), "http_304"),
    "drop": (Drop(), "incomplete"),
    "silent": (Silent(), "timeout"),
    "trickle": (Trickle(), "timeout"),
    "huge": (Huge(), "too_large"),
    "huge-announced": (Huge(announced=True), "too_large"),
    "head": (EndlessHeaders(), "too_large"),
    "bomb": (Bomb(), "too_large"),
    "torn": (Page(b"\x1f\x8bnot", headers={"Content-Encoding": "gzip"}), "broken_encoding"),
    "brotli": (Page(b"\x0b", headers={"Content-Encoding": "br"}), "unknown_encoding"),
    "chunks": (Page("x", headers={"Transfer-Encoding": "chunked"}), "incomplete"),
    "binary": (Page(b"\x89PNG\0\0\1" * 1_000), "not_text"),
    "raises": (Page("RAISE"), "callback_error"),
    "raises-late": (Page("LATE"), "callback_error"),
    "odd": (Page("ODD"), "unknown_item"),
    "layout": (Page("OTHER LAYOUT"), "layout_changed"),
    "loop": (redirect("/loop"), "too_many_redirects"),
    "to-loopback": (redirect("http://127.0.0.2:9/"), "redirect_refused"),
    "to-metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "redirect_refused"),
    "to-octal": (redirect("http://0251.0376.0251.0376/"), "redirect_refused"),
    "to-decimal": (redirect("http://2852039166/"), "redirect_refused"),
    "to-mapped": (redirect("http://[::ffff:169.254.169.254]/"), "redirect_refused"),
    "to-user": (redirect("http://1.1.1.1@127.0.0.2/"), "redirect_refused"),
    "to-file": (redirect("file:///etc/passwd"), "redirect_refused"),
    "to-nowhere": (redirect("http://[::1/"), "redirect_refused"),
    "to-closed": (redirect("http://127.0.0.1:1/"), "connection_refused"),
}
#: Those whose sighting comes through before or without the error.
SEEN = {"fine", "packed", "raises-late", "odd"}


def run(routes: Mapping[str, Behaviour], *, order: Order | None = None, **changes: object) -> Swept:
    with serving(Site(routes)) as site:
        given = order or Order(source=make_source())
        source = make_source(site.url("/"), **changes)
        return sweep(replace(given, source=source))


def counted(swept: Swept) -> Counts:
    assert swept.counts is not None, swept.error
    return swept.counts


@pytest.fixture(scope="module")
def details() -> Swept:
    routes: dict[str, Behaviour] = {f"/{name}": page for name, (page, _) in DETAILS.items()}
    return run(routes | {"/": links(*routes)}, politeness=QUICK)


def test_every_bad_page_is_counted_under_its_name(details: Swept) -> None:
    expected = Counter(name for _, name in DETAILS.values() if name is not None)
    assert counted(details).errors == expected


def test_good_pages_come_through_among_bad_ones(details: Swept) -> None:
    seen = {sighting.identity.rpartition("/")[2] for sighting in details.sightings}
    assert seen == SEEN
    assert counted(details).sightings == len(SEEN)


def test_a_sweep_that_met_them_is_not_clean(details: Swept) -> None:
    assert details.outcome is Outcome.FAILED
    assert {"callback_error", "redirect_refused", "too_large"} <= set(details.reasons)


def test_memory_stays_flat_whatever_is_sent(details: Swept) -> None:
    assert details.peak_mb < FLAT_MB


def test_refused_redirects_are_counted_as_refused(details: Swept) -> None:
    assert counted(details).refused == counted(details).errors["redirect_refused"]


def test_no_address_of_a_person_is_logged_above_debug(details: Swept) -> None:
    assert "crawl.page_lost" in details.log
    assert "http://" not in details.log
    assert NAME not in details.log


STARTS: list[tuple[str, Behaviour, Outcome, str]] = [
    ("forbidden", status(403), Outcome.BLOCKED, "http_403"),
    ("login", status(401), Outcome.BLOCKED, "http_401"),
    ("legal", status(451), Outcome.BLOCKED, "http_451"),
    ("too many", status(429), Outcome.BLOCKED, "http_429"),
    ("too many, much later", status(429, Retry_After="3600"), Outcome.BLOCKED, "http_429"),
    ("later", status(503, Retry_After="3600"), Outcome.BLOCKED, "retry_after"),
    ("gone", status(404), Outcome.FAILED, "http_404"),
    ("broken", status(502), Outcome.FAILED, "http_502"),
    ("silent", Silent(), Outcome.FAILED, "timeout"),
    ("leads inside", redirect("http://127.0.0.2:9/"), Outcome.FAILED, "redirect_refused"),
    ("no links", Page("<p>maintenance</p>"), Outcome.CHANGED, "no_links"),
]


@pytest.mark.parametrize(
    ("page", "outcome", "reason"), [row[1:] for row in STARTS], ids=[row[0] for row in STARTS]
)
def test_a_start_page_that_fails_decides_the_outcome(
    page: Behaviour, outcome: Outcome, reason: str
) -> None:
    swept = run({"/": page}, politeness=replace(BRISK, timeout=1.0))
    assert (swept.outcome, swept.reasons[0]) == (outcome, reason)
    assert counted(swept).sightings == 0


def test_endless_pagination_ends_at_the_limit() -> None:
    limits = Limits(pages=30, seconds=60)
    with serving(Site({"/list/": Endless()})) as site:
        source = make_source(site.url("/list/0"), limits=limits)
        swept = sweep(Order(source=source))
    assert counted(swept).page_limit
    assert counted(swept).pages == 30
    assert "page_limit" in swept.reasons


def test_a_limit_that_is_just_enough_is_not_reached() -> None:
    routes = {"/": links("/a", "/b"), "/a": Page("A"), "/b": Page("B")}
    swept = run(routes, limits=Limits(pages=3))
    assert not counted(swept).page_limit
    assert (swept.outcome, counted(swept).sightings) == (Outcome.OK, 2)


def test_a_sweep_ends_when_its_time_is_up_however_long_a_site_asks_us_to_wait() -> None:
    robots = Page("User-agent: *\nCrawl-delay: 86400", headers={"Content-Type": "text/plain"})
    routes = {"/robots.txt": robots, "/": links("/a", "/b"), "/a": Page("A")}
    swept = run(routes, limits=Limits(pages=10, seconds=3))
    assert counted(swept).stopped == "time_limit"
    assert "time_limit" in swept.reasons


def test_a_site_that_says_no_again_and_again_is_left_alone() -> None:
    routes: dict[str, Behaviour] = {f"/{number}": status(403) for number in range(50)}
    with serving(Site(routes | {"/": links(*routes)})) as site:
        swept = sweep(Order(source=make_source(site.url("/"))))
    assert swept.outcome is Outcome.BLOCKED
    assert "gave_up" in swept.reasons
    assert len(site.asked) < 20


def test_passing_trouble_is_tried_again() -> None:
    flaky = Turns((status(502), Page("<h1>back</h1>")))
    busy = Turns((status(429, Retry_After="1"), Page("<h1>now</h1>")))
    with serving(Site({"/": links("/flaky", "/busy"), "/flaky": flaky, "/busy": busy})) as site:
        swept = sweep(Order(source=make_source(site.url("/"))))
    assert (swept.outcome, counted(swept).errors) == (Outcome.OK, Counter())
    first, second = [one.at for one in site.asked if one.path == "/busy"]
    assert second - first >= 0.99


def test_nothing_is_asked_before_the_time_a_site_named() -> None:
    routes: dict[str, Behaviour] = {f"/{number}": Page("A") for number in range(20)}
    routes["/10"] = status(429, Retry_After="600")
    with serving(Site(routes | {"/": links(*routes)})) as site:
        swept = sweep(
            Order(source=make_source(site.url("/"), politeness=replace(BRISK, concurrency=1)))
        )
    refused_at = next(one.at for one in site.asked if one.path == "/10")
    assert [one.path for one in site.asked if one.at > refused_at] == []
    assert (swept.outcome, counted(swept).stopped) == (Outcome.BLOCKED, "retry_after")


def test_a_spider_that_cannot_go_on_is_a_failure() -> None:
    swept = run({"/": links("/a"), "/a": Page("A")}, kind="broken-start")
    assert counted(swept).errors == {"start_error": 1}
    assert swept.outcome is Outcome.FAILED
    assert counted(swept).sightings == 1  # what it had asked for is read all the same


def test_an_errback_that_raises_is_counted_beside_what_it_was_called_for() -> None:
    swept = run({"/": redirect("http://127.0.0.1:1/")}, kind="errback")
    assert counted(swept).errors == {"connection_refused": 1, "callback_error": 1}


def test_an_error_of_the_record_ends_the_sweep_and_comes_out() -> None:
    order = Order(source=make_source(), fail_on="A")
    swept = run({"/": links("/a"), "/a": Page("A")}, order=order)
    assert isinstance(swept.error, RecordError)
    assert str(swept.error) == "the disk is full"


def test_a_sighting_that_upsets_the_judge_is_counted_and_the_next_one_read() -> None:
    order = Order(source=make_source(), crash_on="山田")
    pages = {"/a": Page(NAME), "/b": Page("somebody else")}
    swept = run({"/": links(*pages), **pages}, order=order)
    assert counted(swept).errors == {"sighting_error": 1}
    assert (swept.outcome, len(swept.sightings)) == (Outcome.FAILED, 1)
    assert NAME not in swept.log


def test_an_unknown_kind_names_the_known_ones() -> None:
    swept = sweep(Order(source=make_source("http://127.0.0.1:1/", kind="direktory")))
    assert isinstance(swept.error, SweepError)
    assert "direktory" in str(swept.error)
    assert "walking" in str(swept.error)


def test_a_module_without_spiders_is_named() -> None:
    order = Order(source=make_source("http://127.0.0.1:1/"), modules=("no_such_module",))
    assert "no_such_module" in str(sweep(order).error)


def test_nobody_elses_site_is_swept_without_a_contact() -> None:
    order = Order(source=make_source("https://example.com/"), contact="")
    assert "contact" in str(sweep(order).error)


CANARIES = [
    ("there", Page("<title>x</title><p>サンプル<wbr>商会</p>"), Outcome.NONE, {"passed": 1}),
    ("not there", Page("<p>another page</p>"), Outcome.CHANGED, {"missing": 1}),
    ("behind a login", Page("<p>please log in</p>"), Outcome.BLOCKED, {}),
    (
        "gone, but not by its number",
        Page("<h1>Page not found</h1>"),
        Outcome.CHANGED,
        {"missing": 1},
    ),
    ("gone", status(404), Outcome.CHANGED, {"missing": 1}),
    ("blocked", status(403), Outcome.BLOCKED, {}),
    ("broken", status(500), Outcome.FAILED, {}),
    ("binary", Page(b"\x89PNG\0\0"), Outcome.CHANGED, {"missing": 1}),
]


@pytest.mark.parametrize(
    ("page", "outcome", "sang"), [row[1:] for row in CANARIES], ids=[row[0] for row in CANARIES]
)
def test_an_empty_listing_is_believed_only_with_its_canary(
    page: Behaviour, outcome: Outcome, sang: dict[str, int]
) -> None:
    with serving(Site({"/": Page("<p>nobody</p>"), "/canary": page})) as site:
        canary = Canary(url=site.url("/canary"), contains="サンプル商会")
        swept = sweep(Order(source=make_source(site.url("/"), canaries=(canary,))))
    assert (swept.outcome, dict(counted(swept).canaries)) == (outcome, sang)


def test_addresses_are_logged_where_no_person_is_behind_them() -> None:
    swept = run({"/": links("/broken"), "/broken": status(500)}, personal_data=False)
    assert "/broken" in swept.log


def test_a_timeout_counts_for_one_page_not_for_the_sweep() -> None:
    manners = Politeness(delay=0.0, concurrency=4, autothrottle=False, timeout=1.0)
    routes: dict[str, Behaviour] = {f"/{number}": Page(f"{number}") for number in range(9)}
    swept = run(routes | {"/": links("/silent", *routes), "/silent": Silent()}, politeness=manners)
    assert (swept.outcome, swept.reasons) == (Outcome.PARTIAL, ("timeout",))
    assert counted(swept).sightings == 9
