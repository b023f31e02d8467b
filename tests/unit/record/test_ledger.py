"""The page ledger by itself: what is stored, what is taken over, what is forgotten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from leakwatch.models import Outcome, PageRead, Recalled, Sighting, Source, Told, Validators
from leakwatch.record import Record, SweepWriter
from tests.logged import (
    NOW,
    begin,
    day,
    make_finding,
    make_public_source,
    make_report,
    make_sighting,
    make_source,
    only,
)

SOURCE = make_public_source()
PAGE = make_sighting(SOURCE)
TAG = Validators(etag='"v1"', last_modified="Wed, 01 Apr 2026 00:00:00 GMT")
NOTHING = Told()


def read_page(
    writer: SweepWriter, page: Sighting, *, number: int = 0, told: Told = NOTHING, **given: Any
) -> None:
    """As a sweep does with a page that answered in full."""
    seen = writer.look(page, now=day(number))
    assert not seen.same
    findings = given.pop("findings", ())
    writer.add(page, findings, now=day(number), seen=seen, **given)
    writer.learn(PageRead(url=page.page, identity=page.identity, told=told, validators=TAG))


def sweep_page(
    record: Record, source: Source = SOURCE, page: Sighting = PAGE, *, number: int = 0, **given: Any
) -> None:
    writer = begin(record, source, at=day(number))
    read_page(writer, page, number=number, **given)
    writer.finish(make_report(source, at=day(number)), now=day(number))


def recalled(
    record: Record,
    source: Source = SOURCE,
    *,
    number: int = 1,
    told: Told = NOTHING,
    **changes: Any,
) -> Recalled | None:
    writer = begin(record, source, at=day(number), **changes)
    return writer.recall(PAGE.page, told, now=day(number))


def test_validators_come_back_as_they_were(record: Record) -> None:
    sweep_page(record)
    assert recalled(record) == Recalled(validators=TAG)


def test_validators_learned_before_the_sighting_wait_for_it(record: Record) -> None:
    writer = begin(record, SOURCE)
    seen = writer.look(PAGE, now=NOW)
    writer.learn(PageRead(url=PAGE.page, identity=PAGE.identity, told=NOTHING, validators=TAG))
    writer.flush(NOW)
    assert recalled(record, number=0) is None
    writer.add(PAGE, (), now=NOW, seen=seen)
    writer.flush(NOW)
    assert recalled(record) == Recalled(validators=TAG)


def test_a_page_whose_sighting_never_came_is_not_known(record: Record) -> None:
    writer = begin(record, SOURCE)
    writer.learn(PageRead(url=PAGE.page, identity=PAGE.identity, told=NOTHING, validators=TAG))
    writer.finish(make_report(SOURCE), now=NOW)
    assert recalled(record) is None


def test_what_was_not_committed_is_not_known(record: Record) -> None:
    read_page(begin(record, SOURCE), PAGE)
    assert recalled(record) is None


def test_another_watchlist_or_other_rules_know_nothing(record: Record) -> None:
    sweep_page(record)
    assert recalled(record, rules_digest="rules-2") is None
    writer = begin(record, SOURCE, at=day(1), rules_digest="rules-2")
    assert not writer.look(PAGE, now=day(1)).same


def test_a_page_where_something_was_set_aside_is_judged_each_time(record: Record) -> None:
    sweep_page(record, whole=False)
    assert recalled(record) is None
    assert not begin(record, SOURCE, at=day(1)).look(PAGE, now=day(1)).same


def test_a_page_of_two_sightings_is_never_asked_for_under_conditions(record: Record) -> None:
    writer = begin(record, SOURCE)
    for identity in ("17", "18"):
        page = replace(make_sighting(SOURCE, identity), page=PAGE.page)
        writer.add(page, (), now=NOW, seen=writer.look(page, now=NOW))
    writer.finish(make_report(SOURCE), now=NOW)
    assert recalled(record) is None


def test_a_sighting_on_two_pages_is_always_judged(record: Record) -> None:
    other = replace(PAGE, page="https://blog.example/17?from=list")
    writer = begin(record, SOURCE)
    read_page(writer, PAGE)
    read_page(writer, other)
    writer.finish(make_report(SOURCE), now=NOW)
    assert recalled(record) is None


def test_a_finding_on_a_kept_page_is_present(record: Record) -> None:
    sweep_page(record, findings=(make_finding(PAGE),))
    writer = begin(record, SOURCE, at=day(1))
    writer.keep(PAGE.page, now=day(1))
    report = writer.finish(make_report(SOURCE, at=day(1)), now=day(1))
    assert report.findings == 1
    assert (only(record).last_seen, only(record).missing_since) == (day(1), None)


def test_a_page_whose_finding_is_missing_is_read_again(record: Record) -> None:
    sweep_page(record, findings=(make_finding(PAGE),))
    begin(record, SOURCE, at=day(1)).finish(make_report(SOURCE, at=day(1)), now=day(1))
    assert only(record).missing_since is not None
    assert recalled(record, number=2) is None


def test_a_sites_word_is_believed_for_a_month(record: Record) -> None:
    sweep_page(record)
    assert recalled(record, number=29) == Recalled(validators=TAG)
    assert recalled(record, number=31) == Recalled(validators=Validators())


@pytest.mark.parametrize(
    ("changed_at", "number", "skip"),
    [
        (day(-1), 1, True),
        (NOW, 6, True),
        (NOW, 8, False),
        (NOW + timedelta(seconds=1), 1, False),
        (None, 1, False),
    ],
    ids=["before", "a week", "more than a week", "after", "unknown"],
)
def test_a_page_is_left_out_when_it_changed_before_the_last_look(
    record: Record, changed_at: Any, number: int, skip: bool
) -> None:
    sweep_page(record)
    found = recalled(record, number=number, told=Told(changed_at=changed_at))
    assert found is not None
    assert found.skip is skip


def test_a_page_with_a_finding_is_never_left_out(record: Record) -> None:
    sweep_page(record, findings=(make_finding(PAGE),))
    found = recalled(record, told=Told(changed_at=day(-9)))
    assert found == Recalled(validators=TAG, skip=False)


def test_what_led_to_a_page_has_to_say_the_same(record: Record) -> None:
    sweep_page(record, told=Told(said="entry-1"))
    assert recalled(record, told=Told(said="entry-1")) == Recalled(validators=TAG)
    assert recalled(record, told=Told(said="entry-2")) is None


def rows(state_dir: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(state_dir / "leakwatch.db")) as connection:
        return connection.execute(query).fetchall()


def test_of_personal_data_only_keyed_hashes_are_stored(record: Record, state_dir: Path) -> None:
    public, personal = make_public_source("same"), make_source("same")
    page = replace(make_sighting(personal), fields={"name": "東雲朔太郎"})
    sweep_page(record, public, replace(page, personal_data=False))
    columns = "SELECT key, sighting, content FROM page"
    plain = rows(state_dir, columns)
    sweep_page(record, personal, page, number=1)
    stored = rows(state_dir, columns)
    assert len(stored) == 1, "hashes of the other sort are forgotten"
    assert not set(stored[0]) & set(plain[0])


def test_pages_not_seen_for_long_are_forgotten(record: Record, state_dir: Path) -> None:
    sweep_page(record)
    sweep_page(record, page=make_sighting(SOURCE, "18"), number=100)
    assert rows(state_dir, "SELECT count(*) FROM page") == [(1,)]


def test_what_is_known_of_a_source_that_is_gone_is_deleted(record: Record, state_dir: Path) -> None:
    sweep_page(record)
    record.sweeps.forget(but=["another"])
    assert rows(state_dir, "SELECT count(*) FROM page") == [(0,)]


@pytest.mark.parametrize(
    ("changes", "moved"),
    [({}, True), ({"outcome": Outcome.PARTIAL}, False), ({"reasons": ("page_limit",)}, False)],
    ids=["clean", "partial", "page limit"],
)
def test_the_cursor_moves_with_a_clean_sweep_alone(
    record: Record, changes: dict[str, Any], moved: bool
) -> None:
    writer = begin(record, SOURCE)
    watchlist, rules = writer.plan.watchlist, writer.plan.rules_digest
    writer.finish(make_report(SOURCE, **changes), now=NOW, reached=day(-1))
    reached = record.sweeps.reached(SOURCE, watchlist=watchlist, rules_digest=rules)
    assert reached == (day(-1) if moved else None)
    assert record.sweeps.reached(SOURCE, watchlist=watchlist, rules_digest="rules-2") is None
