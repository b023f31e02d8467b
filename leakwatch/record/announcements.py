"""What the staff was told, and how many read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_
from leakwatch.models import Alert, Announcement, AnnouncementState, Form, ReaderGroup
from leakwatch.record.alert_json import BULLETIN
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.numbered import numbered
from leakwatch.record.outbox_rows import Place, queue
from leakwatch.record.readings import Group, Readings, counted, dump_groups, forget_readers
from leakwatch.record.rows_announcements import AnnouncementRow

#: Gives the state that follows. Raises UsageError and PermissionDenied when nothing may.
Check = Callable[[Announcement], AnnouncementState]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One message of an announcement."""

    alert: Alert
    channel: str
    parent: str | None = None  #: key of the message in whose thread it goes on


class Announcements:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._enter = database, audit.entering("announcement")
        self.readings = Readings(database, audit)

    def propose(
        self,
        *,
        title: str,
        kind: str,
        author: str,
        now: datetime,
        occasion: str = "",
        due: date | None = None,
        once: bool = False,
    ) -> Announcement | None:
        """A draft; `once`: None when there is one of that occasion already. Raises SealError."""
        with self._database.writing(durable=True) as session:
            same = select(col(AnnouncementRow.id)).where(col(AnnouncementRow.occasion) == occasion)
            if once and session.scalars(same).first() is not None:
                return None
            row = AnnouncementRow(
                occasion=occasion,
                kind=kind,
                state=AnnouncementState.DRAFT.value,
                author=author,
                created_at=now,
                due=due,
                headcount={},
                smallest=2,
                detail={"title": title},
            )
            session.add(row)
            session.flush()
            self._enter(session, "propose", f"A-{row.id}", actor=author, now=now)
            return announcement_of(row)

    def list(self, *, state: AnnouncementState | None = None) -> tuple[Announcement, ...]:
        """By number."""
        query = select(AnnouncementRow).order_by(col(AnnouncementRow.id))
        if state is not None:
            query = query.where(col(AnnouncementRow.state) == state.value)
        with self._database.reading() as session:
            return tuple(announcement_of(row) for row in session.scalars(query))

    def get(self, number: int) -> Announcement:
        """Raises UsageError when there is none."""
        with self._database.reading() as session:
            return announcement_of(row_of(session, number))

    def title(self, number: int) -> str:
        """Raises UsageError and SealError."""
        with self._database.reading() as session:
            return str(row_of(session, number).detail.open()["title"])

    def approve(self, number: int, *, check: Check, actor: str, now: datetime) -> Announcement:
        """Raises what `check` raises."""
        with self._database.writing(durable=True) as session:
            row = _moved(session, number, check)
            row.approver = actor
            self._enter(session, "approve", f"A-{row.id}", actor=actor, now=now)
            return announcement_of(row)

    def publish(
        self,
        number: int,
        copies: Sequence[Copy],
        *,
        check: Check,
        headcount: Mapping[str, int],
        smallest: int,
        named: bool,
        actor: str,
        now: datetime,
    ) -> Announcement:
        """Queue its messages in the same transaction, so that none is lost.

        Raises what `check` raises, and SealError.
        """
        with self._database.writing(durable=True) as session:
            row = _moved(session, number, check)
            row.publisher, row.published_at = actor, now
            row.headcount, row.smallest, row.named = dict(headcount), smallest, named
            for copy in copies:
                _queue(session, copy)
            self._enter(session, "publish", f"A-{row.id}", actor=actor, now=now)
            return announcement_of(row)

    def close(
        self,
        number: int,
        *,
        check: Check,
        group: Group,
        actor: str,
        now: datetime,
        reason: str | None = None,
    ) -> Announcement:
        """Count for the last time; who read it is then forgotten, unless names are kept.

        Raises what `check` raises.
        """
        with self._database.writing(durable=True) as session:
            row = _moved(session, number, check)
            row.closed_at = now
            row.counts = dump_groups(counted(session, row, group))
            if not row.named:
                forget_readers(session, number)
            self._enter(session, "close", f"A-{row.id}", actor=actor, now=now, reason=reason)
            closed = announcement_of(row)
        self._database.clear_journal()
        return closed

    def counts(self, number: int, group: Group) -> tuple[ReaderGroup, ...]:
        """Readers in groups that may be shown; those of its closing, once it is closed."""
        with self._database.reading() as session:
            return counted(session, row_of(session, number), group)


def row_of(session: Session, number: int) -> AnnouncementRow:
    """Raises UsageError."""
    message = N_("there is no announcement {label}: leakwatch awareness list shows all")
    return numbered(session, AnnouncementRow, number, message, label=f"A-{number}")


def announcement_of(row: AnnouncementRow) -> Announcement:
    assert row.id is not None
    return Announcement(
        number=row.id,
        occasion=row.occasion,
        kind=row.kind,
        state=AnnouncementState(row.state),
        author=row.author,
        created_at=row.created_at,
        due=row.due,
        approver=row.approver,
        publisher=row.publisher,
        published_at=row.published_at,
        closed_at=row.closed_at,
        headcount=row.headcount,
        smallest=row.smallest,
        named=row.named,
    )


def erase_about(session: Session, subject: str, *, labels: Sequence[str], now: datetime) -> int:
    """Forget which case led to an announcement when the case's person is forgotten; how many did.

    Who read it is known by a keyed hash only, or by Slack id, and is nobody of the roster.
    """
    del subject, now
    rows = session.scalars(
        select(AnnouncementRow).where(col(AnnouncementRow.occasion).in_(labels))
    ).all()
    for row in rows:
        row.occasion = ""
    return len(rows)


def expired(session: Session, before: datetime, held: frozenset[str]) -> tuple[str, ...]:
    """Labels of what was closed before that moment and is not held."""
    rows = session.scalars(
        select(AnnouncementRow).where(col(AnnouncementRow.closed_at) < before)
    ).all()
    labels = [(f"A-{row.id}", row.occasion) for row in rows]
    return tuple(one for one, occasion in labels if one not in held and occasion not in held)


def delete(session: Session, labels: Sequence[str]) -> int:
    """Delete announcements with their readers; how many there were."""
    count = 0
    for label in labels:
        row = session.get(AnnouncementRow, int(label.removeprefix("A-")))
        if row is not None:
            forget_readers(session, row.id or 0)
            session.delete(row)
            count += 1
    return count


def _queue(session: Session, copy: Copy) -> None:
    text = copy.alert.bulletin.text if copy.alert.bulletin else ""
    form = Form.POST if copy.parent is None else Form.REPLY
    place = Place(form=form, channel=copy.channel, parent=copy.parent)
    queue(session, copy.alert, sealed={BULLETIN: text}, place=place)


def _moved(session: Session, number: int, check: Check) -> AnnouncementRow:
    row = row_of(session, number)
    row.state = check(announcement_of(row)).value
    return row
