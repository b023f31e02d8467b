"""Whether the record is whole: pages, references, outbox and audit trail."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select, text
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from leakwatch.errors import N_
from leakwatch.models import Form
from leakwatch.record.audit import Audit, Problem
from leakwatch.record.database import Database
from leakwatch.record.outbox_rows import TELLING
from leakwatch.record.rows import AlertedRow, FindingRow, HistoryRow, OutboxRow

#: Lines of one kind of damage that are listed; the rest adds nothing.
_MOST = 20


def check_record(database: Database, audit: Audit) -> tuple[Problem, ...]:
    """Everything found wrong; empty for a whole record. Raises RecordError when it is unreadable."""
    with database.reading() as session:
        problems = [
            *_damage(session),
            *_without_history(session),
            *_orphans(session),
            *_hanging(session),
            *_untold(session),
        ]
    return (*problems, *audit.verify().problems)


def _damage(session: Session) -> Iterator[Problem]:
    for (line,) in session.execute(text(f"PRAGMA integrity_check({_MOST})")):
        if line != "ok":
            yield Problem(message=N_("the database is damaged: {detail}"), values={"detail": line})
    for table, *_ in session.execute(text("PRAGMA foreign_key_check")).fetchmany(_MOST):
        yield Problem(
            message=N_("the table {table} refers to a row that is not there"),
            values={"table": table},
        )


def _without_history(session: Session) -> Iterator[Problem]:
    """A finding and its first line of history are written together."""
    known = select(col(HistoryRow.finding))
    lost = select(col(FindingRow.number)).where(col(FindingRow.number).not_in(known)).limit(_MOST)
    for number in session.scalars(lost):
        yield Problem(message=N_("{finding} has no history"), values={"finding": f"F-{number}"})


def _orphans(session: Session) -> Iterator[Problem]:
    """An alert and the findings it lists are written together."""
    numbers = set(session.scalars(select(col(FindingRow.number))))
    for row in session.scalars(select(OutboxRow)):
        for finding in row.alert["findings"]:
            if finding["number"] not in numbers:
                yield Problem(
                    message=N_("alert {id} lists {finding}, which is not in the log"),
                    values={"id": row.id, "finding": f"F-{finding['number']}"},
                )


def _hanging(session: Session) -> Iterator[Problem]:
    """What answers or edits a message names one that is there, and only that does."""
    parent = aliased(OutboxRow)
    lost = (
        select(col(OutboxRow.id), col(OutboxRow.parent))
        .outerjoin(parent, col(parent.key) == col(OutboxRow.parent))
        .where(col(OutboxRow.parent).is_not(None), col(parent.id).is_(None))
        .limit(_MOST)
    )
    for number, key in session.execute(lost):
        yield Problem(
            message=N_("alert {id} hangs on {key}, which is not in the outbox"),
            values={"id": number, "key": key},
        )
    bare = (
        select(col(OutboxRow.id))
        .where(col(OutboxRow.form) != Form.POST, col(OutboxRow.parent).is_(None))
        .limit(_MOST)
    )
    for number in session.scalars(bare):
        yield Problem(
            message=N_("alert {id} answers or edits a message, but names none"),
            values={"id": number},
        )


def _untold(session: Session) -> Iterator[Problem]:
    """Each alert's findings are listed beside it, so that a verdict finds its messages."""
    listed: dict[int, set[int]] = {}
    for alert, finding in session.execute(select(col(AlertedRow.outbox), col(AlertedRow.finding))):
        listed.setdefault(alert, set()).add(finding)
    for row in session.scalars(select(OutboxRow)):
        told = {one["number"] for one in row.alert["findings"]}
        if row.alert["kind"] in TELLING and told != listed.get(row.id or 0, set()):
            yield Problem(
                message=N_("alert {id}: no verdict would reach all that it tells of"),
                values={"id": row.id},
            )
