"""Named fakes: small working things in the place of slow, remote or shared ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from leakwatch.errors import NotifyError
from leakwatch.models import (
    Alert,
    Delivery,
    DeliveryTerms,
    Ending,
    OutboxEntry,
    Posting,
    Receipt,
)


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
        self.free: dict[str, datetime] = {}

    def turn(
        self, endings: Sequence[Ending], *, now: datetime, limit: int, terms: DeliveryTerms
    ) -> tuple[OutboxEntry, ...]:
        for ending in endings:
            self.end(ending)
        busy = self._busy(now)
        heads: dict[str, OutboxEntry] = {}
        for row in self._due(now):
            if self._place(row) not in busy:
                heads.setdefault(self._place(row), row)
        taken = list(heads.values())[: max(limit, 0)]
        for row in taken:
            place = self._place(row)
            slot = max(now, self.free.get(place, now))
            self.free[place] = slot + timedelta(seconds=terms.interval(place))
            self.rows[row.id] = replace(
                row, state=Delivery.SENDING, attempts=row.attempts + 1, slot=slot
            )
        return tuple(self.rows[row.id] for row in taken)

    def behind(self, now: datetime) -> int:
        busy = self._busy(now)
        return sum(self._place(row) in busy for row in self._due(now))

    def end(self, ending: Ending) -> None:
        row = self.rows[ending.entry]
        assert row.state is Delivery.SENDING
        self.rows[row.id] = replace(
            row,
            state=ending.state,
            error=ending.error,
            next_at=ending.next_at,
            receipt=ending.receipt or row.receipt,
        )

    def _busy(self, now: datetime) -> set[str]:
        return {
            self._place(row)
            for row in self.rows.values()
            if row.state is Delivery.SENDING
            or (row.state is Delivery.RETRY and row.next_at is not None and row.next_at > now)
        }

    def _due(self, now: datetime) -> list[OutboxEntry]:
        open_states = {Delivery.WAITING, Delivery.RETRY}
        return [
            row
            for row in self.rows.values()
            if row.state in open_states and (row.next_at is None or row.next_at <= now)
        ]

    def _place(self, row: OutboxEntry) -> str:
        return row.channel or row.alert.channel or ""


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
