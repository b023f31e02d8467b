"""What an act makes of a case, once everything it needs is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from leakwatch.casework.case_given import Circumstances, Need
from leakwatch.casework.case_needs import left_letter, missing
from leakwatch.casework.cases import CaseAct, named, require_follows
from leakwatch.errors import N_, PermissionDenied, UsageError
from leakwatch.models import Case, CaseDecision, CaseFacts, CaseState
from leakwatch.roles import require_role
from leakwatch.workdays import add_business_days

#: What is refused because of who asks, not because of what lacks.
_OF_PERMISSION = frozenset({Need.SECOND})
#: Whose time counts while a case waits, by what was asked.
_WAITING = {
    CaseState.INQUIRY: "answer",
    CaseState.BLOCK_REQUEST: "answer",
    CaseState.HR_CONTACT: "hr",
    CaseState.TAKEDOWN: "takedown",
}


def decision(act: CaseAct, given: Circumstances) -> CaseDecision:
    """What `act` makes of a case under what is `given`; the record asks it within its transaction.

    It raises VerdictError (not now), PermissionDenied (not by him) or UsageError (something is
    missing).
    """

    def decide(case: Case, facts: CaseFacts) -> Case:
        return _decided(act, case, facts, replace(given, attachment=facts.attached))

    return decide


def _decided(act: CaseAct, case: Case, facts: CaseFacts, given: Circumstances) -> Case:
    require_follows(act, case.state, label=case.label)
    _require_role(act, given)
    if given.due is not None and given.due <= given.today:
        raise UsageError(
            N_("{label}: {due} is no day to come: --due YYYY-MM-DD"),
            label=case.label,
            due=given.due.isoformat(),
        )
    for lack in missing(act, case, facts, given):
        kind = PermissionDenied if lack.need in _OF_PERMISSION else UsageError
        raise kind(lack.message, **lack.values)
    letter = left_letter(case, facts, given) if Need.LETTER in act.needs else None
    moved = replace(
        case,
        state=act.state or case.state,
        due=_due(act, case, given),
        letters=(*case.letters, letter.number) if letter else case.letters,
    )
    return _BECOMES.get(act.name, _moved)(moved, case, given)


def _require_role(act: CaseAct, given: Circumstances) -> None:
    if act.ours or given.actor is None:
        if act.ours and given.actor is None:
            return
        raise PermissionDenied(N_("{act} is nothing that is typed"), act=named(act))
    message = N_("{act} is for the roles {roles}; yours is {role}")
    require_role(given.actor, act.roles, message, act=named(act))


def _due(act: CaseAct, case: Case, given: Circumstances) -> date | None:
    if given.due is not None:
        return given.due
    if act.deadline is None:
        return case.due if act.state is None else None
    name = _WAITING.get(case.state, act.deadline) if act.name == "wait" else act.deadline
    return add_business_days(given.today, getattr(given.deadlines, name), given.calendar)


def _moved(case: Case, before: Case, given: Circumstances) -> Case:
    del before, given
    return case


def _approved(case: Case, before: Case, given: Circumstances) -> Case:
    del before
    assert given.actor is not None
    return replace(case, approved_by=given.actor.id)


def _asked(case: Case, before: Case, given: Circumstances) -> Case:
    del given
    tried = dict.fromkeys((*case.tried, before.state.value))
    return replace(case, tried=tuple(tried))


def _verified(case: Case, before: Case, given: Circumstances) -> Case:
    del before
    days = tuple(given.today + timedelta(days=days) for days in given.rechecks)
    return replace(
        case,
        basis=given.basis,
        attachment=given.attachment,
        verified_on=given.today,
        rechecks=days,
        due=days[0] if days else None,
    )


def _rechecked(case: Case, before: Case, given: Circumstances) -> Case:
    """The rechecks that are due are done, however late."""
    del before
    left = [day for day in case.rechecks if day > given.today]
    return replace(
        case,
        basis=given.basis,
        attachment=given.attachment,
        rechecks=tuple(left),
        due=left[0] if left else None,
    )


def _borne(case: Case, before: Case, given: Circumstances) -> Case:
    del before
    return replace(case, risk_owner=given.risk_owner or case.risk_owner)


def _closed(case: Case, before: Case, given: Circumstances) -> Case:
    """What was verified is asked after again, although the case is closed."""
    del before, given
    return replace(case, due=case.rechecks[0] if case.rechecks else None)


def _opened(case: Case, before: Case, given: Circumstances) -> Case:
    """An approval holds for one opening: what came back may be somebody else's."""
    del before
    return replace(
        case,
        openings=case.openings + 1,
        asked_by=given.actor.id if given.actor else case.asked_by,
        approved_by=None,
        tried=(),
        basis=None,
        attachment=None,
        verified_on=None,
        rechecks=(),
        risk_owner=None,
        closed_at=None,
        due=add_business_days(given.today, given.deadlines.legal, given.calendar),
    )


def _planned(case: Case, before: Case, given: Circumstances) -> Case:
    """What was verified is so no longer, where somebody plans anew."""
    del before, given
    return replace(
        case, basis=None, attachment=None, verified_on=None, rechecks=(), risk_owner=None
    )


_BECOMES: Mapping[str, Callable[[Case, Case, Circumstances], Case]] = {
    "approve": _approved,
    "plan": _planned,
    "wait": _asked,
    "verify": _verified,
    "recheck": _rechecked,
    "still_gone": _rechecked,
    "accept_risk": _borne,
    "review_risk": _borne,
    "close": _closed,
    "reopen": _opened,
    "came_back": _opened,
}
