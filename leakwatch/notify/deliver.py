"""From the outbox to a channel: repeated until the channel takes it, and never twice."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from leakwatch.errors import NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.models import OutboxEntry, Posting, Receipt
from leakwatch.notify.channels import Notifier, Recall

logger = logging.getLogger(__name__)

#: Seconds before the first repeat; doubled with each, up to the second figure.
_FIRST_WAIT, _LONGEST_WAIT = 10.0, 900.0
#: Waits are stretched by up to this share, so that what failed together does not return together.
_JITTER = 0.25
#: A channel that asks for at most so many seconds is waited for on the spot, so many times; all of
#: it has to end within the five minutes after which the outbox takes a deliverer for dead.
_PATIENCE, _PATIENT_TRIES = 30.0, 2
#: About a week of repeats: no outage of a channel lasts that long, a mistake in the alert does.
_MAX_ATTEMPTS = 700
#: Last error of an entry that may stand in the channel already.
UNCLEAR = "unclear"
#: Last error of an entry that waits for an earlier one of its channel.
HELD = "held"


class Outbox(Protocol):
    """What delivery needs of `record.outbox`."""

    def claim(self, now: datetime, limit: int, /) -> tuple[OutboxEntry, ...]:
        """Due entries in their order, now `sending` and with this attempt counted."""

    def delivered(self, entry: int, receipt: Receipt, now: datetime, /) -> None: ...

    def retry(self, entry: int, error: str, next_at: datetime, /) -> None: ...

    def dead(self, entry: int, error: str, /) -> None: ...

    def unknown(self, entry: int, error: str, /) -> None: ...


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
    interval: float | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    chance: Callable[[], float] = random.random,
) -> Deliveries:
    """Send up to `limit` due entries, one after the other, and write down what became of each.

    What may have arrived is looked for in the channel before it is sent again; where nobody can
    say, the entry becomes `unknown` and is left to a person. A channel that cannot take one alert
    now gets no later one either, so its order holds. `interval` seconds (default: the notifier's)
    lie between two messages to one channel. Only errors of the outbox itself are raised.
    """
    pace = notifier.interval if interval is None else interval
    round_ = _Round(outbox, notifier, clock=clock, interval=pace, sleep=sleep, chance=chance)
    for _ in range(limit):
        due = outbox.claim(clock(), 1)
        if not due:
            break
        for entry in due:
            await round_.deliver(entry)
    return round_.counted()


class _Round:
    """One pass over the outbox: which channels are held, and when each was last written to."""

    def __init__(
        self,
        outbox: Outbox,
        notifier: Notifier,
        *,
        clock: Callable[[], datetime],
        interval: float,
        sleep: Callable[[float], Awaitable[None]],
        chance: Callable[[], float],
    ) -> None:
        self._outbox, self._notifier = outbox, notifier
        self._clock, self._interval = clock, interval
        self._sleep, self._chance = sleep, chance
        self._held: dict[str | None, datetime] = {}
        self._written: dict[str | None, datetime] = {}
        self._count: Counter[str] = Counter()

    def counted(self) -> Deliveries:
        return Deliveries(**self._count)

    async def deliver(self, entry: OutboxEntry) -> None:
        until = self._held.get(entry.alert.channel)
        if until is not None:
            # one warning for a channel that is down, not one more for each alert behind it
            self._put_off(entry, entry.error or HELD, until, level=logging.INFO)
        elif not _may_have_arrived(entry) or await self._absent(entry):
            await self._send(entry)

    async def _send(self, entry: OutboxEntry) -> None:
        try:
            receipt = await self._patiently(posting_of(entry))
        except NotifyUnclear as error:
            if await self._absent(entry):
                self._repeat(entry, f"{UNCLEAR}:{_name(error)}", error)
        except NotifyRefused as error:
            self._dead(entry, _name(error))
        except NotifyError as error:
            self._repeat(entry, _name(error), error)
        else:
            self._delivered(entry, receipt)

    async def _patiently(self, posting: Posting) -> Receipt:
        """Send at the channel's pace, and wait out a short "not so fast" on the spot."""
        for _ in range(_PATIENT_TRIES):
            await self._keep_pace(posting.channel)
            try:
                return await self._notifier.send(posting)
            except NotifyError as error:
                if error.retry_after is None or error.retry_after > _PATIENCE:
                    raise
                await self._sleep(error.retry_after)
        return await self._notifier.send(posting)

    async def _keep_pace(self, channel: str | None) -> None:
        now, last = self._clock(), self._written.get(channel)
        left = self._interval - (now - last).total_seconds() if last else 0.0
        if left > 0:
            await self._sleep(left)
        self._written[channel] = self._clock()

    async def _absent(self, entry: OutboxEntry) -> bool:
        """Whether the channel does not hold the alert; else the entry is settled here."""
        if not isinstance(self._notifier, Recall):
            self._unknown(entry, UNCLEAR)
            return False
        try:
            receipt = await self._notifier.find(posting_of(entry))
        except NotifyRefused as error:
            self._unknown(entry, f"{UNCLEAR}:{_name(error)}")
        except NotifyError as error:
            self._repeat(entry, f"{UNCLEAR}:{_name(error)}", error)
        else:
            if receipt is None:
                return True
            self._delivered(entry, receipt)
        return False

    def _repeat(self, entry: OutboxEntry, name: str, error: NotifyError) -> None:
        if entry.attempts >= _MAX_ATTEMPTS:
            settle = self._unknown if name.startswith(UNCLEAR) else self._dead
            settle(entry, name)
            return
        wait = min(_FIRST_WAIT * 2 ** min(max(entry.attempts - 1, 0), 20), _LONGEST_WAIT)
        wait = max(wait, error.retry_after or 0.0) * (1 + _JITTER * self._chance())
        until = self._clock() + timedelta(seconds=wait)
        self._held[entry.alert.channel] = until
        self._put_off(entry, name, until)

    def _put_off(
        self, entry: OutboxEntry, name: str, until: datetime, *, level: int = logging.WARNING
    ) -> None:
        self._outbox.retry(entry.id, name, until)
        self._count["retried"] += 1
        self._log("alert.retry", entry, name, level=level)

    def _delivered(self, entry: OutboxEntry, receipt: Receipt) -> None:
        self._outbox.delivered(entry.id, receipt, self._clock())
        self._count["delivered"] += 1
        self._log("alert.delivered", entry, "", level=logging.INFO)

    def _dead(self, entry: OutboxEntry, name: str) -> None:
        self._outbox.dead(entry.id, name)
        self._count["dead"] += 1
        self._log("alert.dead", entry, name, level=logging.ERROR)

    def _unknown(self, entry: OutboxEntry, name: str) -> None:
        self._outbox.unknown(entry.id, name)
        self._count["unknown"] += 1
        self._log("alert.unknown", entry, name, level=logging.ERROR)

    def _log(self, event: str, entry: OutboxEntry, name: str, *, level: int) -> None:
        extra = {"outbox": entry.id, "source": entry.alert.source, "error": name}
        logger.log(level, event, extra=extra)


def posting_of(entry: OutboxEntry) -> Posting:
    """What is to be said of `entry` where it goes; an empty channel is the medium's default."""
    return Posting(
        key=entry.key or entry.alert.key,
        alert=entry.alert,
        channel=entry.channel or entry.alert.channel or "",
        form=entry.form,
        thread=entry.thread,
        parent=entry.parent,
        standings=entry.standings,
    )


def _may_have_arrived(entry: OutboxEntry) -> bool:
    """Whether an earlier attempt ended without a word, or without ending at all."""
    if entry.error is None:
        return entry.attempts > 1
    return entry.error.startswith(UNCLEAR)


def _name(error: NotifyError) -> str:
    """The short name the outbox keeps: the channel's own code where there is one."""
    return str(error.values.get("code", type(error).__name__))
