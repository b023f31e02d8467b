"""Everything that is kept about one person, in clear."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import person_of, person_subject
from leakwatch.record import side_jobs
from leakwatch.record.keeping_cover import covered
from leakwatch.record.rows import (
    AuditReasonRow,
    AuditRow,
    FindingRow,
    HistoryRow,
    PersonRow,
)
from leakwatch.record.rows_keeping import DeletionRow, HoldRow, RequestRow
from leakwatch.record.rows_side_jobs import SideJobRow
from leakwatch.record.sealing import SealedValue
from leakwatch.record.tables import METADATA

#: Tables that are told in a shape of their own, or hold nothing about a person.
_OWN = frozenset(
    {
        *("finding", "history", "person", "audit", "audit_reason", "hold", "request", "deletion"),
        "side_job",
        *("meta", "sweep", "suppressed", "outbox", "alerted", "pace", "lease", "page", "cursor"),
        *("tombstone", "backup"),
    }
)
#: column → beginning of the labels whose numbers stand in it
_NUMBERED = {"finding": "F-", "case": "C-", "letter": "L-", "side_job": "J-"}
#: An export as its reviewer's act: what the person asked for stands among the requests already.
_EXPORT = "request.export"
#: Acts whose reasons say why something is held, which is not told.
_HOLDING = "hold."


def export_about(session: Session, roster_id: str) -> dict[str, list[dict[str, Any]]]:
    """By sort: roster, findings, cases and so on. Raises SealError.

    What is about others on the same pages is left out, as is why something is held.
    """
    subject = person_subject(roster_id)
    jobs = side_jobs.labels_about(session, subject)
    labels = covered(session, subject) | jobs
    told = {
        "roster": [
            row.detail.open() for row in _rows(session, PersonRow, "roster_id", {roster_id})
        ],
        "findings": [
            _finding(session, row, roster_id)
            for row in _rows(session, FindingRow, "subject", {subject})
        ],
        "audit": list(_audit(session, labels)),
        "holds": [_public(row) for row in _rows(session, HoldRow, "about", labels)],
        "requests": [_plain_row(row) for row in _rows(session, RequestRow, "about", {subject})],
        "deletions": [_plain_row(row) for row in _rows(session, DeletionRow, "about", labels)],
        "side_jobs": [
            _plain_row(row) for row in _rows(session, SideJobRow, "id", _numbers(jobs, "J-"))
        ],
    }
    for table in METADATA.sorted_tables:
        if table.name not in _OWN:
            told[table.name] = list(_others(session, table, subject, labels))
    return {sort: rows for sort, rows in told.items() if rows}


def _rows(session: Session, row: type[Any], column: str, values: Collection[Any]) -> list[Any]:
    wanted = getattr(row, column).in_(sorted(values))
    return list(session.scalars(select(row).where(wanted)))


def _finding(session: Session, row: FindingRow, roster_id: str) -> dict[str, Any]:
    shown = _plain_row(row)
    detail = shown.pop("detail") or {}
    shown.update(detail)
    shown["excerpts"] = [
        one
        for one in shown.get("excerpts") or []
        if one["entry_kind"] != "person" or one["entry"] == roster_id
    ]
    lines = select(HistoryRow).where(col(HistoryRow.finding) == row.number)
    shown["history"] = [
        {"at": _plain(line.at), "act": line.act, "status": line.status, "actor": line.actor}
        for line in session.scalars(lines.order_by(col(HistoryRow.id)))
    ]
    for name in ("identity", "signature", "content"):
        shown.pop(name)  # hashes, which say nothing to anybody
    return shown


def _audit(session: Session, labels: Collection[str]) -> Iterator[dict[str, Any]]:
    rows = (
        select(AuditRow, col(AuditReasonRow.reason))
        .outerjoin(AuditReasonRow, col(AuditReasonRow.audit_id) == col(AuditRow.id))
        .order_by(col(AuditRow.id))
    )
    for row, given in session.execute(rows):
        if row.act == _EXPORT or set(labels).isdisjoint(row.subject.split()):
            continue
        yield {
            "at": _plain(row.at),
            "act": row.act,
            "actor": row.actor,
            "subject": row.subject,
            "reason": None if row.act.startswith(_HOLDING) else _plain(given),
        }


def _others(
    session: Session, table: Table, subject: str, labels: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Rows of any other part that name the person, or belong to something that does."""
    values: dict[str, set[Any]] = {
        "subject": {subject},
        "person": {subject, person_of(subject)},
        "roster_id": {person_of(subject)},
        "about": set(labels),
        "label": set(labels),
    }
    for column, beginning in _NUMBERED.items():
        values[column] = _numbers(labels, beginning)
    wanted = [
        table.c[name].in_(list(some)) for name, some in values.items() if name in table.c and some
    ]
    if wanted:
        for line in session.execute(select(table).where(or_(*wanted))).mappings():
            yield {name: _plain(value) for name, value in line.items()}


def _numbers(labels: Collection[str], beginning: str) -> set[int]:
    numbers = {one[2:] for one in labels if one.startswith(beginning)}
    return {int(number) for number in numbers if number.isdigit()}


def _plain_row(row: Any) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in type(row).model_fields}


def _public(row: HoldRow) -> dict[str, Any]:
    return {name: value for name, value in _plain_row(row).items() if name != "reason"}


def _plain(value: Any) -> Any:
    if isinstance(value, SealedValue):
        return value.open()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return value
