"""What was told of a finding is kept true: messages are edited, and their threads hear of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Alert, AlertFinding, AlertKind, Delivery, Form, Standing
from leakwatch.record.alert_json import load_finding
from leakwatch.record.outbox_rows import DUE, Place, queue
from leakwatch.record.rows import AlertedRow, HistoryRow, OutboxRow
from leakwatch.record.standings import standings_of

#: A message that was refused or may be lost says how things stand when it is sent after all.
_TOLD = (*DUE, Delivery.SENDING, Delivery.DELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A finding stands otherwise than the messages about it say."""

    number: int
    reply: bool  #: worth a line in their threads; else they are only edited


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """One news as it is queued: its key begins with which line of the history brought it."""

    key: str
    standing: Standing
    reply: bool


def tell(session: Session, news: Iterable[News], *, now: datetime, but: Iterable[int] = ()) -> None:
    """Queue an edit of each message that tells of these findings, and a line in its thread.

    Entries whose ids are in `but` were written under the new standing already.
    """
    session.flush()
    events = _events(session, tuple(news))
    if not events:
        return
    told = (
        select(col(AlertedRow.finding), OutboxRow)
        .join(OutboxRow, col(OutboxRow.id) == col(AlertedRow.outbox))
        .where(
            col(AlertedRow.finding).in_(events),
            col(OutboxRow.state).in_(_TOLD),
            col(OutboxRow.id).not_in(tuple(but)),
        )
        .order_by(col(OutboxRow.id))
    )
    messages = session.execute(told).all()
    queued = _Queued(session, [row for _, row in messages])
    for number, row in messages:
        queued.edit(row, events[number], now)
        if events[number].reply:
            queued.answer(row, events[number], now)


def told_before(session: Session, row: OutboxRow, now: datetime) -> None:
    """Queue an edit of a message that turned up, if something was decided since it was queued."""
    told = session.scalars(select(col(AlertedRow.finding)).where(col(AlertedRow.outbox) == row.id))
    events = _events(session, tuple(News(number=number, reply=False) for number in told))
    queued = _Queued(session, [row])
    for event in events.values():
        if event.standing.at is not None and event.standing.at > row.created_at:
            queued.edit(row, event, now)


def retell(session: Session, row: OutboxRow, key: str, now: datetime) -> None:
    """Queue an edit of one message because it has to show less than it did."""
    if row.form != Form.UPDATE and row.state in _TOLD and not _is_fresh(row):
        alert = _alert(row, f"{key}:update@{row.id}", standing=None, now=now)
        queue(session, alert, sealed={}, place=_place(row, Form.UPDATE))


def _events(session: Session, news: tuple[News, ...]) -> dict[int, _Event]:
    numbers = [one.number for one in news]
    if not numbers:
        return {}
    newest = (
        select(col(HistoryRow.finding), func.max(col(HistoryRow.id)))
        .where(col(HistoryRow.finding).in_(numbers))
        .group_by(col(HistoryRow.finding))
    )
    lines = dict(session.execute(newest).all())
    standings = standings_of(session, numbers)
    return {
        one.number: _Event(
            key=f"status:F-{one.number}:{lines.get(one.number, 0)}",
            standing=standings[one.number],
            reply=one.reply,
        )
        for one in news
        if one.number in standings
    }


class _Queued:
    """What is queued for a set of messages: one edit each however many wait, one line a thread."""

    def __init__(self, session: Session, messages: list[OutboxRow]) -> None:
        self._session = session
        keys = {row.key for row in messages}
        waiting = select(col(OutboxRow.parent)).where(
            col(OutboxRow.parent).in_(keys),
            col(OutboxRow.form) == Form.UPDATE,
            col(OutboxRow.state).in_(DUE),
        )
        self._edited = set(session.scalars(waiting)) if keys else set()
        self._answered: set[tuple[str, str]] = set()

    def edit(self, row: OutboxRow, event: _Event, now: datetime) -> None:
        """One that waits, like a message not sent yet, says how things stand when it is sent."""
        if row.key in self._edited or _is_fresh(row):
            return
        self._edited.add(row.key)
        alert = _alert(row, f"{event.key}:update@{row.id}", standing=event.standing, now=now)
        queue(self._session, alert, sealed={}, place=_place(row, Form.UPDATE))

    def answer(self, row: OutboxRow, event: _Event, now: datetime) -> None:
        thread = row.parent if row.form == Form.REPLY and row.parent else row.key
        if (thread, event.key) in self._answered:
            return
        self._answered.add((thread, event.key))
        alert = _alert(row, f"{event.key}:reply@{row.id}", standing=event.standing, now=now)
        queue(self._session, alert, sealed={}, place=_place(row, Form.REPLY))


def _is_fresh(row: OutboxRow) -> bool:
    """Whether nobody has tried to send it: it cannot say anything outdated."""
    return row.state == Delivery.WAITING and row.attempts == 0 and row.error is None


def _place(row: OutboxRow, form: Form) -> Place:
    return Place(form=form, channel=row.channel, route=row.route, parent=row.key)


def _alert(row: OutboxRow, key: str, *, standing: Standing | None, now: datetime) -> Alert:
    return Alert(
        key=key,
        kind=AlertKind.STATUS,
        source=row.source,
        channel=row.alert["channel"],
        created_at=now,
        findings=tuple(_concerned(row, standing)) if standing else (),
        standing=standing,
        sweep=row.sweep,
    )


def _concerned(row: OutboxRow, standing: Standing) -> Iterator[AlertFinding]:
    for values in row.alert["findings"]:
        if values["number"] == standing.number:
            yield load_finding({**values, "excerpt": "", "new_entries": []})
            return
