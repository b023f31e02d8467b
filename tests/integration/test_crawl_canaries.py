"""What is known to be there and known not to be: the proof that what a sweep says can be believed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest

from leakwatch.models import Canary, Marks, Outcome
from tests.servers.behaviours import Behaviour, Page, Site, links, redirect, serving, status
from tests.servers.crawling import Order, Swept, make_source, sweep
from tests.servers.queried import Search
from tests.servers.walls import LOGIN_WALL, NAME, SOFT_404, Echoing404, framed, profile

#: A start page that is no listing of `/find/` and `/nobody`, and a canary that vouches.
GOOD: Mapping[str, Behaviour] = {
    "/": links("/expert/1"),
    "/expert/1": profile(1),
    "/about": Page(framed("運営会社", "このサイトについて")),
    "/home": Page(framed(NAME, "<h1>専門家をさがす</h1>")),
    "/login": LOGIN_WALL,
}
MODULES = ("tests.servers.walking", "tests.servers.queried")


def run(site: Site, *canaries: Canary, kind: str = "walking", marks: Marks | None = None) -> Swept:
    vouching = Canary(url=site.url("/about"), contains=NAME)
    source = make_source(
        site.url("/"), kind=kind, canaries=(vouching, *canaries), marks=marks or Marks()
    )
    return sweep(Order(source=source, modules=MODULES))


def sang(swept: Swept) -> dict[str, int]:
    assert swept.counts is not None, swept.error
    return dict(swept.counts.canaries)


ABSENT: list[tuple[str, Behaviour, Outcome, dict[str, int]]] = [
    ("says 404", status(404), Outcome.OK, {"passed": 2}),
    ("says 410", status(410), Outcome.OK, {"passed": 2}),
    ("says so in words", SOFT_404, Outcome.OK, {"passed": 2}),
    ("leads home", redirect("/home"), Outcome.OK, {"passed": 2}),
    ("looks like a page", Echoing404(), Outcome.CHANGED, {"passed": 1, "present": 1}),
    ("is somebody's", profile(7), Outcome.CHANGED, {"passed": 1, "present": 1}),
    ("asks for a login", redirect("/login"), Outcome.BLOCKED, {"passed": 1}),
    ("is broken", status(500), Outcome.FAILED, {"passed": 1}),
]


@pytest.mark.parametrize(
    ("page", "outcome", "heard"), [row[1:] for row in ABSENT], ids=[row[0] for row in ABSENT]
)
def test_a_page_that_is_known_to_be_absent_has_to_look_absent(
    page: Behaviour, outcome: Outcome, heard: dict[str, int]
) -> None:
    with serving(Site({**GOOD, "/nobody": page})) as site:
        swept = run(site, Canary(url=site.url("/nobody"), absent=True))
    assert (swept.outcome, sang(swept)) == (outcome, heard)
    assert ("negative_failed" in swept.reasons) is ("present" in heard)


def test_the_definition_can_teach_what_absent_looks_like() -> None:
    with serving(Site({**GOOD, "/nobody": Echoing404()})) as site:
        absent = Canary(url=site.url("/nobody"), absent=True)
        swept = run(site, absent, marks=Marks(gone=("こちらにはおられない",)))
    assert (swept.outcome, sang(swept)) == (Outcome.OK, {"passed": 2})


def test_what_the_absent_page_shows_is_known_again_among_details() -> None:
    gone = Page(framed(NAME, "<h1>おやおや</h1><p>よその方です</p>"), 404)
    alive = Page(framed(NAME, "<h1>おやおや</h1><p>よその方です</p><p>なごや</p>"))
    masked = Page(gone.body)
    routes = {**GOOD, "/": links("/a", "/b"), "/nobody": gone, "/a": masked, "/b": alive}
    with serving(Site(routes)) as site:
        swept = run(site, Canary(url=site.url("/nobody"), absent=True))
        assert [one.url for one in swept.sightings] == [site.url("/b")]
    assert swept.counts is not None
    assert swept.counts.errors == {"soft_404": 1}


def test_where_the_absent_page_leads_to_is_no_profile() -> None:
    routes = {**GOOD, "/": links("/a", "/expert/1"), "/a": redirect("/home")}
    routes["/nobody"] = redirect("/home")
    with serving(Site(routes)) as site:
        swept = run(site, Canary(url=site.url("/nobody"), absent=True))
    assert swept.counts is not None
    assert swept.counts.errors == {"soft_404": 1}
    assert len(swept.sightings) == 1


def test_many_details_that_lead_to_one_page_are_not_as_many_sightings() -> None:
    details = {f"/{number}": redirect("/notice") for number in range(10)}
    routes = {**GOOD, "/": links(*details), **details, "/notice": Page(framed(NAME, "お知らせ"))}
    with serving(Site(routes)) as site:
        swept = run(site)
    assert swept.counts is not None
    assert swept.counts.errors == {"soft_404": 8}
    assert (swept.outcome, swept.reasons) == (Outcome.CHANGED, ("soft_404",))


@pytest.mark.parametrize(
    ("search", "canary", "outcome", "reasons"),
    [
        (Search(), Canary(query="化学"), Outcome.OK, ()),
        (Search(), Canary(query="化学", contains="の専門家"), Outcome.OK, ()),
        (Search(known="別"), Canary(query="化学"), Outcome.CHANGED, ("canary_failed",)),
        (Search(), Canary(random=True), Outcome.OK, ()),
        (Search(status=404), Canary(random=True), Outcome.OK, ()),
        (Search(deaf=True), Canary(random=True), Outcome.CHANGED, ("negative_failed",)),
        (Search(), Canary(query="いない", absent=True), Outcome.OK, ()),
        (Search(deaf=True), Canary(query="いない", absent=True), Outcome.CHANGED, ("negative_failed",)),
        (LOGIN_WALL, Canary(random=True), Outcome.BLOCKED, ("login_wall", "canary_unseen")),
    ],
    ids=[
        "finds", "finds the text", "finds nothing", "random finds nothing", "random is a 404",
        "random finds something", "absent finds nothing", "absent finds something", "walled",
    ],
)  # fmt: skip
def test_a_query_with_a_known_answer_is_put_in_each_sweep(
    search: Behaviour, canary: Canary, outcome: Outcome, reasons: tuple[str, ...]
) -> None:
    with serving(Site({**GOOD, "/find/": search})) as site:
        swept = run(site, canary, kind="asking")
    assert (swept.outcome, swept.reasons) == (outcome, reasons)


def test_a_random_query_is_another_one_each_time_and_says_nothing() -> None:
    asked = set()
    for _ in range(2):
        with serving(Site({**GOOD, "/find/": Search()})) as site:
            run(site, Canary(random=True), kind="asking")
        (query,) = [urlsplit(path).query for path in site.paths() if path.startswith("/find")]
        asked.add(parse_qs(query)["q"][0])
    assert len(asked) == 2
    assert not any(set(one) & set("aeiou0123456789") for one in asked)


def test_a_kind_that_puts_no_queries_leaves_their_canary_unheard() -> None:
    with serving(Site(GOOD)) as site:
        swept = run(site, Canary(query="化学"))
    assert (swept.outcome, swept.reasons) == (Outcome.PARTIAL, ("canary_unseen",))
