"""Cases follow what real sweeps see: gone, still gone, back again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from leakwatch.app.case_following import follow_cases
from leakwatch.app.cases import open_case
from leakwatch.app.duties_cases import duties
from leakwatch.app.watch import Watch
from leakwatch.errors import PermissionDenied, UsageError
from leakwatch.models import Basis, CaseState, Status
from tests.case_desk import (
    ANSWER,
    ASKED,
    PLATFORM,
    at_desk,
    closed,
    lead,
    opened,
    person,
    reviewer,
    vanish,
    waiting,
)
from tests.logged import NOW, day, make_hit, make_sighting, sweep


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with at_desk(tmp_path) as opened:
        yield opened


def test_a_case_is_led_from_open_to_closed_by_two_people(watch: Watch) -> None:
    closed(watch)
    case = watch.record.cases.get(1)
    assert (case.state, case.basis, case.approved_by) == (CaseState.CLOSED, Basis.SWEEP, "hanako")
    assert case.rechecks == (date(2026, 7, 2), date(2026, 9, 30))
    assert watch.record.findings.get(1001).status is Status.CLOSED
    assert [event.act for event in watch.record.cases.events(1)] == [
        *("open", "approve", "review", "plan", "ask_platform", "wait"),
        *("seen_gone", "verify", "close"),
    ]
    assert watch.record.cases.events(1)[5].letter == 1
    assert watch.record.verify() == ()


def test_what_comes_back_is_the_same_case_with_its_history(watch: Watch) -> None:
    closed(watch)
    sweep(watch.record, PLATFORM, person(), at=day(90))
    assert follow_cases(watch, now=day(90)) == 1
    case = watch.record.cases.get(1)
    assert (case.state, case.openings, case.approved_by) == (CaseState.OPEN, 2, None)
    assert watch.record.findings.get(1001).status is Status.NEW
    assert watch.record.cases.events(1)[-1].act == "came_back"
    assert follow_cases(watch, now=day(91)) == 0
    with pytest.raises(UsageError, match="somebody else approves"):
        lead(watch, "review", "jiro", at=day(90))
    assert lead(watch, "approve", "legal", at=day(90)).approved_by == "legal"


def test_what_stays_away_is_asked_after_again_by_a_sweep_of_its_day(watch: Watch) -> None:
    closed(watch)
    sweep(watch.record, PLATFORM, at=day(50))
    assert follow_cases(watch, now=day(95)) == 0  # it is due, but nobody has looked since
    assert [one.what for one in duties(watch, today=date(2026, 7, 5))] == ["case.recheck"]
    sweep(watch.record, PLATFORM, at=day(95))
    assert follow_cases(watch, now=day(95)) == 1
    assert watch.record.cases.get(1).rechecks == (date(2026, 9, 30),)
    assert follow_cases(watch, now=day(96)) == 0


def test_where_no_program_reads_a_written_answer_is_the_basis(tmp_path: Path) -> None:
    with at_desk(tmp_path, ASKED) as watch:
        waiting(watch)
        lead(watch, "report_gone", "jiro", at=day(3))
        with pytest.raises(UsageError, match="--attach"):
            lead(watch, "verify", "jiro", at=day(3), basis=Basis.PLATFORM)
        case = lead(watch, "verify", "jiro", at=day(3), basis=Basis.PLATFORM, file=ANSWER)
        assert (case.basis, case.attachment) == (Basis.PLATFORM, 1)
        assert watch.record.attachments.open(1).content == ANSWER.content
        later = datetime(2026, 7, 10, tzinfo=NOW.tzinfo)
        with pytest.raises(UsageError, match="--attach"):
            lead(watch, "recheck", "jiro", at=later, basis=Basis.PLATFORM)
        with pytest.raises(UsageError, match="kept before"):
            lead(watch, "recheck", "jiro", at=later, basis=Basis.PLATFORM, file=ANSWER)
        said_now = replace(ANSWER, content="今も登録はありません".encode())
        again = lead(watch, "recheck", "jiro", at=later, basis=Basis.PLATFORM, file=said_now)
        assert (again.attachment, len(again.rechecks)) == (2, 1)


def test_what_is_only_said_to_be_gone_does_not_come_back_by_being_shown_once_more(
    watch: Watch,
) -> None:
    waiting(watch)
    lead(watch, "report_gone", "jiro", at=day(1))
    sweep(watch.record, PLATFORM, person(), at=day(2))
    assert follow_cases(watch, now=day(2)) == 0
    with pytest.raises(UsageError, match="do not prove"):
        lead(watch, "verify", "jiro", at=day(2), basis=Basis.SWEEP)


def test_what_is_gone_before_anybody_approved_the_case_waits_for_that(watch: Watch) -> None:
    opened(watch)
    vanish(watch, at=1)
    assert follow_cases(watch, now=day(2)) == 0
    lead(watch, "approve", "hanako", at=day(2))
    assert follow_cases(watch, now=day(2)) == 1
    assert watch.record.cases.get(1).state is CaseState.REPORTED_GONE


def test_what_was_kept_is_approved_and_comes_back_with_something_new(watch: Watch) -> None:
    waiting(watch)
    with pytest.raises(PermissionDenied):
        lead(watch, "keep", "jiro")
    lead(watch, "keep", "hanako")
    lead(watch, "close", "jiro")
    assert watch.record.findings.get(1001).status is Status.APPROVED
    vanish(watch, at=1)
    sweep(watch.record, PLATFORM, person(), at=day(5))
    assert follow_cases(watch, now=day(5)) == 0
    assert watch.record.findings.get(1001).status is Status.APPROVED
    more = (make_hit(), make_hit("紅蓮計画", entry="T08"))
    sweep(watch.record, PLATFORM, person(hits=more), at=day(6))
    assert follow_cases(watch, now=day(6)) == 1
    assert watch.record.cases.get(1).state is CaseState.OPEN


def test_a_closed_case_is_opened_again_for_the_same_person_there(watch: Watch) -> None:
    closed(watch)
    again = make_sighting(PLATFORM, "18")
    sweep(watch.record, PLATFORM, replace(person(), sighting=again), at=day(10))
    case = open_case(watch, [1002], actor=reviewer(watch, "hanako"), now=day(10), reason="別の登録")
    assert (case.number, case.findings, case.owner) == (1, (1001, 1002), "hanako")
    assert (case.state, case.openings) == (CaseState.OPEN, 2)
