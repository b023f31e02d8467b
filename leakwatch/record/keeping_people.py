"""Everything about one person, deleted in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Cause, Person, person_subject
from leakwatch.record import side_jobs
from leakwatch.record.erasure import erase_person
from leakwatch.record.keeping_cover import campaigns_of, covered
from leakwatch.record.keeping_deletions import note_deletion
from leakwatch.record.keeping_holds import held, is_held
from leakwatch.record.keeping_parts import ERASERS
from leakwatch.record.keeping_tombstones import bury
from leakwatch.record.rows import AuditReasonRow, AuditRow, FindingRow
from leakwatch.record.rows_keeping import HoldRow
from leakwatch.record.sealing import Vault

#: Acts whose reasons show that a request was carried out.
_OWN = ("people.delete", "request.export", "request.correct", "request.delete")


def delete_person(
    session: Session,
    vault: Vault,
    person: Person,
    *,
    cause: Cause,
    until: date | None,
    actor: str,
    now: datetime,
) -> dict[str, int]:
    """How much there was, by sort; the roster's own row is for the caller.

    `until`: tombstones are put in the place of the findings, with that last day.
    Raises SealError when something cannot be unsealed to be looked through.
    """
    subject = person_subject(person.id)
    everything = covered(session, subject)
    everything |= campaigns_of(session, everything) | side_jobs.labels_about(session, subject)
    holds = held(session)  # what is held for another's sake stays
    labels = frozenset(one for one in everything if not is_held(holds, one))
    if until is not None:
        own = select(FindingRow).where(col(FindingRow.subject) == subject)
        for row in session.scalars(own).all():
            bury(session, vault, row, cause=cause, until=until, now=now)
    gone = {part: erase(session, subject, labels=labels, now=now) for part, erase in ERASERS}
    gone["findings"] = erase_person(session, vault, person, now=now)
    gone["reasons"] = _forget_reasons(session, labels) + _forget_holds(session, labels)
    note_deletion(
        session,
        cause=cause,
        what="people",
        about=subject,
        count=sum(gone.values()),
        actor=actor,
        now=now,
    )
    return gone


def _forget_holds(session: Session, labels: Collection[str]) -> int:
    """Forget why something about him was held, for none of these holds stands any more."""
    found = session.scalars(select(HoldRow).where(col(HoldRow.about).in_(sorted(labels)))).all()
    for row in found:
        row.reason = ""
    return len(found)


def _forget_reasons(session: Session, labels: Collection[str]) -> int:
    """Delete what was typed when something about him was done: it may well name him."""
    reasons = (
        select(col(AuditRow.id), col(AuditRow.subject))
        .join(AuditReasonRow, col(AuditReasonRow.audit_id) == col(AuditRow.id))
        .where(col(AuditRow.act).not_in(_OWN))  # why he was exported, corrected or deleted
    )
    found = [
        number
        for number, subject in session.execute(reasons)
        if not set(labels).isdisjoint(subject.split())
    ]
    session.execute(delete(AuditReasonRow).where(col(AuditReasonRow.audit_id).in_(found)))
    return len(found)
