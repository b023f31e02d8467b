"""Findings that somebody was told of and nobody has touched, and the call that follows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from leakwatch.models import Alert, AlertKind, Delivery, Form, Severity, Status, Unanswered
from leakwatch.record.alert_json import load_alert
from leakwatch.record.database import Database
from leakwatch.record.outbox import Place, queue
from leakwatch.record.rows import AlertedRow, FindingRow, HistoryRow, OutboxRow

#: Who waits for these need not wait longer: they arrived, or nobody sends them any more.
_ENDED = (Delivery.DELIVERED, Delivery.DEAD, Delivery.UNKNOWN)
#: Lines of a finding's history that may open it.
_OPENING = ("found", "reopened", "returned", "woken")


class Escalations:
    def __init__(self, database: Database) -> None:
        self._database = database

    def unanswered(
        self, routes: Collection[str], *, severities: Collection[Severity], before: datetime
    ) -> tuple[Unanswered, ...]:
        """What was told on one of `routes` before that moment, is new, and was never escalated.

        Each finding comes once, with the last alert that told of its present opening. A finding
        that a person has touched and put back is not among them.
        """
        with self._database.reading() as session:
            return _unanswered(session, routes, severities, before)

    def call(
        self, one: Unanswered, alert: Alert, *, channel: str | None, route: str | None
    ) -> bool:
        """Queue `alert` about `one`: in the thread of what told of it, if that arrived.

        Else it becomes a message of its own in `channel` (None: where routing says). False when
        somebody has touched the finding by now, or it was escalated already.
        """
        with self._database.writing(durable=True) as session:
            row = session.get(FindingRow, one.number)
            if row is None or (row.status, row.openings) != (Status.NEW, one.opening):
                return False
            place = Place(channel=channel, route=route)
            if one.arrived:
                place = Place(
                    form=Form.REPLY, channel=one.channel, route=one.route, parent=one.entry
                )
            return queue(session, alert, sealed={}, place=place)


def _unanswered(
    session: Session,
    routes: Collection[str],
    severities: Collection[Severity],
    before: datetime,
) -> tuple[Unanswered, ...]:
    told_at = func.coalesce(OutboxRow.delivered_at, OutboxRow.created_at)
    told = (
        select(FindingRow, OutboxRow)
        .join(AlertedRow, col(AlertedRow.finding) == col(FindingRow.number))
        .join(OutboxRow, col(OutboxRow.id) == col(AlertedRow.outbox))
        .where(
            col(FindingRow.status) == Status.NEW,
            col(FindingRow.severity).in_(severities),
            col(OutboxRow.route).in_(routes),
            col(OutboxRow.state).in_(_ENDED),
            col(OutboxRow.form) != Form.UPDATE,
            told_at <= before,
            OutboxRow.created_at >= _opened_at(),
            ~_touched(),
            ~_escalated(),
        )
        .order_by(col(OutboxRow.id))
    )
    found: dict[int, Unanswered] = {}
    for finding, entry in session.execute(told):
        one = _of_rows(finding, entry)
        if one is not None:
            found[one.number] = one
    return tuple(found.values())


def _of_rows(finding: FindingRow, entry: OutboxRow) -> Unanswered | None:
    """None for what is no first-hand word of the finding: copies, summaries, answers."""
    alert = load_alert(entry.alert)
    if alert.kind is not AlertKind.FINDINGS or entry.key != alert.key:
        return None
    assert finding.number is not None
    return Unanswered(
        number=finding.number,
        opening=finding.openings,
        severity=Severity(finding.severity),
        alert=alert,
        entry=entry.key,
        route=entry.route or "",
        channel=entry.channel or "",
        arrived=entry.state == Delivery.DELIVERED,
        since=entry.delivered_at or entry.created_at,
    )


def _opened_at() -> ColumnElement[datetime]:
    """When a sweep last opened the finding."""
    return (
        select(func.max(col(HistoryRow.at)))
        .where(
            col(HistoryRow.finding) == col(FindingRow.number),
            col(HistoryRow.act).in_(_OPENING),
            col(HistoryRow.actor).is_(None),
            col(HistoryRow.status) == Status.NEW,
        )
        .correlate(FindingRow)
        .scalar_subquery()
    )


def _touched() -> ColumnElement[bool]:
    """Whether a person has decided something since."""
    return exists().where(
        col(HistoryRow.finding) == col(FindingRow.number),
        col(HistoryRow.actor).is_not(None),
        col(HistoryRow.at) >= _opened_at(),
    )


def _escalated() -> ColumnElement[bool]:
    other = aliased(OutboxRow)
    key = (
        literal("escalation:F-")
        + cast(col(FindingRow.number), String)
        + literal(":")
        + cast(col(FindingRow.openings), String)
    )
    return exists().where(col(other.key) == key)
