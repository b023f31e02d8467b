"""The definitions that come along: what each must say before somebody can decide to use it."""

from __future__ import annotations

import pytest

from leakwatch.models import Crawling, Shows, Source
from scripts.cataloguing import DEFINITIONS, catalogued

SOURCES = {source.name: source for source in catalogued()}
#: Places that exist; the examples are of places that do not.
PLACES = {name: one for name, one in SOURCES.items() if not name.startswith("example-")}
VISITED = {name: one for name, one in PLACES.items() if one.visits}
MANUAL = {name: one for name, one in PLACES.items() if one.kind == "manual"}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_nothing_is_watched_before_somebody_says_so(source: Source) -> None:
    assert not source.enabled


@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES)
def test_each_place_says_what_it_learns_what_it_allows_and_how_sure_that_is(source: Source) -> None:
    assert source.title
    assert source.about.discloses
    assert source.about.confidence is not None
    assert source.terms.note
    assert source.about.last_verified is None, "nothing here was tried against the live place"


@pytest.mark.parametrize("source", VISITED.values(), ids=VISITED)
def test_each_visited_place_says_how_it_is_to_be_treated(source: Source) -> None:
    about = source.about
    assert (about.robots, about.identity, about.volume) != ("", "", "")
    assert all((about.robots, about.identity, about.volume))
    assert source.terms.crawling is not Crawling.FORBIDDEN
    assert source.politeness.robots
    assert source.politeness.delay >= 1.0
    assert source.canaries


@pytest.mark.parametrize("name", VISITED)
def test_each_visited_place_is_said_to_be_untried(name: str) -> None:
    text = (DEFINITIONS / f"{name}.yaml").read_text(encoding="utf-8")
    assert "Not tried against the live site" in text
    assert "未確認" in text


@pytest.mark.parametrize("source", MANUAL.values(), ids=MANUAL)
def test_what_people_ask_says_why_and_is_never_swept(source: Source) -> None:
    assert source.manual is not None
    assert source.manual.reason
    assert source.terms.crawling is Crawling.FORBIDDEN
    assert (source.start, source.swept) == ((), False)


def test_addresses_for_inquiries_are_those_that_are_known() -> None:
    contacts = {name: one.manual.contact for name, one in MANUAL.items() if one.manual}
    assert {name: contact for name, contact in contacts.items() if contact} == {
        "alphasights": "compliance@alphasights.com",
        "glg": "compliance@glgroup.com",
        "newspicks-mimir": "compliance@mimir-inc.biz",
    }


def test_places_for_people_are_the_ones_that_were_decided_on() -> None:
    assert set(MANUAL) == {
        "alphasights", "arches", "atheneum", "circulation", "coleman", "dialectica", "glg",
        "guidepoint", "linkedin", "newspicks-mimir", "third-bridge", "timeticket", "wantedly",
        "youtrust",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(MANUAL))
def test_a_place_without_a_known_address_says_so(name: str) -> None:
    manual = MANUAL[name].manual
    assert manual is not None
    text = (DEFINITIONS / f"{name}.yaml").read_text(encoding="utf-8")
    assert bool(manual.contact) is not ("問い合わせ先は未確認です" in text)


def test_demand_is_watched_without_a_word_of_the_watchlist() -> None:
    board = SOURCES["visasq-requests"]
    assert (board.kind, board.shows, board.personal_data) == ("requests", Shows.REQUEST, False)
    assert all("{query}" not in start for start in board.start)
    assert all("keyword=&" in start for start in board.start)
