"""The one table of what may be done with a line of a campaign: from where, by whom, with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum

from leakwatch.errors import N_, UsageError, VerdictError
from leakwatch.locale.named import CAMPAIGN_ACTS
from leakwatch.locale.names import Named, Names
from leakwatch.models import Deadlines, Letter, LineAnswer, LineState, Reviewer, Role
from leakwatch.roles import require_role
from leakwatch.workdays import Calendar

#: Who asks platforms: an auditor watches over that and does not do it.
ASKERS = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})
#: Asked, and nothing said yet.
UNANSWERED = frozenset({LineState.SENT, LineState.ACKNOWLEDGED, LineState.REMINDED})
_BEFORE = frozenset({LineState.DRAFT, LineState.APPROVED})


class Need(StrEnum):
    """What has to be there before an act."""

    SECOND = "second"  #: somebody else than who put it forward
    INQUIRY = "inquiry"  #: an approved inquiry that left, and was not counted before
    REMINDER = "reminder"  #: an approved reminder of the same kind
    ANSWER = "answer"  #: what the platform said, on a day since it was asked, with its source
    ASKED = "asked"  #: the platform was asked at all
    REASON = "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAct:
    name: str  #: what is typed and stored
    after: frozenset[LineState]  #: states it may follow
    state: LineState  #: what the line becomes
    needs: frozenset[Need] = frozenset()


LINE_ACTS: tuple[LineAct, ...] = (
    LineAct(
        name="approve",
        after=frozenset({LineState.DRAFT}),
        state=LineState.APPROVED,
        needs=frozenset({Need.SECOND}),
    ),
    LineAct(
        name="return",
        after=frozenset({LineState.APPROVED}),
        state=LineState.DRAFT,
        needs=frozenset({Need.REASON}),
    ),
    LineAct(
        name="send",
        after=frozenset({LineState.APPROVED}),
        state=LineState.SENT,
        needs=frozenset({Need.INQUIRY}),
    ),
    LineAct(
        name="acknowledge",
        after=frozenset({LineState.SENT, LineState.REMINDED}),
        state=LineState.ACKNOWLEDGED,
    ),
    LineAct(
        name="remind",
        after=UNANSWERED,
        state=LineState.REMINDED,
        needs=frozenset({Need.REMINDER}),
    ),
    LineAct(
        name="answer",
        # a second answer corrects the first, and one may come after nobody waited any more
        after=UNANSWERED | {LineState.ANSWERED, LineState.CLOSED},
        state=LineState.ANSWERED,
        needs=frozenset({Need.ASKED, Need.ANSWER}),
    ),
    LineAct(name="close", after=frozenset({LineState.ANSWERED}), state=LineState.CLOSED),
    LineAct(
        name="give_up",  # it stays silent
        after=UNANSWERED,
        state=LineState.CLOSED,
        needs=frozenset({Need.REASON}),
    ),
    LineAct(
        name="withdraw",  # it is not asked after all
        after=_BEFORE,
        state=LineState.CLOSED,
        needs=frozenset({Need.REASON}),
    ),
    LineAct(
        name="reopen",  # it is asked anew, and that is approved anew
        after=frozenset({LineState.CLOSED}),
        state=LineState.DRAFT,
        needs=frozenset({Need.REASON}),
    ),
)

#: state → names of the acts that may follow it
LINE_TRANSITIONS: Mapping[LineState, tuple[str, ...]] = {
    state: tuple(act.name for act in LINE_ACTS if state in act.after) for state in LineState
}

#: act → the command that carries it out, where that is called otherwise
_COMMANDS: Mapping[str, str] = {"remind": "reminded", "give_up": "close", "withdraw": "close"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Everything a decision on a line rests on."""

    actor: Reviewer
    reviewers: tuple[Reviewer, ...]
    today: date
    zone: tzinfo
    deadlines: Deadlines
    calendar: Calendar
    letters: Mapping[str, tuple[Letter, ...]] = field(default_factory=dict)  #: by platform
    answers: Mapping[str, LineAnswer] = field(default_factory=dict)  #: by platform
    written: bool = False  #: what came is attached
    reason: str | None = None
    due: date | None = None  #: a day the platform named, else the usual one


def act_named(name: str) -> LineAct:
    """Raises UsageError."""
    for act in LINE_ACTS:
        if act.name == name:
            return act
    raise UsageError(
        N_("{name} is nothing that is done with a campaign: use one of {known}"),
        name=name,
        known=Names(tuple(Named(act.name, CAMPAIGN_ACTS[act.name]) for act in LINE_ACTS)),
    )


def closing_act(state: LineState) -> LineAct:
    """How a line that stands there ends. Raises VerdictError when it has."""
    for name in ("close", "give_up", "withdraw"):
        act = act_named(name)
        if state in act.after:
            return act
    raise VerdictError(N_("it is closed already"))


def require_follows(act: LineAct, state: LineState, *, label: str) -> None:
    """Raises VerdictError when `act` may not follow `state`."""
    if state not in act.after:
        raise VerdictError(
            N_("{label} is {state}: {act} may not follow; possible now: {possible}"),
            label=label,
            state=state,
            act=named(act),
            possible=Names(
                tuple(dict.fromkeys(named(act_named(name)) for name in LINE_TRANSITIONS[state]))
            ),
        )


def named(act: LineAct) -> Named:
    """The command that carries it out, and what it means."""
    name = _COMMANDS.get(act.name, act.name)
    return Named(name, CAMPAIGN_ACTS.get(name, CAMPAIGN_ACTS[act.name]))


def require_asker(actor: Reviewer) -> None:
    """Raises PermissionDenied for somebody who may not lead campaigns."""
    message = N_("campaigns are led by the roles {roles}; yours is {role}")
    require_role(actor, ASKERS, message)
