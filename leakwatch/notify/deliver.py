"""From the outbox to its channels: repeated until a channel takes it, and never twice."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from leakwatch.errors import LeakwatchError
from leakwatch.models import Delivery, DeliveryTerms, Ending, OutboxEntry
from leakwatch.notify.attempt import Attempt, Style, as_it_is
from leakwatch.notify.channels import Notifier, Paced

logger = logging.getLogger(__name__)

#: Channels that are written to at a time.
AT_ONCE = 48
#: Seconds to wait for further answers that can be written down in the same transaction: one that
#: waits for the disk costs more than a message.
_TOGETHER = 0.01
#: How an entry ended is known here alone: a database that is locked or full gets so many tries to
#: take it, so many seconds apart, well within the five minutes for which the entry is ours.
_TRIES, _BETWEEN = 6, 5.0


class Outbox(Protocol):
    """What delivery needs of `record.outbox`."""

    def turn(
        self, endings: Sequence[Ending], *, now: datetime, limit: int, terms: DeliveryTerms
    ) -> tuple[OutboxEntry, ...]:
        """Write down `endings`, and hand out the next due entries, one a channel, as `sending`."""

    def behind(self, now: datetime, /) -> int:
        """How many entries are due but for an earlier one of their channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """What became of the entries that were due."""

    delivered: int = 0
    retried: int = 0  #: put off, with those that wait for an earlier one of their channel
    dead: int = 0
    unknown: int = 0


async def deliver(
    outbox: Outbox,
    notifier: Notifier,
    *,
    clock: Callable[[], datetime],
    limit: int,
    terms: DeliveryTerms | None = None,
    interval: float | None = None,
    style: Style = as_it_is,
    seconds: float | None = None,
    at_once: int = AT_ONCE,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    chance: Callable[[], float] = random.random,
) -> Deliveries:
    """Send up to `limit` due entries and write down what became of each.

    Up to `at_once` channels are written to at a time; after `seconds` nothing more is begun.

    Each channel gets one message at a time and in their order: one that cannot take a message now
    gets no later one either. What may have arrived is looked for in the channel before it is sent
    again; where nobody can say, the entry becomes `unknown` and is left to a person. `interval`
    seconds (default: by `terms`, else the notifier's) lie between two messages to one channel,
    with all deliverers on one outbox together. `style` dresses a posting by its route. Only errors of
    the outbox itself are raised.
    """
    paced = pace_of(notifier) if interval is None else lambda _channel: interval
    given = terms or DeliveryTerms(interval=paced)
    attempt = Attempt(notifier, clock=clock, sleep=sleep, chance=chance, style=style)
    until = None if seconds is None else clock() + timedelta(seconds=seconds)
    round_ = _Round(
        outbox, attempt, clock=clock, terms=given, at_once=at_once, until=until, sleep=sleep
    )
    return await round_.run(limit)


def pace_of(notifier: Notifier) -> Callable[[str], float]:
    """Seconds that `notifier` leaves between two messages to a channel."""
    if isinstance(notifier, Paced):
        return notifier.interval_of
    return lambda _channel: notifier.interval


class _Round:
    """One pass over the outbox: what is under way, and what is to be written down of it."""

    def __init__(
        self,
        outbox: Outbox,
        attempt: Attempt,
        *,
        clock: Callable[[], datetime],
        terms: DeliveryTerms,
        at_once: int,
        until: datetime | None,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._outbox, self._attempt, self._sleep = outbox, attempt, sleep
        self._clock, self._terms = clock, terms
        self._at_once, self._until = at_once, until
        self._running: dict[asyncio.Task[Ending], OutboxEntry] = {}
        self._count: Counter[str] = Counter()

    async def run(self, limit: int) -> Deliveries:
        ended: list[Ending] = []
        try:
            while True:
                entries = await self._turn(ended, limit)
                limit -= len(entries)
                for entry in entries:
                    self._running[asyncio.create_task(self._attempt.make(entry))] = entry
                if not self._running:
                    break
                ended = await self._some()
        finally:
            await self._abandon()
        return self._counted(await asyncio.to_thread(self._outbox.behind, self._clock()))

    async def _turn(self, ended: list[Ending], limit: int) -> tuple[OutboxEntry, ...]:
        now = self._clock()
        over = self._until is not None and now >= self._until
        room = 0 if over else min(limit, self._at_once - len(self._running))
        if not ended and room <= 0:
            return ()
        self._count.update(ending.state.value for ending in ended)
        for _ in range(_TRIES - 1 if ended else 0):
            try:
                return await self._turned(ended, room)
            except LeakwatchError:
                logger.warning("outbox.not_written", exc_info=True)
                await self._sleep(_BETWEEN)
        return await self._turned(ended, room)

    async def _turned(self, ended: list[Ending], room: int) -> tuple[OutboxEntry, ...]:
        # off the event loop: a sweep may hold the database for seconds
        return await asyncio.to_thread(
            self._outbox.turn, tuple(ended), now=self._clock(), limit=room, terms=self._terms
        )

    async def _some(self) -> list[Ending]:
        """The endings of those that are done, with any that follow in a moment."""
        done, left = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        if left:
            more, _ = await asyncio.wait(left, timeout=_TOGETHER)
            done |= more
        return [self._ending(task, self._running.pop(task)) for task in done]

    def _ending(self, task: asyncio.Task[Ending], entry: OutboxEntry) -> Ending:
        error = task.exception()
        if error is None:
            return task.result()
        logger.error("alert.fault", exc_info=error, extra={"outbox": entry.id})
        return self._attempt.failed(entry, error)

    async def _abandon(self) -> None:
        """Leave no task behind; what it was sending stays `sending`, to be looked for later."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _counted(self, behind: int) -> Deliveries:
        return Deliveries(
            delivered=self._count[Delivery.DELIVERED],
            retried=self._count[Delivery.RETRY] + behind,
            dead=self._count[Delivery.DEAD],
            unknown=self._count[Delivery.UNKNOWN],
        )
