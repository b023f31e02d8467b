"""The table of what may be done with a case: no way around, no dead end, nothing out of reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.casework.case_given import Circumstances
from leakwatch.casework.case_steps import decision
from leakwatch.casework.cases import CASE_ACTS, CASE_TRANSITIONS, LETTERS, CaseAct, act_named
from leakwatch.errors import LeakwatchError, PermissionDenied, UsageError, VerdictError
from leakwatch.models import (
    Absence,
    Answer,
    Basis,
    Case,
    CaseFacts,
    CaseFinding,
    CaseState,
    Check,
    Deadlines,
    Kind,
    Letter,
    LetterKind,
    LetterState,
    LoggedReason,
    Miss,
    Reviewer,
    Role,
    Routing,
    Status,
)

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
HANAKO = Reviewer(id="hanako", role=Role.LEAD, os_user="hanako", email="hanako@example.com")
#: The same person under a second entry: one for the terminal, one for Slack.
HANAKO_IN_SLACK = Reviewer(id="hana", role=Role.LEGAL, slack="U0HANAKO", email="Hanako@example.com")
TARO = Reviewer(id="taro", role=Role.LEAD, os_user="taro")
JIRO = Reviewer(id="jiro", role=Role.REVIEWER, os_user="jiro")
AUDITOR = Reviewer(id="aki", role=Role.AUDITOR)
REVIEWERS = (HANAKO, HANAKO_IN_SLACK, TARO, JIRO, AUDITOR)
TWO = (LoggedReason(rule="person_named", weight=2.5), LoggedReason(rule="own_division", weight=1.6))


def make_case(**changes: object) -> Case:
    case = Case(
        number=1,
        source="platform",
        subject="person:E001",
        state=CaseState.OPEN,
        owner="hanako",
        asked_by="hanako",
        opened_at=NOW,
        begun_at=NOW,
        findings=(1001,),
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def around(actor: Reviewer | None = TARO, **changes: object) -> Circumstances:
    circumstances = Circumstances(
        actor=actor,
        reviewers=REVIEWERS,
        today=TODAY,
        zone=ZoneInfo("Asia/Tokyo"),
        deadlines=Deadlines(),
        calendar=Routing(),
        rechecks=(90, 180),
        swept=True,
        reason="because",
    )
    return replace(circumstances, **changes)  # type: ignore[arg-type]


def letter(kind: LetterKind, *, number: int = 1, approver: str = "taro") -> Letter:
    return Letter(
        number=number,
        version=1,
        kind=kind,
        language="ja",
        about="C-1",
        state=LetterState.SENT,
        author="hanako",
        approver=approver,
        created_at=NOW,
        sent_at=NOW,
    )


def gone(sweeps: int = 2, answer: Answer = Answer.GONE) -> Absence:
    return Absence(
        since=NOW,
        sweeps=tuple(Miss(sweep=number, at=NOW) for number in range(sweeps)),
        checks=(Check(answer=answer, how="http_404", at=NOW),),
        gone_at=NOW if answer is Answer.GONE else None,
    )


def facts(*letters: Letter, absence: Absence | None = None, **changes: object) -> CaseFacts:
    finding = CaseFinding(
        number=1001, kind=Kind.REGISTRATION, status=Status.CONFIRMED, reasons=TWO, absence=absence
    )
    return replace(CaseFacts(findings=(finding,), letters=letters), **changes)  # type: ignore[arg-type]


def after(act: str, case: Case, known: CaseFacts, given: Circumstances) -> Case:
    return decision(act_named(act), given)(case, known)


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
    assert set(CASE_TRANSITIONS[state]) >= {"request_block", "notify_staff"}
    assert not {"close", "drop"} & set(CASE_TRANSITIONS[state])


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


ACTORS = st.sampled_from((*REVIEWERS, None))


@st.composite
def attempts(draw: st.DrawFn) -> tuple[CaseAct, CaseFacts, Circumstances]:
    kinds = draw(st.lists(st.sampled_from(LetterKind), max_size=3))
    numbers = draw(st.lists(st.integers(1, 60), min_size=3, max_size=3))
    approvers = draw(st.lists(st.sampled_from(["taro", "hana", "hanako"]), min_size=3, max_size=3))
    letters = [
        letter(kind, number=number, approver=approver)
        for kind, number, approver in zip(kinds, numbers, approvers, strict=False)
    ]
    known = facts(
        *letters,
        absence=draw(st.sampled_from([None, gone(1), gone()])),
        attached=draw(st.sampled_from([None, 7])),
        swept_at=NOW,
    )
    given_now = around(
        draw(ACTORS),
        swept=draw(st.booleans()),
        reason=draw(st.sampled_from(["because", " ", None])),
        due=draw(st.sampled_from([None, TODAY, TODAY + timedelta(days=30)])),
        basis=draw(st.sampled_from([None, *Basis])),
        risk_owner=draw(st.sampled_from([None, "jiro", "nobody"])),
        today=TODAY + timedelta(days=draw(st.sampled_from([0, 40, 400]))),
    )
    return draw(st.sampled_from(CASE_ACTS)), known, given_now


@settings(max_examples=400, deadline=None)
@given(st.lists(attempts(), max_size=60), st.sampled_from(["person:E001", "unknown", "company"]))
def test_no_way_leads_around_what_is_required(
    tries: list[tuple[CaseAct, CaseFacts, Circumstances]], subject: str
) -> None:
    case = make_case(subject=subject)
    for act, known, given_now in tries:
        before = case
        try:
            case = decision(act, given_now)(case, known)
        except LeakwatchError:
            continue
        _holds(before, case, given_now)


def _holds(before: Case, case: Case, given_now: Circumstances) -> None:
    asked_of_people = {CaseState.INQUIRY, CaseState.HR_CONTACT, CaseState.WAITING}
    if case.on_person and case.state in {*asked_of_people, CaseState.PLANNED, CaseState.KEPT}:
        assert case.approved_by in {"taro", "jiro"}
    if case.state is CaseState.HR_CONTACT:
        assert case.on_person
    if case.state is CaseState.WAITING:
        assert case.letters
        assert case.due is not None
        assert before.state in LETTERS
    if case.state is CaseState.ACCEPTED_RISK:
        assert case.risk_owner == "jiro"
        assert case.due is not None
        assert "block_request" in case.tried
    if case.state is CaseState.VERIFIED_GONE:
        assert case.basis is not None
        if before.state is CaseState.REPORTED_GONE and given_now.swept:
            assert case.basis is Basis.SWEEP
    if case.state is CaseState.CLOSED and before.state is not CaseState.CLOSED:
        assert before.state not in {CaseState.REFUSED, CaseState.NO_REPLY}
