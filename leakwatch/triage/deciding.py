"""A decision out of Slack, checked from the start: who, what, when, and what others did meanwhile.

All of it blocks and runs in a thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leakwatch.errors import LeakwatchError, PermissionDenied, UsageError, VerdictError
from leakwatch.models import HistoryEntry, LoggedFinding, Reviewer, Status
from leakwatch.record import Record
from leakwatch.review import (
    Verdict,
    actor_in_slack,
    require_judge,
    require_reader,
    require_transition,
)
from leakwatch.triage.identity import outsider
from leakwatch.triage.moment import Clock
from leakwatch.triage.words import brought_by

logger = logging.getLogger(__name__)

#: Somebody else may come first, then another: after so many the answer is to look again.
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to do with a finding."""

    finding: int
    user: str  #: Slack id, from the envelope
    act: str  #: what the button is called: `take`, `confirm`, `details`
    verdict: Verdict | None = None  #: None: to look at it
    reason: str | None = None
    until: datetime | None = None
    seen: Status | None = None  #: how it stood when he began; None: not known

    @property
    def label(self) -> str:
        return f"F-{self.finding}"


class Ruling(StrEnum):
    DONE = "done"
    ALREADY = "already"  #: he has done it before: a second click, a second delivery
    STALE = "stale"  #: somebody else decided meanwhile
    MISSING = "missing"  #: the finding is not in the log any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    ruling: Ruling
    line: HistoryEntry | None = None  #: how the finding stands now, and by whom


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A finding as somebody may see it who may act on it."""

    actor: Reviewer
    finding: LoggedFinding
    history: tuple[HistoryEntry, ...]

    @property
    def line(self) -> HistoryEntry | None:
        return brought_by(self.history)


Reviewers = Callable[[], Sequence[Reviewer]]


def see(record: Record, reviewers: Reviewers, asked: Asked, clock: Clock) -> Seen | None:
    """The finding, if the user may do what he asks; None when there is none.

    Raises PermissionDenied, which stands in the audit trail then.
    """
    today = clock.today
    try:
        actor = actor_in_slack(reviewers(), user=asked.user, today=today)
    except PermissionDenied:
        _note_refusal(record, asked, actor=outsider(asked.user), now=clock.now)
        raise
    try:
        finding = record.findings.get(asked.finding)
        history = record.findings.history(asked.finding)
    except UsageError:
        return None
    try:
        if asked.verdict is None:
            require_reader(actor, subject=finding.subject)
        else:
            require_judge(actor, asked.verdict, subject=finding.subject)
    except PermissionDenied:
        _note_refusal(record, asked, actor=actor.id, now=clock.now)
        raise
    return Seen(actor=actor, finding=finding, history=history)


def rule(record: Record, reviewers: Reviewers, asked: Asked, clock: Clock) -> Ruled:
    """Decide, once, or say why not.

    Raises PermissionDenied, and RecordError when it could not be stored.
    """
    assert asked.verdict is not None
    for _ in range(_ATTEMPTS):
        seen = see(record, reviewers, asked, clock)
        if seen is None:
            return Ruled(ruling=Ruling.MISSING)
        if (ruling := _overtaken(asked, asked.verdict, seen)) is not None:
            return Ruled(ruling=ruling, line=seen.line)
        try:
            _store(record, asked, asked.verdict, seen, clock.now)
        except VerdictError:
            logger.info("triage.overtaken", extra={"finding": asked.label})
        except UsageError:
            return Ruled(ruling=Ruling.MISSING)
        else:
            return Ruled(ruling=Ruling.DONE)
    last = record.findings.history(asked.finding)
    return Ruled(ruling=Ruling.STALE, line=brought_by(last))


def _overtaken(asked: Asked, verdict: Verdict, seen: Seen) -> Ruling | None:
    """What came between the moment the user began and now, if it settles the matter."""
    line, status = seen.line, seen.finding.status
    own = line is not None and line.actor == seen.actor.id
    if own and line is not None and line.act == verdict.name and asked.seen is not status:
        return Ruling.ALREADY
    if status not in verdict.after:
        return Ruling.STALE
    if own:
        return None
    if verdict.status is Status.TAKEN:
        return Ruling.STALE if status is Status.TAKEN else None
    changed = asked.seen is not None and status is not asked.seen
    return Ruling.STALE if changed and status not in {Status.NEW, Status.TAKEN} else None


def _store(record: Record, asked: Asked, verdict: Verdict, seen: Seen, now: datetime) -> None:
    status = seen.finding.status
    require_transition(
        verdict,
        finding=asked.label,
        status=status,
        reason=asked.reason,
        until=asked.until,
        now=now,
    )
    record.findings.set_status(
        asked.finding,
        verdict.status,
        verdict.name,
        actor=seen.actor.id,
        reason=asked.reason,
        until=asked.until,
        now=now,
        expected=status,
    )


def _note_refusal(record: Record, asked: Asked, *, actor: str, now: datetime) -> None:
    """An attempt without permission, by ids only; a record that cannot be written refuses as well."""
    try:
        record.audit.append(
            f"finding.{asked.act}.refused",
            actor=actor,
            subject=asked.label,
            reason=None,
            now=now,
        )
    except LeakwatchError:
        logger.exception("triage.audit", extra={"finding": asked.label})
