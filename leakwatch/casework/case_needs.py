"""Whether what an act on a case needs is there, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from leakwatch.casework.attributes import LEAST, attributes
from leakwatch.casework.case_basis import basis_missing
from leakwatch.casework.case_given import Circumstances, Missing, Need
from leakwatch.casework.cases import LETTERS, CaseAct
from leakwatch.casework.reasons import NEEDS_REASON, is_reasoned
from leakwatch.casework.second import is_second
from leakwatch.errors import N_
from leakwatch.locale.names import Names
from leakwatch.models import Case, CaseFacts, CaseState, Kind, Letter, LetterState, person_subject


def missing(act: CaseAct, case: Case, facts: CaseFacts, given: Circumstances) -> Iterator[Missing]:
    """What `act` needs and does not find, each with its remedy."""
    for need in Need:
        if need in act.needs:
            found = _CHECKS[need](case, facts, given)
            if found is not None:
                message, values = found
                yield Missing(need=need, message=message, values={"label": case.label, **values})


Found = tuple[str, Mapping[str, object]] | None


def left_letter(case: Case, facts: CaseFacts, given: Circumstances) -> Letter | None:
    """The letter that left for what the case is at, approved by another one, and not counted yet."""
    kinds = LETTERS.get(case.state, frozenset())
    for letter in facts.letters:
        left = letter.sent_at if letter.state is LetterState.SENT else None
        # by days: of what was sent by hand only the day is known
        sent = left is not None and _day(left, given) >= _day(case.begun_at, given)
        new = letter.number not in case.letters and letter.kind in kinds
        if sent and new and is_second(letter.approver, letter.author, given.reviewers):
            return letter
    return None


def _day(at: datetime, given: Circumstances) -> date:
    return at.astimezone(given.zone).date()


def _reason(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del case, facts
    return None if is_reasoned(given.reason) else (NEEDS_REASON, {})


def _attributes(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del given
    if not case.on_person:
        return None
    most = max((len(attributes(one.reasons)) for one in facts.findings), default=0)
    if most >= LEAST:
        return None
    return N_(
        "{label}: no finding of it rests on two independent attributes: a case on a person needs"
        " them"
    ), {}


def _second(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del facts
    actor = given.actor.id if given.actor else None
    if is_second(actor, case.asked_by, given.reviewers):
        return None
    return N_("{label}: {asked} opened it, so somebody else has to approve this"), {
        "asked": case.asked_by
    }


def _approved(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del facts, given
    if not case.on_person or case.approved_by is not None:
        return None
    return N_(
        "{label} is about a person: somebody else approves it first: leakwatch cases move {label} approve"
    ), {}


def _person(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del facts, given
    if case.on_person:
        return None
    return N_("{label}: who it is is not known, so nobody can be asked: ask the platform"), {}


def _letter(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    if left_letter(case, facts, given) is not None:
        return None
    return N_(
        "{label}: no approved letter ({kinds}) has left since: leakwatch letters draft KIND"
        " --about {label}, then letters approve by somebody else, letters send or letters sent"
    ), {"kinds": Names.sorted(LETTERS.get(case.state, ()), between=" | ")}


def _overdue(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del facts
    if case.due is not None and case.due < given.today:
        return None
    return N_("{label}: an answer may still come until {due}"), {
        "due": case.due.isoformat() if case.due else "-"
    }


def _tried(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del given
    leaks = bool(facts.findings) and all(one.kind is Kind.LEAK for one in facts.findings)
    # no place can be asked to take nobody of ours where nobody is registered
    steps = [CaseState.TAKEDOWN if leaks else CaseState.BLOCK_REQUEST]
    steps += [CaseState.HR_CONTACT] if case.on_person else []
    lacking = tuple(step for step in steps if step.value not in case.tried)
    if not lacking:
        return None
    return N_("{label}: before all staff is told, this is to be tried: {steps}"), {
        "steps": Names(lacking)
    }


def _no_leak(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del case, given
    leaks = [f"F-{one.number}" for one in facts.findings if one.kind is Kind.LEAK]
    if not leaks:
        return None
    return N_("{label}: {findings} is a leak, which no approval settles"), {
        "findings": ", ".join(leaks)
    }


def _recheck(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del facts
    if case.rechecks and case.rechecks[0] <= given.today:
        return None
    if not case.rechecks:
        return N_("{label}: there is nothing left to be asked after again"), {}
    return N_("{label}: it is asked after again from {day} on"), {
        "day": case.rechecks[0].isoformat()
    }


def _basis(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    return basis_missing(case, facts, given)


def _risk(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del facts
    owner = given.risk_owner or case.risk_owner
    entered = {
        one.id
        for one in given.reviewers
        if one.active(given.today)
        and not (one.roster_id and case.subject == person_subject(one.roster_id))
    }
    if owner not in entered:
        return N_(
            "{label}: a risk is borne by somebody entered in reviewers.yaml: --risk-owner ID ({known})"
        ), {"known": ", ".join(sorted(entered))}
    return _due(case, CaseFacts(), given)


def _due(case: Case, facts: CaseFacts, given: Circumstances) -> Found:
    del case, facts
    if given.due is not None and given.due > given.today:
        return None
    return N_("{label}: this needs a day to come: --due YYYY-MM-DD"), {}


_CHECKS: Mapping[Need, Callable[[Case, CaseFacts, Circumstances], Found]] = {
    Need.REASON: _reason,
    Need.ATTRIBUTES: _attributes,
    Need.SECOND: _second,
    Need.APPROVED: _approved,
    Need.PERSON: _person,
    Need.LETTER: _letter,
    Need.OVERDUE: _overdue,
    Need.TRIED: _tried,
    Need.NO_LEAK: _no_leak,
    Need.RECHECK: _recheck,
    Need.BASIS: _basis,
    Need.RISK: _risk,
    Need.DUE: _due,
}
