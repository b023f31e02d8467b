"""Walks over the whole table of cases: no way around, no dead end, nothing that ends in a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.casework.case_given import Circumstances
from leakwatch.casework.case_steps import decision
from leakwatch.casework.cases import CASE_ACTS, CaseAct
from leakwatch.casework.second import is_second
from leakwatch.errors import LeakwatchError
from leakwatch.models import (
    Basis,
    Case,
    CaseFacts,
    CaseFinding,
    CaseState,
    Kind,
    Letter,
    LetterKind,
    Status,
)
from tests.case_files import (
    HANAKO,
    NOW,
    REVIEWERS,
    TARO,
    TODAY,
    TWO,
    around,
    facts,
    gone,
    letter,
    make_case,
)

SUBJECTS = st.sampled_from(["person:E001", "unknown", "company", "term:T01"])
KINDS = st.sampled_from([Kind.REGISTRATION, Kind.LEAK])
#: Of these nobody is ever asked, nor told to stay, without a second actor.
ACTED_ON = frozenset(CaseState) - {CaseState.OPEN, CaseState.CLOSED}


@st.composite
def circumstances(draw: st.DrawFn, today: int) -> Circumstances:
    return around(
        draw(st.sampled_from((*REVIEWERS, None))),
        swept=draw(st.booleans()),
        reason=draw(st.sampled_from(["because", "because", " ", None])),
        due=draw(st.sampled_from([None, today, today + 30]).map(_day)),
        basis=draw(st.sampled_from([None, *Basis])),
        risk_owner=draw(st.sampled_from([None, "jiro", "nobody"])),
        today=_day(today),
    )


def _day(after: int | None) -> date | None:
    return None if after is None else TODAY + timedelta(days=after)


@st.composite
def known_facts(draw: st.DrawFn, kind: Kind) -> CaseFacts:
    letters = [
        letter(one, number=draw(st.integers(1, 40)), approver=approver)
        for one in draw(st.lists(st.sampled_from(LetterKind), max_size=4))
        for approver in (draw(st.sampled_from(["taro", "taro", "hana", "hanako"])),)
    ]
    reasons = draw(st.sampled_from([TWO, TWO, TWO[:1]]))
    absence = draw(st.sampled_from([None, gone(1), gone()]))
    finding = CaseFinding(
        number=1001, kind=kind, status=Status.CONFIRMED, reasons=reasons, absence=absence
    )
    return facts(
        *letters,
        findings=(finding,),
        attached=draw(st.sampled_from([None, 7])),
        swept_at=draw(st.sampled_from([None, NOW, NOW + timedelta(days=500)])),
    )


def walk(data: st.DataObject, *, steps: int = 30) -> Iterator[tuple[Case, Case, CaseAct]]:
    """Tries of what the table names, mostly what may follow; each that was let through."""
    kind, case, today = data.draw(KINDS), make_case(subject=data.draw(SUBJECTS)), 0
    for _ in range(steps):
        fitting = [act for act in CASE_ACTS if case.state in act.after]
        act = data.draw(st.sampled_from([*fitting, *fitting, *CASE_ACTS]))
        today += data.draw(st.sampled_from([0, 0, 1, 40]))
        around_it, known = data.draw(circumstances(today)), data.draw(known_facts(kind))
        try:
            moved = decision(act, around_it)(case, known)
        except LeakwatchError:
            continue
        _holds(act, case, moved, known, around_it)
        yield case, moved, act
        case = moved


def _holds(
    act: CaseAct, before: Case, case: Case, known: CaseFacts, around_it: Circumstances
) -> None:
    assert before.state in act.after
    assert (around_it.actor is None) is act.ours
    if case.on_person and case.state in ACTED_ON:
        assert is_second(case.approved_by, case.asked_by, REVIEWERS)
    if case.state is CaseState.HR_CONTACT:
        assert case.on_person
    if case.state is CaseState.WAITING and act.name != "postpone":
        assert len(case.letters) == len(before.letters) + 1 == len(set(case.letters))
        assert case.due is not None
    if act.name in {"keep", "accept_risk"}:
        assert around_it.actor is not None
        assert is_second(around_it.actor.id, case.asked_by, REVIEWERS)
    if act.name == "keep":
        assert known.findings[0].kind is not Kind.LEAK
    if case.state is CaseState.CLOSED is not before.state:
        assert before.state in {
            CaseState.VERIFIED_GONE,
            CaseState.KEPT,
            *((CaseState.OPEN, CaseState.LEGAL_REVIEW) if act.name == "drop" else ()),
        }
    _holds_at_the_end(before, case, around_it)


def _holds_at_the_end(before: Case, case: Case, around_it: Circumstances) -> None:
    if case.state is CaseState.ACCEPTED_RISK:
        assert case.risk_owner == "jiro"
        assert case.due is not None
        assert {"block_request", "takedown"} & set(case.tried)
        assert not case.on_person or "hr_contact" in case.tried
    if case.state is CaseState.VERIFIED_GONE is not before.state:
        assert case.basis is Basis.SWEEP if around_it.swept else case.basis is not None
        assert case.basis is Basis.SWEEP or case.attachment == 7
        assert case.rechecks == tuple(around_it.today + timedelta(days=one) for one in (90, 180))
    for day in set(before.rechecks) - set(case.rechecks):
        assert day <= around_it.today or case.verified_on is None


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_way_leads_around_what_is_required(data: st.DataObject) -> None:
    for before, case, _act in walk(data):
        assert case.number == before.number
        assert case.openings in {before.openings, before.openings + 1}


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_from_wherever_a_case_has_come_two_people_of_good_will_bring_it_to_its_end(
    data: st.DataObject,
) -> None:
    case = make_case()
    for _before, moved, _act in walk(data, steps=20):
        case = moved
    assert CaseState.CLOSED in reached_by_good_will(case)


def reached_by_good_will(case: Case) -> set[CaseState]:
    """States that follow when each letter leaves, each answer comes and it goes away in the end."""
    today = TODAY + timedelta(days=3_000)
    later = datetime.combine(today, time(), UTC)
    letters = [
        replace(letter(kind, number=100 + number), sent_at=later)
        for number, kind in enumerate(LetterKind)
    ]
    known = replace(facts(*letters, absence=gone(), attached=7), swept_at=later)
    given_all = [
        around(
            actor, today=today, due=today + timedelta(days=9), basis=Basis.SWEEP, risk_owner="jiro"
        )
        for actor in (HANAKO, TARO)
    ]
    seen: dict[tuple[CaseState, bool, tuple[str, ...]], Case] = {}
    ahead = [case]
    while ahead:
        one = ahead.pop()
        key = (one.state, one.approved_by is None, tuple(sorted(one.tried)))
        if key in seen:
            continue
        seen[key] = one
        ahead += [
            moved
            for act in CASE_ACTS
            if one.state in act.after
            for given_now in given_all
            if (moved := _tried(act, one, known, given_now)) is not None
        ]
    return {state for state, _, _ in seen}


def _tried(act: CaseAct, case: Case, known: CaseFacts, given_now: Circumstances) -> Case | None:
    try:
        return decision(act, given_now)(case, replace(known, letters=_fresh(case, known)))
    except LeakwatchError:
        return None


def _fresh(case: Case, known: CaseFacts) -> tuple[Letter, ...]:
    """Another letter of each kind is written as often as it is needed."""
    return tuple(replace(one, number=one.number + 100 * len(case.letters)) for one in known.letters)


@pytest.mark.parametrize("state", [CaseState.REFUSED, CaseState.NO_REPLY])
@pytest.mark.parametrize("subject", ["person:E001", "unknown"])
def test_a_refusal_goes_on_to_each_step_of_its_ladder(state: CaseState, subject: str) -> None:
    case = make_case(subject=subject, state=state, approved_by="taro", tried=("inquiry",))
    ladder = {CaseState.BLOCK_REQUEST, CaseState.NOTICE, CaseState.ACCEPTED_RISK}
    if case.on_person:
        ladder.add(CaseState.HR_CONTACT)
    assert ladder <= reached_by_good_will(case)


def test_every_state_is_come_to_by_what_is_really_done() -> None:
    people = reached_by_good_will(make_case())
    assert people | {CaseState.REFUSED, CaseState.NO_REPLY} >= set(CaseState) - {CaseState.KEPT}
    assert CaseState.KEPT in people
