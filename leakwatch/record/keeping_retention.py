"""Retention: what was kept long enough is deleted, unless it is held or under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Cause, KeepingTerms, RetentionRun
from leakwatch.record.erasure import erase_findings
from leakwatch.record.keeping_cover import under_way
from leakwatch.record.keeping_deletions import note_deletion
from leakwatch.record.keeping_findings import ended_findings, undecided
from leakwatch.record.keeping_holds import held, is_held
from leakwatch.record.keeping_parts import PARTS, Ended
from leakwatch.record.keeping_tombstones import bury
from leakwatch.record.rows import AuditReasonRow, AuditRow, FindingRow
from leakwatch.record.rows_keeping import TombstoneRow
from leakwatch.record.sealing import Vault

REASONS = "reasons"
#: Verdicts after which the same finding is nothing new.
_SETTLED = frozenset({"dismissed"})


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
    holds, busy = held(session), under_way(session)
    found = list(_everything(session, terms, now))
    kept_back = [one for one in found if is_held(holds, one.about, *one.covers)]
    working = [one for one in found if one.about in busy and one not in kept_back]
    free = [one for one in found if one not in kept_back and one not in working]
    old_reasons = _old_reasons(session, terms, now)
    reasons = [number for number, subject in old_reasons if not is_held(holds, *subject.split())]
    deleted = Counter(one.what for one in free)
    if reasons:
        deleted[REASONS] = len(reasons)
    left_undecided = undecided(session, terms, now=now)
    if delete_it:
        _delete(session, vault, free, terms, actor=actor, now=now)
        _delete_reasons(session, reasons, terms, actor=actor, now=now)
        session.execute(delete(TombstoneRow).where(col(TombstoneRow.until) < now.date()))
    blocked = Counter(one.what for one in kept_back)
    if len(old_reasons) > len(reasons):
        blocked[REASONS] = len(old_reasons) - len(reasons)
    return RetentionRun(
        deleted=dict(deleted),
        held=dict(blocked),
        under_way=dict(Counter(one.what for one in working)),
        undecided=left_undecided,
    )


def delete_again(session: Session, *, what: str, about: str, now: datetime, vault: Vault) -> bool:
    """Delete what was deleted before and is back with a backup; False: it is not there."""
    if what == REASONS:
        before = datetime.fromisoformat(about.removeprefix("before:"))
        old = select(col(AuditRow.id)).where(col(AuditRow.at) < before)
        session.execute(delete(AuditReasonRow).where(col(AuditReasonRow.audit_id).in_(old)))
        return True
    if about.startswith("F-"):
        row = session.get(FindingRow, int(about[2:]))
        if row is not None:
            erase_findings(session, vault, [row], act="expired", now=now)
        return row is not None
    part = next((one for one in PARTS if one.what == what), None)
    return part is not None and part.delete(session, about, now) > 0


def _everything(session: Session, terms: KeepingTerms, now: datetime) -> Iterator[Ended]:
    for part in PARTS:
        yield from part.ended(session, now - timedelta(days=terms.days[part.what]))
    yield from ended_findings(session, terms, now=now)


def _delete(
    session: Session,
    vault: Vault,
    ended: Iterable[Ended],
    terms: KeepingTerms,
    *,
    actor: str,
    now: datetime,
) -> None:
    rows, until = [], now.date() + timedelta(days=terms.days["tombstones"])
    for one in ended:
        count = 1
        if one.about.startswith("F-") and one.what in {"dismissed", "closed"}:
            row = session.get_one(FindingRow, int(one.about[2:]))
            if row.status in _SETTLED:
                bury(session, vault, row, cause=Cause.RETENTION, until=until, now=now)
            rows.append(row)
        else:
            part = next(part for part in PARTS if part.what == one.what)
            count = part.delete(session, one.about, now)
        note_deletion(
            session,
            cause=Cause.RETENTION,
            what=one.what,
            about=one.about,
            count=count,
            actor=actor,
            now=now,
        )
    erase_findings(session, vault, rows, act="expired", now=now)


def _old_reasons(session: Session, terms: KeepingTerms, now: datetime) -> list[tuple[int, str]]:
    """Audit rows whose reasons are over, with what they are about."""
    old = (
        select(col(AuditReasonRow.audit_id), col(AuditRow.subject))
        .join(AuditRow, col(AuditRow.id) == col(AuditReasonRow.audit_id))
        .where(col(AuditRow.at) < _reasons_end(terms, now))
    )
    return [(number, subject) for number, subject in session.execute(old)]


def _reasons_end(terms: KeepingTerms, now: datetime) -> datetime:
    return now - timedelta(days=terms.days[REASONS])


def _delete_reasons(
    session: Session, numbers: list[int], terms: KeepingTerms, *, actor: str, now: datetime
) -> None:
    if not numbers:
        return
    session.execute(delete(AuditReasonRow).where(col(AuditReasonRow.audit_id).in_(numbers)))
    note_deletion(
        session,
        cause=Cause.RETENTION,
        what=REASONS,
        about=f"before:{_reasons_end(terms, now).isoformat()}",
        count=len(numbers),
        actor=actor,
        now=now,
    )
