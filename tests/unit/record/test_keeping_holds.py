from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, text

from leakwatch.casework.second import require_second
from leakwatch.errors import PermissionDenied, UsageError
from leakwatch.models import Hold, HoldState, Reviewer, Role
from leakwatch.record import Record
from leakwatch.record.rows import AuditRow
from tests.logged import NOW, day, make_finding, make_person, make_sighting, make_source, sweep

SOURCE = make_source()
UNTIL = date(2026, 12, 31)
HANAKO = Reviewer(id="hanako", role=Role.LEAD, email="h@example.com", os_user="hanako")
#: The same person under another name, as a Slack entry may be.
HANAKO_IN_SLACK = Reviewer(id="hana", role=Role.LEGAL, email="H@example.com", slack="U1")
TARO = Reviewer(id="taro", role=Role.LEGAL, email="t@example.com", os_user="taro")
REVIEWERS = (HANAKO, HANAKO_IN_SLACK, TARO)


def seconded(actor: Reviewer) -> Callable[[str], None]:
    return lambda first: require_second(actor, first, REVIEWERS)


def found(record: Record) -> None:
    record.people.replace([make_person()], actor="R01", now=NOW)
    sweep(record, SOURCE, make_finding(make_sighting(SOURCE), subject="person:E012"))


def ask(record: Record, about: str = "F-1001", until: date = UNTIL) -> Hold:
    return record.keeping.hold(about, until=until, reason="係争中", actor="hanako", now=NOW)


def approve(record: Record, number: int = 1, actor: Reviewer = TARO) -> Hold:
    return record.keeping.approve(number, actor=actor.id, second=seconded(actor), now=NOW)


@pytest.mark.parametrize("about", ["F-1001", "f-1001", "person:E012"])
def test_who_is_under_hold_is_not_deleted_and_the_reason_is_said(
    record: Record, about: str
) -> None:
    found(record)
    ask(record, about)
    with pytest.raises(UsageError, match="H-1") as refused:
        record.people.delete("E012", actor="taro", reason="本人の請求", now=day(1))
    assert refused.value.values["until"] == "2026-12-31"
    assert record.findings.get(1001, reveal=True).excerpts
    assert record.people.load()
    approve(record)
    with pytest.raises(UsageError, match="H-1"):
        record.people.delete("E012", actor="taro", reason="本人の請求", now=day(1))


def test_who_is_under_hold_is_not_left_out_of_the_next_roster(record: Record) -> None:
    found(record)
    ask(record, "person:E012")
    with pytest.raises(UsageError, match="H-1"):
        record.people.replace([make_person("E013")], actor="taro", now=day(1))
    assert [one.id for one in record.people.load()] == ["E012"]
    record.people.replace([make_person(given="朔"), make_person("E013")], actor="taro", now=day(1))


@pytest.mark.parametrize("actor", [HANAKO, HANAKO_IN_SLACK], ids=["same entry", "other account"])
def test_nobody_approves_his_own_hold_or_its_release(record: Record, actor: Reviewer) -> None:
    found(record)
    ask(record)
    with pytest.raises(PermissionDenied):
        approve(record, actor=actor)
    assert record.keeping.holds()[0].state is HoldState.ASKED
    approve(record)
    record.keeping.release(1, reason="解決", actor="hanako", now=NOW)
    with pytest.raises(PermissionDenied):
        approve(record, actor=actor)
    assert record.keeping.holds()[0].state is HoldState.RELEASING
    with pytest.raises(UsageError):
        record.people.delete("E012", actor="taro", reason="請求", now=day(1))


def test_a_released_hold_stops_nothing(record: Record) -> None:
    found(record)
    ask(record)
    approve(record)
    record.keeping.release(1, reason="解決", actor="hanako", now=NOW)
    assert approve(record).state is HoldState.RELEASED
    record.people.delete("E012", actor="taro", reason="請求", now=day(1))
    assert record.people.load() == ()
    assert [row.act for row in _audit(record) if row.act.startswith("hold.")] == [
        "hold.ask",
        "hold.approve",
        "hold.release.ask",
        "hold.release",
    ]


def test_a_hold_that_nobody_approved_lapses_after_a_week(record: Record) -> None:
    found(record)
    ask(record)
    assert record.keeping.expire(today=day(7).date(), now=day(7)) == ()
    (ended,) = record.keeping.expire(today=day(8).date(), now=day(8))
    assert ended.state is HoldState.LAPSED
    assert record.keeping.held() == frozenset()


def test_asking_for_its_release_is_no_second_yes_to_a_hold(record: Record) -> None:
    found(record)
    ask(record)
    record.keeping.release(1, reason="?", actor=HANAKO_IN_SLACK.id, now=NOW)
    assert record.keeping.expire(today=day(7).date(), now=day(7)) == ()
    (ended,) = record.keeping.expire(today=day(8).date(), now=day(8))
    assert ended.state is HoldState.LAPSED


def test_a_hold_concerns_everybody_it_covers(record: Record) -> None:
    record.people.replace([make_person(), make_person(id="E013")], actor="R01", now=NOW)
    sweep(
        record,
        SOURCE,
        make_finding(make_sighting(SOURCE), subject="person:E012"),
        make_finding(make_sighting(SOURCE, "18"), subject="person:E013"),
    )
    for number, subject in ((1001, "person:E012"), (1002, "person:E013")):
        record.cases.open(
            [number],
            source=SOURCE.name,
            subject=subject,
            owner="R01",
            actor="R01",
            campaign="K-1/x",
            now=NOW,
        )
    record.campaigns.start(
        "照会", NOW.date(), UNTIL, "規程", ["x"], owner="R01", actor="R01", now=NOW
    )
    ask(record, "K-1")
    assert {"C-1", "C-2", "F-1001", "F-1002"} <= record.keeping.held()
    assert record.keeping.subjects_of("K-1") == ("person:E012", "person:E013")


def test_a_hold_ends_after_its_last_day(record: Record) -> None:
    found(record)
    ask(record, until=day(30).date())
    approve(record)
    assert record.keeping.expire(today=day(30).date(), now=day(30)) == ()
    (ended,) = record.keeping.expire(today=day(31).date(), now=day(31))
    assert ended.state is HoldState.EXPIRED


def test_whoever_asked_takes_back_what_nobody_approved(record: Record) -> None:
    found(record)
    ask(record)
    taken = record.keeping.release(1, reason="誤り", actor="hanako", now=NOW)
    assert (taken.state, record.keeping.held()) == (HoldState.RELEASED, frozenset())


@pytest.mark.parametrize("about", ["F-9", "C-3", "K-1", "person:E099", "E012", "x", "F-", "F-1.5"])
def test_what_is_not_there_cannot_be_held(record: Record, about: str) -> None:
    found(record)
    with pytest.raises(UsageError, match="C-3"):
        ask(record, about)


def test_a_hold_needs_a_day_to_come_and_is_there_once(record: Record) -> None:
    found(record)
    with pytest.raises(UsageError, match="2026-03-31"):
        ask(record, until=date(2026, 3, 31))
    ask(record)
    with pytest.raises(UsageError, match="H-1"):
        ask(record)
    with pytest.raises(UsageError, match="H-7"):
        approve(record, 7)
    approve(record)
    with pytest.raises(UsageError, match="active"):
        approve(record)


def _audit(record: Record) -> list[AuditRow]:
    with record._database.reading() as session:
        return list(session.scalars(select(AuditRow).order_by(text("id"))))
