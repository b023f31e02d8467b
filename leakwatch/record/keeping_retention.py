"""Retention: what was kept long enough is deleted, unless it is held or under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Cause, KeepingTerms, RetentionRun, Status, person_of
from leakwatch.record import captures_ending
from leakwatch.record.erasure import erase_findings
from leakwatch.record.keeping_cover import under_way
from leakwatch.record.keeping_deletions import note_deletion
from leakwatch.record.keeping_findings import ended_findings, undecided
from leakwatch.record.keeping_holds import held, is_held
from leakwatch.record.keeping_parts import PARTS, Part
from leakwatch.record.keeping_tombstones import bury
from leakwatch.record.rows import AuditReasonRow, AuditRow, FindingRow
from leakwatch.record.rows_keeping import TombstoneRow
from leakwatch.record.sealing import Vault

REASONS = "reasons"


@dataclass
class _Over:
    """What is over, by what becomes of it."""

    findings: list[tuple[str, FindingRow]] = field(default_factory=list)
    parts: list[tuple[Part, Sequence[str]]] = field(default_factory=list)
    reasons: list[int] = field(default_factory=list)  #: numbers of audit rows
    held: Counter[str] = field(default_factory=Counter)
    under_way: Counter[str] = field(default_factory=Counter)

    def counts(self) -> dict[str, int]:
        found = Counter(what for what, _ in self.findings)
        found.update({part.name: len(labels) for part, labels in self.parts if labels})
        if self.reasons:
            found[REASONS] = len(self.reasons)
        return dict(found)


def run_retention(
    session: Session,
    vault: Vault,
    terms: KeepingTerms,
    *,
    actor: str,
    now: datetime,
    delete_it: bool,
) -> RetentionRun:
    """Delete everything whose time is over; without `delete_it` only count it.

    Raises SealError.
    """
    over = _Over()
    holds = held(session)
    _look_at_parts(session, terms, holds, over, now=now)
    _look_at_findings(session, terms, holds, over, now=now)
    _look_at_reasons(session, terms, holds, over, now=now)
    run = RetentionRun(
        deleted=over.counts(),
        held=dict(over.held),
        under_way=dict(over.under_way),
        undecided=undecided(session, terms, now=now),
    )
    if delete_it:
        _delete(session, vault, over, terms, actor=actor, now=now)
    return run


def delete_again(session: Session, *, what: str, about: str, now: datetime, vault: Vault) -> bool:
    """Delete what was deleted before and is back with a backup; False: it is not there."""
    if what == REASONS:
        old = select(col(AuditRow.id)).where(
            col(AuditRow.at) < datetime.fromisoformat(about.removeprefix("before:"))
        )
        session.execute(delete(AuditReasonRow).where(col(AuditReasonRow.audit_id).in_(old)))
        return True
    if about.startswith("F-"):
        row = session.get(FindingRow, int(about[2:]))
        if row is not None:
            _delete_findings(session, vault, [row], now=now)
        return row is not None
    part = next((one for one in PARTS if one.name == what), None)
    return part is not None and part.delete(session, [about], now) > 0


def _look_at_parts(
    session: Session, terms: KeepingTerms, holds: frozenset[str], over: _Over, *, now: datetime
) -> None:
    for part in PARTS:
        before = now - timedelta(days=terms.days[part.days])
        everything = part.expired(session, before, frozenset())
        free = [
            label for label in part.expired(session, before, holds) if not is_held(holds, label)
        ]
        over.parts.append((part, free))
        if len(everything) > len(free):
            over.held[part.name] += len(everything) - len(free)


def _look_at_findings(
    session: Session, terms: KeepingTerms, holds: frozenset[str], over: _Over, *, now: datetime
) -> None:
    busy = under_way(session)
    for what, row in ended_findings(session, terms, now=now):
        label = f"F-{row.number}"
        if is_held(holds, label) or (person_of(row.subject) and row.subject in holds):
            over.held[what] += 1
        elif label in busy:
            over.under_way[what] += 1
        else:
            over.findings.append((what, row))


def _look_at_reasons(
    session: Session, terms: KeepingTerms, holds: frozenset[str], over: _Over, *, now: datetime
) -> None:
    old = (
        select(col(AuditReasonRow.audit_id), col(AuditRow.subject))
        .join(AuditRow, col(AuditRow.id) == col(AuditReasonRow.audit_id))
        .where(col(AuditRow.at) < _reasons_end(terms, now))
    )
    for number, subject in session.execute(old):
        if is_held(holds, *subject.split()):
            over.held[REASONS] += 1
        else:
            over.reasons.append(number)


def _delete(
    session: Session, vault: Vault, over: _Over, terms: KeepingTerms, *, actor: str, now: datetime
) -> None:
    until = now.date() + timedelta(days=terms.days["tombstones"])
    for _, row in over.findings:
        if row.status == Status.DISMISSED:
            bury(session, vault, row, cause=Cause.RETENTION, until=until, now=now)
    for what, about, count in _deleted(session, over, terms, now):
        note_deletion(
            session,
            cause=Cause.RETENTION,
            what=what,
            about=about,
            count=count,
            actor=actor,
            now=now,
        )
    _delete_findings(session, vault, [row for _, row in over.findings], now=now)
    session.execute(delete(TombstoneRow).where(col(TombstoneRow.until) < now.date()))


def _deleted(
    session: Session, over: _Over, terms: KeepingTerms, now: datetime
) -> Iterator[tuple[str, str, int]]:
    """Class, label and count of what is deleted on the way, and of the findings that follow."""
    for part, labels in over.parts:
        for label in labels:
            yield part.name, label, part.delete(session, [label], now)
    if over.reasons:
        chosen = col(AuditReasonRow.audit_id).in_(over.reasons)
        session.execute(delete(AuditReasonRow).where(chosen))
        yield REASONS, f"before:{_reasons_end(terms, now).isoformat()}", len(over.reasons)
    for what, row in over.findings:
        yield what, f"F-{row.number}", 1


def _delete_findings(
    session: Session, vault: Vault, rows: Sequence[FindingRow], *, now: datetime
) -> None:
    captures_ending.expired(session, [f"F-{row.number}" for row in rows], now=now)
    erase_findings(session, vault, rows, act="expired", now=now)


def _reasons_end(terms: KeepingTerms, now: datetime) -> datetime:
    return now - timedelta(days=terms.days[REASONS])
