"""How findings stand, as a channel may see it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import QueryableAttribute, Session, load_only
from sqlmodel import col

from leakwatch.models import Standing, Status
from leakwatch.record.rows import FindingRow, HistoryRow

#: Acts of the history that decide nothing.
_IDLE = ("edited", "lost", "missing", "unlisted", "unchecked")
#: One that decides only when the finding is open by it: else who was judged before came back.
_RETURNED = "returned"
_SHOWN = cast(
    "tuple[QueryableAttribute[Any], ...]",
    (FindingRow.number, FindingRow.status, FindingRow.verdict, FindingRow.snoozed_until),
)


def standings_of(session: Session, numbers: Collection[int]) -> dict[int, Standing]:
    """The standing of each of `numbers` that is in the log."""
    if not numbers:
        return {}
    wanted = select(FindingRow).where(col(FindingRow.number).in_(numbers))
    narrow = wanted.options(load_only(*_SHOWN))  # what is sealed is not read for it
    rows = {row.number: row for row in session.scalars(narrow) if row.number is not None}
    deciding = _deciding(session, {number: row.status for number, row in rows.items()})
    return {number: _standing(number, row, deciding.get(number)) for number, row in rows.items()}


def _standing(number: int, row: FindingRow, line: HistoryRow | None) -> Standing:
    status = Status(row.status)
    given = line is not None and line.act == row.verdict
    return Standing(
        number=number,
        status=status,
        verdict=row.verdict if given else None,
        actor=line.actor if line else None,
        at=line.at if line else None,
        until=row.snoozed_until if status is Status.SNOOZED else None,
    )


def _deciding(session: Session, statuses: dict[int, str]) -> dict[int, HistoryRow]:
    """The newest line of each finding that brought it where it stands."""
    lines = (
        select(HistoryRow)
        .where(col(HistoryRow.finding).in_(statuses), col(HistoryRow.act).not_in(_IDLE))
        .order_by(col(HistoryRow.id))
    )
    found: dict[int, HistoryRow] = {}
    for line in session.scalars(lines):
        back = line.act == _RETURNED and line.status != Status.NEW
        if line.status == statuses[line.finding] and not (back and line.finding in found):
            found[line.finding] = line
    return found
