"""The table of what may be done with a case: each need, and what is said where it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from leakwatch.casework.cases import CASE_ACTS, CASE_TRANSITIONS
from leakwatch.errors import PermissionDenied, UsageError, VerdictError
from leakwatch.models import (
    Absence,
    Answer,
    Basis,
    CaseFacts,
    CaseFinding,
    CaseState,
    Kind,
    LetterKind,
    Reviewer,
    Status,
)
from tests.case_files import (
    AUDITOR,
    HANAKO,
    HANAKO_IN_SLACK,
    NOW,
    TARO,
    TODAY,
    TWO,
    after,
    around,
    facts,
    gone,
    letter,
    make_case,
)


def test_every_state_is_reached() -> None:
    reached = {CaseState.OPEN}
    while True:
        more = {
            act.state or state for state in reached for act in CASE_ACTS if state in act.after
        } - reached
        if not more:
            break
        reached |= more
    assert reached == set(CaseState)


@pytest.mark.parametrize("state", [one for one in CaseState if one is not CaseState.CLOSED])
def test_from_every_state_a_person_can_lead_a_case_to_its_end(state: CaseState) -> None:
    reached = {state}
    for _ in CaseState:
        reached |= {
            act.state or one
            for one in reached
            for act in CASE_ACTS
            if one in act.after and not act.ours
        }
    assert CaseState.CLOSED in reached


@pytest.mark.parametrize("state", [CaseState.REFUSED, CaseState.NO_REPLY])
def test_nothing_ends_in_a_refusal_or_in_silence(state: CaseState) -> None:
    possible = {act.name for act in CASE_TRANSITIONS[state]}
    assert possible >= {"request_block", "notify_staff"}
    assert not {"close", "drop"} & possible


def test_a_case_on_a_person_needs_a_second_actor_before_anything_is_done() -> None:
    with pytest.raises(UsageError, match="somebody else approves"):
        after("review", make_case(), facts(), around())
    approved = after("approve", make_case(), facts(), around(TARO))
    assert approved.approved_by == "taro"
    assert after("review", approved, facts(), around()).state is CaseState.LEGAL_REVIEW


@pytest.mark.parametrize("actor", [HANAKO, HANAKO_IN_SLACK], ids=["same entry", "second entry"])
def test_nobody_is_his_own_second_actor(actor: Reviewer) -> None:
    with pytest.raises(PermissionDenied, match="somebody else"):
        after("approve", make_case(), facts(), around(actor))


def test_one_attribute_is_not_enough_for_a_case_on_a_person() -> None:
    name = CaseFinding(
        number=1001, kind=Kind.REGISTRATION, status=Status.CONFIRMED, reasons=TWO[:1]
    )
    with pytest.raises(UsageError, match="two independent attributes"):
        after("approve", make_case(), CaseFacts(findings=(name,)), around())


def test_an_auditor_watches_and_does_not_act() -> None:
    with pytest.raises(PermissionDenied, match="roles"):
        after("ask_platform", make_case(state=CaseState.PLANNED), facts(), around(AUDITOR))


def test_a_case_waits_only_once_an_approved_letter_has_left() -> None:
    case = make_case(state=CaseState.INQUIRY, approved_by="taro")
    with pytest.raises(UsageError, match="no approved letter"):
        after("wait", case, facts(), around())
    own = letter(LetterKind.DEREGISTRATION_RELAY, approver="hana")  # the author's other entry
    with pytest.raises(UsageError, match="no approved letter"):
        after("wait", case, facts(own), around())
    waiting = after("wait", case, facts(letter(LetterKind.DEREGISTRATION_RELAY)), around())
    assert (waiting.state, waiting.letters, waiting.tried) == (
        CaseState.WAITING,
        (1,),
        ("inquiry",),
    )
    assert waiting.due == date(2026, 12, 10)  # ten business days
    with pytest.raises(UsageError, match="no approved letter"):
        after("remind", waiting, facts(letter(LetterKind.REMINDER, number=1)), around())


def test_silence_is_none_before_its_day() -> None:
    case = make_case(state=CaseState.WAITING, due=TODAY)
    with pytest.raises(UsageError, match="may still come"):
        after("no_reply", case, facts(), around())
    late = replace(case, due=TODAY - timedelta(days=1))
    assert after("no_reply", late, facts(), around()).state is CaseState.NO_REPLY


def test_all_staff_is_told_once_the_platform_and_the_person_were_asked() -> None:
    case = make_case(state=CaseState.REFUSED, tried=("inquiry",))
    with pytest.raises(UsageError, match="block_request, hr_contact"):
        after("notify_staff", case, facts(), around())
    unknown = replace(case, subject="unknown", tried=("block_request",))
    assert after("notify_staff", unknown, facts(), around()).state is CaseState.NOTICE
    with pytest.raises(UsageError, match="not known"):
        after("ask_person", unknown, facts(), around())


def test_a_risk_is_accepted_with_a_name_and_a_day_by_a_second_actor() -> None:
    case = make_case(state=CaseState.NOTICE)
    told = facts(letter(LetterKind.GUIDELINE))
    with pytest.raises(UsageError, match="--risk-owner"):
        after("accept_risk", case, told, around(due=date(2027, 3, 1)))
    with pytest.raises(UsageError, match="day to come"):
        after("accept_risk", case, told, around(risk_owner="jiro"))
    day = date(2027, 3, 1)
    with pytest.raises(PermissionDenied):
        after("accept_risk", case, told, around(HANAKO, risk_owner="jiro", due=day))
    borne = after("accept_risk", case, told, around(risk_owner="jiro", due=day))
    assert (borne.risk_owner, borne.due) == ("jiro", date(2027, 3, 1))


@pytest.mark.parametrize(
    "absence",
    [None, gone(1), gone(2, Answer.THERE)],
    ids=["seen", "one sweep", "its page is there"],
)
def test_gone_is_verified_by_two_sweeps_and_a_look(absence: Absence | None) -> None:
    case = make_case(state=CaseState.REPORTED_GONE)
    with pytest.raises(UsageError, match="do not prove"):
        after("verify", case, facts(absence=absence), around(basis=Basis.SWEEP))
    verified = after("verify", case, facts(absence=gone()), around(basis=Basis.SWEEP))
    assert (verified.basis, verified.verified_on) == (Basis.SWEEP, TODAY)
    assert verified.rechecks == (TODAY + timedelta(days=90), TODAY + timedelta(days=180))


def test_words_are_no_basis_where_sweeps_can_look() -> None:
    case = make_case(state=CaseState.REPORTED_GONE)
    with pytest.raises(UsageError, match="can be swept"):
        after("verify", case, facts(attached=7), around(basis=Basis.PLATFORM))
    asked = around(basis=Basis.PLATFORM, swept=False)
    with pytest.raises(UsageError, match="--attach"):
        after("verify", case, facts(), asked)
    verified = after("verify", case, facts(attached=7), asked)
    assert (verified.basis, verified.attachment) == (Basis.PLATFORM, 7)


def test_what_rested_on_sweeps_is_swept_again_when_it_is_asked_after() -> None:
    due = TODAY - timedelta(days=1)
    case = make_case(
        state=CaseState.CLOSED, verified_on=TODAY - timedelta(days=91), rechecks=(due, TODAY)
    )
    before = datetime(2026, 11, 20, tzinfo=UTC)
    with pytest.raises(UsageError, match="no clean sweep since"):
        after("recheck", case, facts(absence=gone(), swept_at=before), around(basis=Basis.SWEEP))
    done = after("recheck", case, facts(absence=gone(), swept_at=NOW), around(basis=Basis.SWEEP))
    assert (done.state, done.rechecks, done.due) == (CaseState.CLOSED, (), None)


def test_what_comes_back_is_the_same_case() -> None:
    case = make_case(state=CaseState.CLOSED, verified_on=TODAY, tried=("inquiry",), closed_at=NOW)
    back = after("came_back", case, facts(), around(None))
    assert (back.number, back.state, back.openings) == (1, CaseState.OPEN, 2)
    assert (back.verified_on, back.tried, back.closed_at) == (None, (), None)
    with pytest.raises(PermissionDenied, match="typed"):
        after("came_back", case, facts(), around())


def test_a_day_in_the_past_is_refused() -> None:
    case = make_case(state=CaseState.PLANNED)
    with pytest.raises(UsageError, match="no day to come"):
        after("ask_platform", case, facts(), around(due=TODAY))


def test_what_may_not_follow_says_what_may() -> None:
    with pytest.raises(VerdictError, match="approve, review, drop"):
        after("close", make_case(), facts(), around())


def test_a_letter_drafted_first_may_leave_last_and_counts_once() -> None:
    case = make_case(state=CaseState.HR_CONTACT, letters=(4,), approved_by="taro")
    waiting = after("wait", case, facts(letter(LetterKind.HR_CONTACT, number=3)), around())
    assert waiting.letters == (4, 3)
    again = replace(waiting, state=CaseState.HR_CONTACT)
    with pytest.raises(UsageError, match="no approved letter"):
        after("wait", again, facts(letter(LetterKind.HR_CONTACT, number=3)), around())


def test_a_letter_of_an_earlier_opening_counts_no_more() -> None:
    case = make_case(state=CaseState.INQUIRY, begun_at=NOW + timedelta(days=1))
    with pytest.raises(UsageError, match="no approved letter"):
        after("wait", case, facts(letter(LetterKind.DEREGISTRATION_RELAY)), around())


def test_an_approval_holds_for_one_opening() -> None:
    case = make_case(state=CaseState.CLOSED, approved_by="taro", closed_at=NOW)
    again = after("reopen", case, facts(), around(TARO))
    assert (again.approved_by, again.asked_by) == (None, "taro")
    with pytest.raises(PermissionDenied):
        after("approve", again, facts(), around(TARO))
    assert after("approve", again, facts(), around(HANAKO)).approved_by == "hanako"


def test_no_approval_settles_a_leak() -> None:
    leak = CaseFinding(number=1002, kind=Kind.LEAK, status=Status.CONFIRMED)
    case = make_case(state=CaseState.PLANNED, approved_by="taro", findings=(1001, 1002))
    known = facts()
    with pytest.raises(UsageError, match="F-1002 is a leak"):
        after("keep", case, replace(known, findings=(*known.findings, leak)), around())
    assert after("keep", case, known, around()).state is CaseState.KEPT


def test_a_leak_is_asked_of_its_host_before_all_staff_is_told() -> None:
    leak = CaseFinding(number=1001, kind=Kind.LEAK, status=Status.CONFIRMED)
    case = make_case(subject="term:T01", state=CaseState.NO_REPLY)
    with pytest.raises(UsageError, match="takedown"):
        after("notify_staff", case, CaseFacts(findings=(leak,)), around())
    tried = replace(case, tried=("takedown",))
    assert (
        after("notify_staff", tried, CaseFacts(findings=(leak,)), around()).state.value == "notice"
    )


def test_nobody_asks_after_it_again_before_its_day() -> None:
    case = make_case(
        state=CaseState.VERIFIED_GONE, verified_on=TODAY, rechecks=(TODAY + timedelta(days=90),)
    )
    attached = facts(attached=7)
    with pytest.raises(UsageError, match="from 2027-02-24 on"):
        after("recheck", case, attached, around(basis=Basis.PERSON, swept=False))
    later = around(basis=Basis.PERSON, swept=False, today=TODAY + timedelta(days=91))
    assert after("recheck", case, attached, later).rechecks == ()
    with pytest.raises(UsageError, match="nothing left"):
        after("recheck", replace(case, rechecks=()), attached, later)


def test_a_due_day_moves_with_a_reason_to_a_day_to_come() -> None:
    case = make_case(state=CaseState.WAITING, due=TODAY)
    with pytest.raises(UsageError, match="reason"):
        after("postpone", case, facts(), around(reason=None, due=TODAY + timedelta(days=3)))
    with pytest.raises(UsageError, match="day to come"):
        after("postpone", case, facts(), around())
    moved = after("postpone", case, facts(), around(due=TODAY + timedelta(days=3)))
    assert (moved.state, moved.due) == (CaseState.WAITING, TODAY + timedelta(days=3))


def test_what_sweeps_miss_is_no_way_around_the_approval() -> None:
    with pytest.raises(UsageError, match="somebody else approves"):
        after("seen_gone", make_case(), facts(absence=gone()), around(None))


def test_nobody_bears_the_risk_of_his_own_registration() -> None:
    case = make_case(state=CaseState.NOTICE)
    himself = replace(TARO, id="saburo", roster_id="E001")
    given_now = around(reviewers=(HANAKO, TARO, himself), due=date(2027, 3, 1))
    told = facts(letter(LetterKind.GUIDELINE))
    with pytest.raises(UsageError, match=r"--risk-owner ID \(hanako, taro\)"):
        after("accept_risk", case, told, replace(given_now, risk_owner="saburo"))


def test_what_was_sent_by_hand_on_the_day_of_the_opening_counts() -> None:
    case = make_case(state=CaseState.INQUIRY, begun_at=NOW + timedelta(hours=2))
    known = facts(letter(LetterKind.DEREGISTRATION_RELAY))  # of that day, at nine
    assert after("wait", case, known, around()).state is CaseState.WAITING
