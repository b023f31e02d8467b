"""A press under a reminder, checked from the start: who, what, and whether it is still to be done.

All of it blocks and runs in a thread.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum

from leakwatch.errors import N_, LeakwatchError, PermissionDenied
from leakwatch.models import Duty, Reviewer, Role
from leakwatch.record import Record
from leakwatch.review import actor_in_slack, require_reader
from leakwatch.roles import require_role
from leakwatch.triage.chores import Chore, Chores, Mark
from leakwatch.triage.deciding import Reviewers
from leakwatch.triage.identity import outsider
from leakwatch.triage.moment import Clock

logger = logging.getLogger(__name__)

#: An auditor watches over casework and does none of it.
_WORKERS = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})


class Press(StrEnum):
    SHOW = "show"
    TAKE = "take"
    DONE = "done"


class Outcome(StrEnum):
    DONE = "done"
    YOURS = "yours"  #: he has it already
    STALE = "stale"  #: it is not to be done any more, or on another day
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    mark: Mark
    user: str  #: Slack id, from the envelope
    press: Press
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The chore as its presser may see it."""

    actor: Reviewer
    chore: Chore
    duty: Duty | None  #: None: no longer to be done

    @property
    def owns(self) -> bool:
        return self.chore.owner == self.actor.id


def meet(
    record: Record, reviewers: Reviewers, chores: Chores, pressed: Pressed, clock: Clock
) -> Met | None:
    """What was pressed for, if the user may; None when there is no such thing.

    Raises PermissionDenied, which stands in the audit trail then.
    """
    try:
        actor = actor_in_slack(reviewers(), user=pressed.user, today=clock.today)
    except PermissionDenied:
        _note_refusal(record, pressed, outsider(pressed.user), clock)
        raise
    chore = chores.look(pressed.mark.label, today=clock.today)
    if chore is None:
        return None
    try:
        for subject in chore.about:
            require_reader(actor, subject=subject)
        if pressed.press is not Press.SHOW:
            _require_worker(actor)
    except PermissionDenied:
        _note_refusal(record, pressed, actor.id, clock)
        raise
    duty = next((one for one in chore.duties if pressed.mark.fits(one)), None)
    return Met(actor=actor, chore=chore, duty=duty)


def show(
    record: Record, reviewers: Reviewers, chores: Chores, pressed: Pressed, clock: Clock
) -> Met | None:
    """The same, entered in the audit trail first."""
    met = meet(record, reviewers, chores, pressed, clock)
    if met is not None:
        record.audit.append(
            "duty.view",
            actor=met.actor.id,
            subject=pressed.mark.label,
            reason=None,
            now=clock.now,
        )
    return met


def act(
    record: Record, reviewers: Reviewers, chores: Chores, pressed: Pressed, clock: Clock
) -> Outcome:
    """Take it or do it, once, if it is still to be done. Raises LeakwatchError."""
    met = meet(record, reviewers, chores, pressed, clock)
    if met is None:
        return Outcome.MISSING
    if met.duty is None:
        return Outcome.STALE
    try:
        if pressed.press is Press.DONE:
            chores.done(pressed.mark, actor=met.actor, reason=pressed.reason, now=clock.now)
        elif met.owns:
            return Outcome.YOURS
        else:
            chores.take(pressed.mark.label, actor=met.actor, now=clock.now)
    except PermissionDenied:
        _note_refusal(record, pressed, met.actor.id, clock)
        raise
    return Outcome.DONE


def _require_worker(actor: Reviewer) -> None:
    message = N_("casework is done by the roles {roles}; yours is {role}")
    require_role(actor, _WORKERS, message)


def _note_refusal(record: Record, pressed: Pressed, actor: str, clock: Clock) -> None:
    """An attempt without permission, by ids only; a record that cannot be written refuses as well."""
    try:
        record.audit.append(
            f"duty.{pressed.press.value}.refused",
            actor=actor,
            subject=pressed.mark.label,
            reason=None,
            now=clock.now,
        )
    except LeakwatchError:
        logger.exception("triage.audit", extra={"label": pressed.mark.label})
