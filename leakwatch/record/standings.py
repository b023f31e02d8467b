"""How findings stand, as a channel may see it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Standing, Status
from leakwatch.record.rows import FindingRow, HistoryRow

#: Acts of the history that decide nothing.
_IDLE = ("edited", "lost", "missing", "unlisted", "unchecked")
#: One that decides only when the finding is open by it: else who was judged before came back.
_RETURNED = "returned"


def standings_of(session: Session, numbers: Collection[int]) -> dict[int, Standing]:
    """The standing of each of `numbers` that is in the log."""
    if not numbers:
        return {}
    rows = session.execute(
        select(
            col(FindingRow.number),
            col(FindingRow.status),
            col(FindingRow.verdict),
            col(FindingRow.snoozed_until),
        ).where(col(FindingRow.number).in_(numbers))
    ).all()
    deciding = _deciding(session, {number: status for number, status, _, _ in rows})
    return {
        number: _standing(
            number, Status(status), deciding.get(number), verdict=verdict, until=until
        )
        for number, status, verdict, until in rows
    }


def _standing(
    number: int, status: Status, line: HistoryRow | None, *, verdict: str | None, until: object
) -> Standing:
    given = line is not None and line.act == verdict
    return Standing(
        number=number,
        status=status,
        verdict=verdict if given else None,
        actor=line.actor if line else None,
        at=line.at if line else None,
        until=until if status is Status.SNOOZED else None,  # type: ignore[arg-type]
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
