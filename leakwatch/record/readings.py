"""Who has read an announcement: each counted once, by a keyed hash, in a division he names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import AnnouncementState, ReaderGroup, Reading
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.rows_announcements import AnnouncementRow, ReadingRow

#: Readers by division, people by division, the smallest group to be shown.
Group = Callable[[Mapping[str, int], Mapping[str, int], int], tuple[ReaderGroup, ...]]


class Readings:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def note(self, number: int, user: str, *, division: str | None = None) -> Reading:
        """Count `user`, a Slack id, once; the first division he says stays.

        His id is kept only where the announcement said so. No time is kept and nothing is entered in
        the audit trail: both would tell who it was.
        Raises UsageError while nothing is to be read, and SealError.
        """
        reader = self._database.vault.keyed("reader", f"A-{number}\0{user}")
        with self._database.writing(durable=True) as session:
            row = session.get(AnnouncementRow, number)
            if row is None or row.state != AnnouncementState.PUBLISHED:
                raise UsageError(
                    N_("{label} is not counted any more. Thank you all the same."),
                    label=f"A-{number}",
                )
            before = session.scalars(
                select(ReadingRow).where(
                    col(ReadingRow.announcement) == number, col(ReadingRow.reader) == reader
                )
            ).first()
            one = before or ReadingRow(announcement=number, reader=reader)
            if one.division is None:
                one.division = _known(division, row)
            if row.named:
                one.name = user
            session.add(one)
            return Reading(new=before is None, division=one.division)

    def reveal(
        self, number: int, *, actor: str, reason: str, now: datetime
    ) -> tuple[tuple[str, str], ...]:
        """Slack id and division of each reader whose name was kept; entered in the audit trail.

        Raises SealError.
        """
        self._database.vault.require()
        named = select(ReadingRow).where(
            col(ReadingRow.announcement) == number, col(ReadingRow.name).is_not(None)
        )
        with self._database.writing(durable=True) as session:
            rows = session.scalars(named.order_by(col(ReadingRow.id))).all()
            self._audit.enter(
                session,
                "announcement.reveal",
                actor=actor,
                subject=f"A-{number}",
                reason=reason,
                now=now,
            )
            return tuple((str(row.name.open()), row.division or "") for row in rows)


def counted(session: Session, row: AnnouncementRow, group: Group) -> tuple[ReaderGroup, ...]:
    """The groups of `row`: those of its closing, else those of now."""
    if row.counts is not None:
        return load_groups(row.counts)
    said = select(col(ReadingRow.division)).where(col(ReadingRow.announcement) == row.id)
    readers = Counter(division or "" for division in session.scalars(said))
    return group(readers, row.headcount, row.smallest)


def forget_readers(session: Session, number: int) -> None:
    session.execute(delete(ReadingRow).where(col(ReadingRow.announcement) == number))


def dump_groups(groups: Sequence[ReaderGroup]) -> list[dict[str, Any]]:
    """As JSON holds them."""
    return [
        {"divisions": list(one.divisions), "readers": one.readers, "people": one.people}
        for one in groups
    ]


def load_groups(values: Sequence[Mapping[str, Any]]) -> tuple[ReaderGroup, ...]:
    """What `dump_groups` wrote."""
    return tuple(
        ReaderGroup(divisions=tuple(one["divisions"]), readers=one["readers"], people=one["people"])
        for one in values
    )


def _known(division: str | None, row: AnnouncementRow) -> str | None:
    """What comes from outside names a division there is, or none."""
    return division if division is None or division in row.headcount else ""
