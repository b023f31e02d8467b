"""The one table of what may be done with a case: from where, by whom, with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leakwatch.casework.case_given import Need
from leakwatch.errors import N_, UsageError, VerdictError
from leakwatch.locale.names import Named, Names
from leakwatch.models import CaseState, LetterKind, Role

#: Who follows cases: an auditor watches over that and does not do it.
WORKERS = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})
_DECIDERS = frozenset({Role.LEAD, Role.LEGAL})

_UNHEARD = frozenset({CaseState.REFUSED, CaseState.NO_REPLY})
#: What is being prepared until its letter has left.
_PREPARED = frozenset(
    {CaseState.INQUIRY, CaseState.HR_CONTACT, CaseState.TAKEDOWN, CaseState.BLOCK_REQUEST}
)
_AT_WORK = frozenset({CaseState.PLANNED, CaseState.WAITING, CaseState.NOTICE}) | (
    _UNHEARD | _PREPARED
)
_GONE = frozenset({CaseState.REPORTED_GONE, CaseState.VERIFIED_GONE})

#: What has to have left before a case waits, by what was prepared: any one of these.
LETTERS: Mapping[CaseState, frozenset[LetterKind]] = {
    CaseState.INQUIRY: frozenset({LetterKind.DEREGISTRATION_RELAY, LetterKind.PLATFORM_INQUIRY}),
    CaseState.HR_CONTACT: frozenset({LetterKind.HR_CONTACT, LetterKind.LEAVER_REMINDER}),
    CaseState.TAKEDOWN: frozenset({LetterKind.TAKEDOWN}),
    CaseState.BLOCK_REQUEST: frozenset({LetterKind.EMPLOYER_BLOCK}),
    CaseState.WAITING: frozenset({LetterKind.REMINDER}),
    CaseState.NOTICE: frozenset({LetterKind.STAFF_NOTICE, LetterKind.GUIDELINE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAct:
    name: str  #: what is typed and stored
    after: frozenset[CaseState]  #: states it may follow
    state: CaseState | None  #: what the case becomes; None: it stays what it is
    words: str  #: catalogue message: what it means
    needs: frozenset[Need] = frozenset()
    roles: frozenset[Role] = WORKERS
    deadline: str | None = None  #: of `models.Deadlines`: business days until it is due
    ours: bool = False  #: leakwatch does it by itself, nobody types it


CASE_ACTS: tuple[CaseAct, ...] = (
    CaseAct(
        name="approve",
        after=frozenset({CaseState.OPEN}),
        state=None,
        words=N_("as the second actor: this is a case"),
        needs=frozenset({Need.ATTRIBUTES, Need.SECOND}),
    ),
    CaseAct(
        name="review",
        after=frozenset({CaseState.OPEN}),
        state=CaseState.LEGAL_REVIEW,
        words=N_("legal looks at it"),
        needs=frozenset({Need.APPROVED}),
        deadline="legal",
    ),
    CaseAct(
        name="plan",
        after=frozenset({CaseState.LEGAL_REVIEW, CaseState.ACCEPTED_RISK})
        | _GONE
        | (_AT_WORK - {CaseState.PLANNED}),
        state=CaseState.PLANNED,
        words=N_("what is to be done is decided"),
        needs=frozenset({Need.REASON, Need.APPROVED}),
        roles=_DECIDERS,
        deadline="plan",
    ),
    CaseAct(
        name="ask_platform",
        after=frozenset({CaseState.PLANNED}) | _UNHEARD,
        state=CaseState.INQUIRY,
        words=N_("the platform is to pass our request on"),
        deadline="plan",
    ),
    CaseAct(
        name="ask_person",
        after=frozenset({CaseState.PLANNED}) | _UNHEARD,
        state=CaseState.HR_CONTACT,
        words=N_("human resources are to ask the person"),
        needs=frozenset({Need.PERSON, Need.APPROVED}),
        deadline="plan",
    ),
    CaseAct(
        name="ask_host",
        after=frozenset({CaseState.PLANNED}) | _UNHEARD,
        state=CaseState.TAKEDOWN,
        words=N_("the host is to take it down"),
        deadline="plan",
    ),
    CaseAct(
        name="request_block",
        after=_UNHEARD,
        state=CaseState.BLOCK_REQUEST,
        words=N_("the platform is to take nobody who works for us"),
        deadline="plan",
    ),
    CaseAct(
        name="notify_staff",
        after=_UNHEARD,
        state=CaseState.NOTICE,
        words=N_("all staff is to be told"),
        needs=frozenset({Need.TRIED}),
        deadline="plan",
    ),
    CaseAct(
        name="wait",
        after=_PREPARED,
        state=CaseState.WAITING,
        words=N_("the letter has left, and an answer is due"),
        needs=frozenset({Need.LETTER}),
        deadline="answer",
    ),
    CaseAct(
        name="remind",
        after=frozenset({CaseState.WAITING}),
        state=CaseState.WAITING,
        words=N_("a reminder has left"),
        needs=frozenset({Need.LETTER}),
        deadline="reminder",
    ),
    CaseAct(
        name="refuse",
        after=frozenset({CaseState.WAITING}),
        state=CaseState.REFUSED,
        words=N_("whoever was asked said no"),
        needs=frozenset({Need.REASON}),
        deadline="plan",
    ),
    CaseAct(
        name="no_reply",
        after=frozenset({CaseState.WAITING}),
        state=CaseState.NO_REPLY,
        words=N_("the day passed in silence"),
        needs=frozenset({Need.OVERDUE}),
        deadline="plan",
    ),
    CaseAct(
        name="accept_risk",
        after=frozenset({CaseState.NOTICE}),
        state=CaseState.ACCEPTED_RISK,
        words=N_("all else was tried: somebody bears what is left"),
        needs=frozenset({Need.REASON, Need.SECOND, Need.LETTER, Need.RISK}),
        roles=_DECIDERS,
    ),
    CaseAct(
        name="review_risk",
        after=frozenset({CaseState.ACCEPTED_RISK}),
        state=None,
        words=N_("the risk was looked at again and is still borne"),
        needs=frozenset({Need.REASON, Need.RISK}),
        roles=_DECIDERS,
    ),
    CaseAct(
        name="report_gone",
        after=_AT_WORK | {CaseState.ACCEPTED_RISK},
        state=CaseState.REPORTED_GONE,
        words=N_("it is said to be gone"),
        needs=frozenset({Need.REASON}),
        deadline="verify",
    ),
    CaseAct(
        name="seen_gone",
        after=_AT_WORK | {CaseState.OPEN, CaseState.LEGAL_REVIEW, CaseState.ACCEPTED_RISK},
        state=CaseState.REPORTED_GONE,
        words=N_("sweeps do not show it any more"),
        needs=frozenset({Need.APPROVED}),
        deadline="verify",
        ours=True,
    ),
    CaseAct(
        name="verify",
        after=frozenset({CaseState.REPORTED_GONE}),
        state=CaseState.VERIFIED_GONE,
        words=N_("it is gone, and what that rests on is recorded"),
        needs=frozenset({Need.BASIS}),
    ),
    CaseAct(
        name="recheck",
        after=frozenset({CaseState.VERIFIED_GONE, CaseState.CLOSED}),
        state=None,
        words=N_("it is still gone"),
        needs=frozenset({Need.RECHECK, Need.BASIS}),
    ),
    CaseAct(
        name="still_gone",
        after=frozenset({CaseState.VERIFIED_GONE, CaseState.CLOSED}),
        state=None,
        words=N_("sweeps still do not show it"),
        needs=frozenset({Need.RECHECK, Need.BASIS}),
        ours=True,
    ),
    CaseAct(
        name="keep",
        after=frozenset({CaseState.LEGAL_REVIEW, CaseState.ACCEPTED_RISK}) | _AT_WORK,
        state=CaseState.KEPT,
        words=N_("it may stay: approved after all"),
        needs=frozenset({Need.REASON, Need.APPROVED, Need.SECOND, Need.NO_LEAK}),
        roles=_DECIDERS,
    ),
    CaseAct(
        name="drop",
        after=frozenset({CaseState.OPEN, CaseState.LEGAL_REVIEW}),
        state=CaseState.CLOSED,
        words=N_("it is no case"),
        needs=frozenset({Need.REASON}),
        roles=_DECIDERS,
    ),
    CaseAct(
        name="close",
        after=frozenset({CaseState.VERIFIED_GONE, CaseState.KEPT}),
        state=CaseState.CLOSED,
        words=N_("followed to its end"),
    ),
    CaseAct(
        name="postpone",
        after=_AT_WORK | {CaseState.OPEN, CaseState.LEGAL_REVIEW, CaseState.REPORTED_GONE},
        state=None,
        words=N_("it is due on another day"),
        needs=frozenset({Need.REASON, Need.DUE}),
    ),
    CaseAct(
        name="reopen",
        after=frozenset({CaseState.KEPT, CaseState.CLOSED}) | _GONE,
        state=CaseState.OPEN,
        words=N_("it is looked at anew"),
        needs=frozenset({Need.REASON}),
    ),
    CaseAct(
        name="came_back",
        after=frozenset({CaseState.KEPT, CaseState.CLOSED}) | _GONE,
        state=CaseState.OPEN,
        words=N_("it is back again"),
        ours=True,
    ),
)

#: state → the acts that may follow it
CASE_TRANSITIONS: Mapping[CaseState, tuple[CaseAct, ...]] = {
    state: tuple(act for act in CASE_ACTS if state in act.after) for state in CaseState
}


def act_named(name: str) -> CaseAct:
    """Raises UsageError."""
    for act in CASE_ACTS:
        if act.name == name:
            return act
    raise UsageError(
        N_("{name} is nothing that is done with a case: use one of {known}"),
        name=name,
        known=Names(tuple(named(act) for act in CASE_ACTS if not act.ours)),
    )


def require_follows(act: CaseAct, state: CaseState, *, label: str) -> None:
    """Raises VerdictError when `act` may not follow `state`."""
    if act not in CASE_TRANSITIONS[state]:
        raise VerdictError(
            N_("{label} is {state}: {act} may not follow; possible now: {possible}"),
            label=label,
            state=state,
            act=named(act),
            possible=Names(tuple(named(one) for one in CASE_TRANSITIONS[state] if not one.ours)),
        )


def named(act: CaseAct) -> Named:
    """As it is typed, and what it means."""
    return Named(act.name, act.words)
