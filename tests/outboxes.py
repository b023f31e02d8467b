"""An outbox under test: what is put into it, handed out of it, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from leakwatch.models import Alert, Delivery, DeliveryTerms, Ending, Form, OutboxEntry
from leakwatch.record import Record
from leakwatch.record.outbox import Place, queue
from tests.logged import NOW


def put(record: Record, *alerts: Alert, sealed: dict[int, str] | None = None, **place: Any) -> None:
    with record._database.writing() as session:
        for alert in alerts:
            queue(session, alert, sealed=sealed or {}, place=Place(**place))


def taken(
    record: Record,
    *endings: Ending,
    now: datetime = NOW,
    limit: int = 100,
    terms: DeliveryTerms | None = None,
) -> tuple[OutboxEntry, ...]:
    return record.outbox.turn(endings, now=now, limit=limit, terms=terms or DeliveryTerms())


def keys(entries: Iterable[OutboxEntry]) -> list[str]:
    return [entry.key for entry in entries]


def ending(entry: OutboxEntry, state: Delivery = Delivery.DELIVERED, **changes: Any) -> Ending:
    given: dict[str, Any] = {"entry": entry.id, "state": state, "at": NOW}
    if state is Delivery.DELIVERED:
        given["receipt"] = f"C1/{entry.id}"
    return Ending(**(given | changes))


def deliver_all(record: Record, *, now: datetime = NOW, **terms: Any) -> list[OutboxEntry]:
    """Let every channel take everything; the entries in the order in which they went."""
    sent: list[OutboxEntry] = []
    entries = taken(record, now=now, terms=DeliveryTerms(**terms))
    while entries:
        sent += entries
        ended = [ending(entry, at=now) for entry in entries]
        entries = taken(record, *ended, now=now, terms=DeliveryTerms(**terms))
    return sent


def forms(entries: Iterable[OutboxEntry]) -> list[tuple[Form, str]]:
    return [(entry.form, entry.alert.kind.value) for entry in entries]
