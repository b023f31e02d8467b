"""Named fakes: small working things in the place of slow, remote or shared ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from leakwatch.errors import NotifyError
from leakwatch.models import Alert, Delivery, OutboxEntry, Posting, Receipt


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


class MemoryOutbox:
    """An outbox that forgets at the end, with the manners of the recorded one."""

    def __init__(self, *alerts: Alert) -> None:
        self.rows = {
            number: OutboxEntry(id=number, alert=alert, state=Delivery.WAITING)
            for number, alert in enumerate(alerts, start=1)
        }

    def claim(self, now: datetime, limit: int) -> tuple[OutboxEntry, ...]:
        open_states = {Delivery.WAITING, Delivery.RETRY}
        due = [
            row
            for row in self.rows.values()
            if row.state in open_states and (row.next_at is None or row.next_at <= now)
        ]
        for row in due[:limit]:
            self.rows[row.id] = replace(row, state=Delivery.SENDING, attempts=row.attempts + 1)
        return tuple(self.rows[row.id] for row in due[:limit])

    def delivered(self, entry_id: int, receipt: Receipt, now: datetime) -> None:
        self._end(entry_id, Delivery.DELIVERED, receipt=receipt.reference, error=None)

    def retry(self, entry_id: int, error: str, next_at: datetime) -> None:
        self._end(entry_id, Delivery.RETRY, error=error, next_at=next_at)

    def dead(self, entry_id: int, error: str) -> None:
        self._end(entry_id, Delivery.DEAD, error=error)

    def unknown(self, entry_id: int, error: str) -> None:
        self._end(entry_id, Delivery.UNKNOWN, error=error)

    def _end(self, entry_id: int, state: Delivery, **changes: Any) -> None:
        row = self.rows[entry_id]
        assert row.state is Delivery.SENDING
        self.rows[entry_id] = replace(row, state=state, **({"next_at": None} | changes))


class ScriptedChannel:
    """A channel that remembers what it was sent and fails as it is told.

    `script` says, call by call, how `send` ends: None for well, an error to raise, or
    ("arrived", error) to take the message and raise all the same.
    """

    interval = 0.0

    def __init__(self, *script: NotifyError | tuple[str, NotifyError] | None) -> None:
        self.script = list(script)
        self.posted: list[Alert] = []
        self.attempts = 0
        self.looked = 0
        self.blind: NotifyError | None = None  #: what `find` raises

    async def send(self, posting: Posting) -> Receipt:
        self.attempts += 1
        step = self.script.pop(0) if self.script else None
        arrived, error = step if isinstance(step, tuple) else ("", step)
        if error is None or arrived:
            self.posted.append(posting.alert)
        if error is not None:
            raise error
        return Receipt(reference=f"posted/{len(self.posted)}")

    async def find(self, posting: Posting) -> Receipt | None:
        self.looked += 1
        if self.blind is not None:
            raise self.blind
        keys = [one.key for one in self.posted]
        return Receipt(reference=f"found/{posting.key}") if posting.key in keys else None
