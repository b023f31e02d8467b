"""The parts of the record that hold something beside roster and findings, and how each forgets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from leakwatch.record import (
    announcements,
    campaigns_deletion,
    captures_ending,
    cases_deletion,
    keeping_evidence,
    keeping_letters,
    side_jobs,
)


class Eraser(Protocol):
    def __call__(
        self, session: Session, subject: str, *, labels: Collection[str], now: datetime
    ) -> int:
        """Delete what is held about `subject`, or under one of `labels`; how much there was."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str  #: what `deletion` calls it
    days: str  #: class of `models.Retention`
    #: labels of what ended before that moment, without those that are held
    expired: Callable[[Session, datetime, frozenset[str]], Sequence[str]]
    delete: Callable[[Session, Sequence[str], datetime], int]  #: how much there was


def _side_jobs(session: Session, before: datetime, held: frozenset[str]) -> Sequence[str]:
    return tuple(f"J-{one}" for one in side_jobs.ended_before(session, before.date(), held))


def _announcements(
    session: Session, subject: str, *, labels: Collection[str], now: datetime
) -> int:
    return announcements.erase_about(session, subject, labels=sorted(labels), now=now)


def _delete_case(session: Session, labels: Sequence[str], now: datetime) -> int:
    """With its evidence, which cannot outlive what it was kept for."""
    evidence = captures_ending.expired(session, labels, now=now)
    return evidence + cases_deletion.delete(session, labels)


#: sort of thing → what deletes a person's share of it
ERASERS: tuple[tuple[str, Eraser], ...] = (
    ("evidence", captures_ending.erase_about),
    ("cases", cases_deletion.erase_about),
    ("side_jobs", side_jobs.erase_about),
    ("campaigns", campaigns_deletion.erase_about),
    ("announcements", _announcements),
)
#: In the order in which they are deleted: what belongs to a case goes before it.
PARTS: tuple[Part, ...] = (
    Part(
        name="evidence",
        days="evidence",
        expired=keeping_evidence.expired,
        delete=keeping_evidence.delete,
    ),
    Part(
        name="letters",
        days="letters",
        expired=keeping_letters.expired,
        delete=keeping_letters.delete,
    ),
    Part(
        name="cases",
        days="closed",
        expired=cases_deletion.expired,
        delete=_delete_case,
    ),
    Part(
        name="side_jobs",
        days="closed",
        expired=_side_jobs,
        delete=lambda session, labels, _now: side_jobs.delete_ended(
            session, [int(label[2:]) for label in labels]
        ),
    ),
    Part(
        name="campaigns",
        days="closed",
        expired=campaigns_deletion.expired,
        delete=lambda session, labels, _now: campaigns_deletion.delete(session, labels),
    ),
    Part(
        name="announcements",
        days="closed",
        expired=announcements.expired,
        delete=lambda session, labels, _now: announcements.delete(session, labels),
    ),
)
