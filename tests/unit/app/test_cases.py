"""Cases over a real record: opened, led by two people, followed by what sweeps see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.case_following import follow_cases
from leakwatch.app.case_views import view_case, visible
from leakwatch.app.cases import Given, assign_case, attach_file, move_case, open_case
from leakwatch.app.duties_cases import duties
from leakwatch.app.watch import Watch
from leakwatch.casework.cases import act_named
from leakwatch.errors import PermissionDenied, UsageError, VerdictError
from leakwatch.models import (
    AnswerFile,
    Basis,
    Case,
    CaseState,
    Finding,
    Kind,
    LetterKind,
    LetterText,
    Reason,
    Reviewer,
    Status,
)
from tests.logged import (
    NOW,
    after_baseline,
    day,
    make_finding,
    make_hit,
    make_sighting,
    make_source,
    sweep,
)
from tests.watching import watching

REVIEWERS = """\
reviewers:
  - {id: hanako, role: lead, os_user: hanako, deputy: jiro}
  - {id: jiro, role: reviewer, os_user: jiro}
  - {id: legal, role: legal, os_user: legal}
  - {id: aki, role: auditor}
  - {id: saku, role: reviewer, roster_id: E012, deputy: jiro}
  - {id: gone, role: reviewer, until: 2026-03-31}
"""
SOURCE = """\
kind: directory
start: https://platform.example/experts
shows: profile
listing:
  links: a.expert::attr(href)
fields:
  name: h1.name
"""
ASKED = """\
kind: manual
shows: profile
manual:
  reason: Its terms forbid programs
  contact: desk@platform.example
"""
PLATFORM = make_source()
PAGE = make_sighting(PLATFORM)
ANSWER = AnswerFile(content=b"deregistered", name="answer.txt", media_type="text/plain")


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    files = {"reviewers.yaml": REVIEWERS, "sources/platform.yaml": SOURCE}
    with watching(tmp_path, files) as opened:
        yield opened


def person(**changes: object) -> Finding:
    hit = make_hit()
    reasons = tuple(
        Reason(rule=rule, weight=1.0, hit=hit) for rule in ("person_named", "company_named")
    )
    given = {"subject": "person:E012", "reasons": reasons, **changes}
    return make_finding(PAGE, **given)


def reviewer(watch: Watch, name: str) -> Reviewer:
    return next(one for one in watch.settings.reviewers if one.id == name)


def lead(
    watch: Watch, act: str, by: str, *, at: datetime = NOW, number: int = 1, **said: object
) -> Case:
    given = Given(**{"reason": "調べた", **said})  # type: ignore[arg-type]
    actor = reviewer(watch, by)
    return move_case(watch, number, act_named(act), actor=actor, now=at, given=given)


def opened(watch: Watch, finding: Finding | None = None) -> Case:
    after_baseline(watch.record, finding or person())
    watch.record.findings.set_status(
        1001, Status.CONFIRMED, "confirm", actor="jiro", reason="本人", until=None, now=NOW
    )
    return open_case(
        watch, [1001], actor=reviewer(watch, "jiro"), now=NOW, reason="登録が見つかった"
    )


def send(watch: Watch, kind: LetterKind, *, at: datetime = NOW) -> None:
    text = LetterText(subject="件名", recipient="desk@platform.example", body="本文")
    made = watch.record.letters.draft(kind, "ja", about="C-1", text=text, author="jiro", now=at)
    may = {"check": lambda _letter, _text: None, "now": at}
    watch.record.letters.approve(made.number, actor="hanako", **may)  # type: ignore[arg-type]
    watch.record.letters.mark_sent(made.number, by_hand=True, actor="jiro", **may)  # type: ignore[arg-type]


def waiting(watch: Watch) -> None:
    opened(watch)
    lead(watch, "approve", "hanako")
    lead(watch, "review", "jiro")
    lead(watch, "plan", "legal")
    lead(watch, "ask_platform", "jiro")
    send(watch, LetterKind.DEREGISTRATION_RELAY)
    lead(watch, "wait", "jiro")


def vanish(watch: Watch, *, at: int) -> None:
    for number in (at, at + 1):
        sweep(watch.record, PLATFORM, at=day(number))


def closed(watch: Watch) -> None:
    waiting(watch)
    vanish(watch, at=1)
    assert follow_cases(watch, now=day(2)) == 1
    lead(watch, "verify", "jiro", at=day(2), basis=Basis.SWEEP)
    lead(watch, "close", "jiro", at=day(2))


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


def test_waiting_is_due_after_ten_business_days(watch: Watch) -> None:
    waiting(watch)
    # from Wednesday, April 1st; no holiday lies between
    assert watch.record.cases.get(1).due == date(2026, 4, 15)


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
    files = {"reviewers.yaml": REVIEWERS, "sources/platform.yaml": ASKED}
    with watching(tmp_path, files) as watch:
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
        again = lead(watch, "recheck", "jiro", at=later, basis=Basis.PLATFORM, file=ANSWER)
        assert (again.attachment, len(again.rechecks)) == (2, 1)


def test_an_act_that_is_refused_keeps_no_file(watch: Watch) -> None:
    waiting(watch)
    lead(watch, "report_gone", "jiro", at=day(3))
    with pytest.raises(UsageError, match="can be swept"):
        lead(watch, "verify", "jiro", at=day(3), basis=Basis.PLATFORM, file=ANSWER)
    assert watch.record.attachments.of("C-1") == ()


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


def test_nobody_follows_or_sees_a_case_about_himself(watch: Watch) -> None:
    opened(watch)
    saku = reviewer(watch, "saku")
    assert visible(watch, actor=saku, open_only=False) == ()
    for refused in (
        lambda: view_case(watch, 1, actor=saku, now=NOW),
        lambda: lead(watch, "approve", "saku"),
        lambda: assign_case(watch, 1, "saku", actor=reviewer(watch, "jiro"), now=NOW),
        lambda: attach_file(watch, 1, ANSWER, actor=saku, now=NOW),
    ):
        with pytest.raises(PermissionDenied, match="himself"):
            refused()


@pytest.mark.parametrize("owner", ["nobody", "gone", "aki"], ids=["unknown", "past", "auditor"])
def test_a_case_is_owned_by_somebody_who_may_follow_it_today(watch: Watch, owner: str) -> None:
    opened(watch)
    with pytest.raises((UsageError, PermissionDenied)):
        assign_case(watch, 1, owner, actor=reviewer(watch, "jiro"), now=NOW)
    assert assign_case(watch, 1, "legal", actor=reviewer(watch, "jiro"), now=NOW).owner == "legal"


def test_a_finding_that_was_judged_to_be_nothing_is_no_case(watch: Watch) -> None:
    after_baseline(watch.record, person())
    watch.record.findings.set_status(
        1001, Status.DISMISSED, "namesake", actor="jiro", reason="別人", until=None, now=NOW
    )
    with pytest.raises(VerdictError, match="dismissed"):
        open_case(watch, [1001], actor=reviewer(watch, "jiro"), now=NOW)


def test_a_finding_is_in_one_case_only(watch: Watch) -> None:
    opened(watch)
    with pytest.raises(UsageError, match="F-1001 is in C-1 already"):
        open_case(watch, [1001], actor=reviewer(watch, "jiro"), now=NOW)


def test_a_case_shows_what_may_follow_and_what_that_lacks(watch: Watch) -> None:
    opened(watch)
    view = view_case(watch, 1, actor=reviewer(watch, "jiro"), now=NOW)
    lacks = {act.name: [lack.need.value for lack in lacking] for act, lacking in view.possible}
    assert lacks == {"approve": ["second"], "review": ["approved"], "postpone": ["reason", "due"]}
    other = view_case(watch, 1, actor=reviewer(watch, "hanako"), now=NOW)
    assert ("approve", ()) in [(act.name, lacking) for act, lacking in other.possible]


def test_a_note_is_sealed_and_shown_with_a_reason_only(watch: Watch) -> None:
    opened(watch)
    stored = (watch.settings.state_dir / "leakwatch.db").read_bytes()
    assert "登録が見つかった".encode() not in stored
    view = view_case(watch, 1, actor=reviewer(watch, "jiro"), now=NOW)
    assert view.notes == {}
    shown = view_case(watch, 1, actor=reviewer(watch, "jiro"), now=NOW, reveal="引き継ぎ")
    assert list(shown.notes.values()) == ["登録が見つかった"]


def test_each_state_asks_something_of_its_owner(watch: Watch) -> None:
    opened(watch)
    asked = [(one.what, one.due, one.owner) for one in duties(watch, today=NOW.date())]
    assert asked == [
        ("case.approve", date(2026, 4, 3), ""),
        ("case.open", date(2026, 4, 8), "jiro"),
    ]
    lead(watch, "approve", "hanako")
    lead(watch, "postpone", "jiro", due=NOW.date() + timedelta(days=30))
    assert [(one.what, one.due) for one in duties(watch, today=NOW.date())] == [
        ("case.open", date(2026, 5, 1))
    ]


def test_a_leak_is_no_case_that_can_be_kept(watch: Watch) -> None:
    leak = replace(person(kind=Kind.LEAK), subject="term:T08")
    opened(watch, leak)
    lead(watch, "review", "jiro")
    with pytest.raises(UsageError, match="no approval settles"):
        lead(watch, "keep", "hanako")
