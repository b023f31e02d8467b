"""Retention by the clock, and what somebody asks for about himself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from leakwatch.app.duties_keeping import duties
from leakwatch.app.retaining import (
    correct_person,
    deletions_for,
    forget_person,
    holds_for,
    retain_due,
    terms_of,
)
from leakwatch.app.watch import Watch
from leakwatch.config import ConfigMistakes
from leakwatch.errors import UsageError
from leakwatch.models import Cause, RetentionRun, Reviewer, Role, Status
from tests.logged import (
    NOW,
    day,
    give_verdict,
    make_finding,
    make_person,
    make_public_source,
    make_sighting,
    sweep,
)
from tests.watching import watching

BLOG = make_public_source()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with watching(tmp_path) as opened:
        opened.record.people.replace([make_person()], actor="R01", now=NOW)
        sweep(opened.record, BLOG, make_finding(make_sighting(BLOG), subject="company"))
        give_verdict(opened.record, Status.DISMISSED)
        yield opened


def due(watch: Watch, at: datetime) -> RetentionRun | None:
    return asyncio.run(retain_due(watch, now=at))


def test_retention_runs_once_a_day(watch: Watch) -> None:
    first = due(watch, day(200))
    assert first is not None
    assert first.deleted == {"dismissed": 1}
    assert due(watch, day(200)) is None
    assert due(watch, day(201)) is not None


def test_a_clock_that_ran_months_ahead_does_not_stop_retention_until_then(watch: Watch) -> None:
    assert due(watch, day(400)) is not None
    assert due(watch, day(201)) is not None
    assert due(watch, day(201)) is None


def test_the_day_is_the_companys(watch: Watch) -> None:
    assert due(watch, datetime(2026, 5, 1, 14, 59, tzinfo=UTC)) is not None
    assert due(watch, datetime(2026, 5, 1, 15, 1, tzinfo=UTC)) is not None, "it is 2 May in Tokyo"


def test_without_the_key_nothing_is_deleted_and_the_day_is_not_used_up(tmp_path: Path) -> None:
    with watching(tmp_path) as opened:
        sweep(opened.record, BLOG, make_finding(make_sighting(BLOG), subject="company"))
        give_verdict(opened.record, Status.DISMISSED)
    key = (tmp_path / "var" / "key").read_bytes()
    (tmp_path / "var" / "key").unlink()
    with watching(tmp_path) as closed:
        assert due(closed, day(200)) is None
    (tmp_path / "var" / "key").write_bytes(key)
    with watching(tmp_path) as opened:
        assert due(opened, day(200)) is not None


def test_holds_whose_time_is_over_end_before_anything_is_deleted(watch: Watch) -> None:
    keeping = watch.record.keeping
    keeping.hold("F-1001", until=day(190).date(), reason="係争", actor="R01", now=day(185))
    keeping.approve(1, actor="R02", second=lambda _: None, now=day(185))
    held = due(watch, day(189))
    assert held is not None
    assert (held.deleted, held.held) == ({}, {"dismissed": 1})
    free = due(watch, day(192))
    assert free is not None
    assert free.deleted == {"dismissed": 1}


def test_nobody_is_shown_a_hold_or_deletion_that_is_about_himself(watch: Watch) -> None:
    sweep(
        watch.record,
        BLOG,
        make_finding(make_sighting(BLOG, "18"), subject="person:E012"),
        make_finding(make_sighting(BLOG, "19"), subject="person:E099"),
    )
    keeping = watch.record.keeping
    for about in ("F-1001", "F-1002", "person:E012", "person:E099"):
        keeping.hold(about, until=day(300).date(), reason="係争", actor="R01", now=day(1))
    own = Reviewer(id="saku", role=Role.LEAD, roster_id="E012")
    other = Reviewer(id="hanako", role=Role.AUDITOR)
    shown, hidden = holds_for(watch, own)
    assert ([one.about for one in shown], hidden) == (["F-1001", "person:E099"], 2)
    assert len(holds_for(watch, other)[0]) == 4
    watch.record.people.replace([make_person(), make_person("E099")], actor="R01", now=NOW)
    for number in (2, 3):
        keeping.release(number, reason="終了", actor="R01", now=day(2))
    watch.record.people.delete("E012", actor="R01", reason="請求", now=day(2))
    shown_deletions, hidden = deletions_for(watch, own, since=None)
    assert (shown_deletions, hidden) == ((), 1)
    assert len(deletions_for(watch, other, since=None)[0]) == 1


def test_duties_name_holds_that_wait_or_end(watch: Watch) -> None:
    keeping = watch.record.keeping
    keeping.hold("F-1001", until=date(2026, 12, 31), reason="係争", actor="R01", now=NOW)
    (waiting,) = duties(watch, today=NOW.date())
    assert (waiting.what, waiting.label, waiting.due, waiting.owner) == (
        "hold.approve",
        "H-1",
        date(2026, 4, 4),
        "",
    )
    keeping.approve(1, actor="R02", second=lambda _: None, now=NOW)
    (ending,) = duties(watch, today=NOW.date())
    assert (ending.what, ending.due, ending.owner) == ("hold.ending", date(2026, 12, 31), "R01")


def test_a_lapsed_charter_keeps_the_days_of_the_last_one(tmp_path: Path) -> None:
    with watching(tmp_path) as valid:
        days = terms_of(valid).people
        assert days is not None
    with watching(tmp_path, now=datetime(2099, 1, 1, tzinfo=UTC)) as lapsed:
        assert not lapsed.settings.charter.valid
        assert terms_of(lapsed).people == days


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        (["surname=西雲"], "西雲"),
        (["given_kana=サクジロウ", "email=s@sorei-ceramics.example"], "s@sorei-ceramics.example"),
        (["romaji=Nishigumo Sakutaro;Sakutaro Nishigumo"], "Nishigumo Sakutaro"),
        (["left=2026-03-31"], "2026, 3, 31"),
    ],
)
def test_an_entry_of_the_roster_is_corrected_by_column(
    watch: Watch, changes: list[str], shown: str
) -> None:
    changed = correct_person(watch, "E012", changes, actor="R01", reason="誤記", now=NOW)
    assert changed == tuple(sorted(changed, key=list(changed).index))
    assert {one.partition("=")[0] for one in changes} == set(changed)
    assert shown in repr(watch.record.people.load())


@pytest.mark.parametrize(
    "change", ["surname", "", "=", "id=E013", "surnme=西雲", "may_leave=1", "name=西雲"]
)
def test_what_is_no_column_is_refused(watch: Watch, change: str) -> None:
    with pytest.raises(UsageError, match="COLUMN=VALUE"):
        correct_person(watch, "E012", [change], actor="R01", reason="誤記", now=NOW)


@pytest.mark.parametrize(
    "change", ["surname=", "surname_kana=abc", "email=nobody", "left=2026-02-30", "years=many"]
)
def test_a_value_that_may_not_stand_there_is_refused(watch: Watch, change: str) -> None:
    with pytest.raises(ConfigMistakes):
        correct_person(watch, "E012", [change], actor="R01", reason="誤記", now=NOW)
    assert watch.record.people.load() == (make_person(),)


def test_who_is_forgotten_is_in_no_recording(watch: Watch) -> None:
    watch.record.recordings.store("platform", b"x", sealed=True, now=NOW)
    gone = forget_person(
        watch,
        "E012",
        actor="R01",
        reason="本人の請求",
        cause=Cause.REQUEST,
        buried=True,
        now=NOW,
    )
    assert (gone["roster"], gone["recordings"]) == (1, 1)
