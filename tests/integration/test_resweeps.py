"""Second sweeps: what is asked for, what is judged again, and what must never be taken over."""

from __future__ import annotations

import pickle
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from leakwatch.app.sweep import SweepOptions
from leakwatch.models import (
    Outcome,
    Selector,
    SelectorKind,
    Shows,
    Source,
    SweepReport,
)
from tests.servers.behaviours import (
    Asked,
    Behaviour,
    Page,
    Site,
    Turns,
    links,
    serving,
    status,
)
from tests.servers.resweeping import (
    SECRET,
    WATCHLIST,
    Order,
    Place,
    Tagged,
    findings,
    make_pages_source,
    told,
)

LINKS = Selector(kind=SelectorKind.CSS, expression="a", attribute="href")
HIT = f"<h1>技術者</h1><p>{SECRET}に関わりました。</p>"
PLAIN = "<h1>技術者</h1><p>材料の評価が得意です。</p>"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "var")


def directory(site: Site, **changes: Any) -> Source:
    return make_pages_source(site.url("/"), links=LINKS, **changes)


def conditions(site: Site, path: str) -> list[str | None]:
    return [one.headers.get("if-none-match") for one in site.asked if one.path == path]


def counted(report: SweepReport) -> tuple[Outcome, int, int, int]:
    return report.outcome, report.sightings, report.judged, report.unchanged


@pytest.mark.parametrize("personal", [True, False], ids=["personal", "public"])
def test_pages_that_have_not_changed_count_as_seen_with_their_findings(
    place: Place, personal: bool
) -> None:
    routes: dict[str, Behaviour] = {"/": links("/1", "/2"), "/1": Tagged(HIT)}
    routes["/2"] = Tagged(PLAIN)
    with serving(Site(routes)) as site:
        source = directory(site, personal_data=personal)
        assert counted(place.sweep(source)) == (Outcome.OK, 2, 2, 0)
        second = place.sweep(source)
        third = place.sweep(source)
    assert counted(second) == counted(third) == (Outcome.OK, 2, 0, 2)
    assert second.findings == 1
    assert conditions(site, "/1") == [None, '"v1"', '"v1"']
    (finding,) = findings(place)
    assert finding.missing_since is None
    assert finding.last_seen == third.started_at
    assert told(place) == []


def test_text_that_is_the_same_is_not_judged_again_though_the_site_gives_no_validators(
    place: Place,
) -> None:
    steps = (Page(HIT + "<p>閲覧数 1,234</p>"), Page(HIT + "<p>閲覧数 1,301</p>"))
    with serving(Site({"/": links("/1"), "/1": Turns(steps)})) as site:
        place.sweep(directory(site))
        assert counted(place.sweep(directory(site))) == (Outcome.OK, 1, 0, 1)
    (finding,) = findings(place)
    assert finding.missing_since is None


def test_a_page_that_changed_is_judged_and_its_new_finding_told(place: Place) -> None:
    changed = Turns((Tagged(PLAIN), Tagged(HIT, '"v2"')))
    with serving(Site({"/": links("/1", "/2"), "/1": changed, "/2": Tagged(PLAIN)})) as site:
        place.sweep(directory(site))
        assert counted(place.sweep(directory(site))) == (Outcome.OK, 2, 1, 1)
    assert told(place) == [1001]


def test_a_finding_whose_page_no_longer_says_it_goes_though_the_page_stays_the_same_after_that(
    place: Place,
) -> None:
    changed = Turns((Tagged(HIT), Tagged(PLAIN, '"v2"')))
    with serving(Site({"/": links("/1", "/2"), "/1": changed, "/2": Tagged(HIT)})) as site:
        for _ in range(4):
            place.sweep(directory(site))
    states = sorted((one.missing_since is not None, one.status.value) for one in findings(place))
    assert states == [(False, "new"), (True, "gone")]


def test_another_watchlist_reads_and_judges_every_page_again(place: Place) -> None:
    with serving(Site({"/": links("/1"), "/1": Tagged(HIT)})) as site:
        place.sweep(directory(site))
        again = place.sweep(directory(site), watchlist=replace(WATCHLIST, digest="two"))
    assert counted(again) == (Outcome.OK, 1, 1, 0)
    assert conditions(site, "/1") == [None, None]


def test_another_definition_reads_every_page_again(place: Place) -> None:
    name = Selector(kind=SelectorKind.CSS, expression="h1")
    with serving(Site({"/": links("/1"), "/1": Tagged(HIT)})) as site:
        place.sweep(directory(site))
        again = place.sweep(directory(site, fields={"name": name}))
    assert counted(again) == (Outcome.OK, 1, 1, 0)
    assert conditions(site, "/1") == [None, None]


@pytest.mark.parametrize(
    "broken",
    [status(500), status(403), status(404), Page(b"\x89PNG\r\n\x1a\n" + b"\0" * 500)],
    ids=["error", "refusal", "gone", "unreadable"],
)
def test_a_page_that_could_not_be_read_is_not_remembered_as_seen(
    place: Place, broken: Behaviour
) -> None:
    turns = Turns((broken,) * 4 + (Tagged(HIT),))
    with serving(Site({"/": links("/1", "/2"), "/1": turns, "/2": Tagged(PLAIN)})) as site:
        place.sweep(directory(site))
        while "/1" not in [one.path for one in site.asked if one.nth >= 4]:
            place.sweep(directory(site))
    assert set(conditions(site, "/1")) == {None}
    assert [one.subject for one in findings(place)] == ["term:T1"]


def test_a_304_that_nobody_asked_for_is_a_failure(place: Place) -> None:
    with serving(Site({"/": links("/1"), "/1": status(304)})) as site:
        report = place.sweep(directory(site))
    assert report.errors == {"http_304": 1}
    assert report.outcome is not Outcome.OK


def test_a_dry_run_asks_for_everything_and_remembers_nothing(place: Place) -> None:
    with serving(Site({"/": links("/1"), "/1": Tagged(HIT)})) as site:
        dry = SweepOptions(dry_run=True)
        place.sweep(directory(site), options=dry)
        place.sweep(directory(site))
        place.sweep(directory(site), options=dry)
    assert conditions(site, "/1") == [None, None, None]


def test_a_page_that_led_to_another_is_always_read(place: Place) -> None:
    with serving(Site({"/": Tagged('<a href="/1">on</a>'), "/1": Tagged(HIT)})) as site:
        place.sweep(directory(site))
        place.sweep(directory(site))
    assert conditions(site, "/") == [None, None]
    assert conditions(site, "/1") == [None, '"v1"']


def test_a_redirect_asks_under_the_validators_of_where_it_leads(place: Place) -> None:
    moved = Page("", 302, {"Location": "/new"})
    with serving(Site({"/": links("/old"), "/old": moved, "/new": Tagged(HIT)})) as site:
        place.sweep(directory(site))
        assert counted(place.sweep(directory(site))) == (Outcome.OK, 1, 0, 1)
    assert conditions(site, "/old") == [None, None]
    assert conditions(site, "/new") == [None, '"v1"']


def sitemap(*pages: tuple[str, str]) -> str:
    places = "".join(f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>" for url, day in pages)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'


def test_pages_that_a_sitemap_says_have_not_changed_are_not_asked_for(place: Place) -> None:
    routes = {"/1": Tagged(PLAIN), "/2": Tagged(PLAIN), "/3": Tagged(HIT)}
    with serving(Site(routes)) as site:
        old = [(site.url(f"/{n}"), "2026-01-05") for n in (1, 3)]
        text = sitemap(*old, (site.url("/2"), "2026-04-01"))
        site.routes["/map.xml"] = Page(text, headers={"Content-Type": "application/xml"})
        source = make_pages_source(site.url("/map.xml"), kind="sitemap")
        place.sweep(source)
        second = place.sweep(source)
    assert counted(second) == (Outcome.OK, 3, 0, 3)
    assert conditions(site, "/1") == [None]  # looked at after its last change
    assert conditions(site, "/2") == [None, '"v1"']  # perhaps changed after that look
    assert conditions(site, "/3") == [None, '"v1"']  # a finding stands there: is it gone?


def test_an_entry_of_a_feed_that_was_edited_is_read_again_with_its_page(place: Place) -> None:
    def feed(*titles: str) -> Page:
        items = "".join(
            f"<item><title>{title}</title><link>{site.url(f'/{at}')}</link></item>"
            for at, title in enumerate(titles)
        )
        text = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
        return Page(text, headers={"Content-Type": "application/rss+xml"})

    with serving(Site({"/0": Tagged(PLAIN), "/1": Tagged(PLAIN)})) as site:
        site.routes["/feed"] = Turns((feed("一", "二"), feed("一", f"二、{SECRET}")))
        source = make_pages_source(site.url("/feed"), kind="feed", follow=True, shows=Shows.ARTICLE)
        place.sweep(source)
        assert counted(place.sweep(source)) == (Outcome.OK, 2, 1, 1)
    assert conditions(site, "/0") == [None, '"v1"']
    assert conditions(site, "/1") == [None, None]
    assert len(told(place)) == 1


def test_a_sweep_that_is_killed_leaves_the_pages_it_did_not_store_to_the_next(place: Place) -> None:
    class Never:
        async def answer(self, asked: Asked, out: Any) -> None:
            process.kill()

    listing = links("/1", "/2", "/3")
    routes: dict[str, Behaviour] = {"/": listing, "/1": Tagged(HIT), "/2": Tagged(PLAIN)}
    with serving(Site(routes | {"/3": Never()})) as site:
        source = directory(site)
        order = Order(source=source, state=place.state)
        process = place.start(order)
        process.communicate(pickle.dumps(order), timeout=120)
        assert process.returncode == -9
        site.routes["/3"] = Tagged(PLAIN)
        assert counted(place.sweep(source)) == (Outcome.OK, 3, 3, 0)
    assert [one.subject for one in findings(place)] == ["term:T1"]


def test_of_a_source_of_personal_data_the_ledger_holds_no_address_and_no_text(place: Place) -> None:
    with serving(Site({"/": links("/yamada-hanako"), "/yamada-hanako": Tagged(PLAIN)})) as site:
        place.sweep(directory(site, personal_data=True))
    stored = b"".join(path.read_bytes() for path in place.state.glob("leakwatch.db*"))
    for trace in (b"yamada", b"127.0.0.1:", b'"v1"', "材料の評価".encode()):
        assert trace not in stored, trace
    with closing(sqlite3.connect(place.state / "leakwatch.db")) as connection:
        assert connection.execute("SELECT count(*), sum(keyed) FROM page").fetchone() == (1, 1)
