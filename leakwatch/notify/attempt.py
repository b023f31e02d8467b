"""One attempt to deliver one entry: at its time, looked for first where it may stand already."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from leakwatch.errors import N_, NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.models import Delivery, Ending, Form, OutboxEntry, Posting, Receipt
from leakwatch.notify.channels import Notifier, Recall
from leakwatch.notify.remedies import EVERYWHERE, GONE

logger = logging.getLogger(__name__)

#: What a posting looks like by its route.
Style = Callable[[Posting, OutboxEntry], Posting]

#: Seconds before the first repeat; doubled with each, up to the second figure.
_FIRST_WAIT, _LONGEST_WAIT = 10.0, 900.0
#: Waits are stretched by up to this share, so that what failed together does not return together.
_JITTER = 0.25
#: A channel that asks for at most so many seconds is waited for on the spot, so many times; all of
#: it has to end within the five minutes after which the outbox takes a deliverer for dead.
_PATIENCE, _PATIENT_TRIES = 30.0, 2
#: About a week of repeats: no outage of a channel lasts that long, a mistake in the alert does.
_MAX_ATTEMPTS = 700
#: Seconds after which an attempt is given up, while nobody else takes it for given up yet.
_LONGEST = 240.0
#: A fault of ours does not go away by repeats, and must not hold its channel for long.
_MAX_FAULTS = 5
#: Last error of an entry that may stand in the channel already.
UNCLEAR = "unclear"
#: An empty announcement is worse than a late one.
_SEALED = N_("its text is sealed, and the key that opens it is missing")
_TOO_LONG = N_("the attempt took too long and was given up")
_TERMINAL, _SLACK = "terminal", "slack"
_EVENTS = {
    Delivery.DELIVERED: ("alert.delivered", logging.INFO),
    Delivery.RETRY: ("alert.retry", logging.WARNING),
    Delivery.WAITING: ("alert.alone", logging.WARNING),
    Delivery.DEAD: ("alert.dead", logging.ERROR),
    Delivery.UNKNOWN: ("alert.unknown", logging.ERROR),
}


def as_it_is(posting: Posting, _entry: OutboxEntry) -> Posting:
    return posting


def posting_of(entry: OutboxEntry) -> Posting:
    """What is to be said of `entry` where it goes; an empty channel is the medium's default."""
    return Posting(
        key=entry.key or entry.alert.key,
        alert=entry.alert,
        channel=entry.alert.channel or "" if entry.channel is None else entry.channel,
        form=entry.form,
        thread=entry.thread,
        parent=entry.parent,
        standings=entry.standings,
    )


class Attempt:
    """How entries are attempted; the outbox is none of its business."""

    def __init__(
        self,
        notifier: Notifier,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        chance: Callable[[], float],
        style: Style,
    ) -> None:
        self._notifier, self._style = notifier, style
        self._clock, self._sleep, self._chance = clock, sleep, chance

    async def make(self, entry: OutboxEntry) -> Ending:
        """Send `entry` once its slot has come, unless it stands in its channel already."""
        wait = (entry.slot - self._clock()).total_seconds() if entry.slot else 0.0
        try:
            async with asyncio.timeout(_LONGEST + max(wait, 0.0)):
                ending = await self._made(entry, self._style(posting_of(entry), entry))
        except TimeoutError:
            ending = self._repeat(entry, f"{UNCLEAR}:timeout", NotifyError(_TOO_LONG))
        event, level = _EVENTS[ending.state]
        extra = {"outbox": entry.id, "source": entry.alert.source, "error": ending.error or ""}
        logger.log(level, event, extra=extra)
        return ending

    async def _made(self, entry: OutboxEntry, posting: Posting) -> Ending:
        if _may_have_arrived(entry):
            settled = await self._looked(entry, posting)
            if settled is not None:
                return settled
        await self._wait(entry.slot)
        try:
            receipt = await self._patiently(posting)
        except NotifyUnclear as error:
            name = f"{UNCLEAR}:{_name(error)}"
            if entry.form is Form.UPDATE:  # the same once more does no harm
                return self._repeat(entry, name, error)
            return await self._looked(entry, posting) or self._repeat(entry, name, error)
        except NotifyRefused as error:
            return self._refused(entry, posting, _name(error))
        except NotifyError as error:
            return self._repeat(entry, _name(error), error)
        return self._ending(entry, Delivery.DELIVERED, receipt=receipt)

    async def _wait(self, slot: datetime | None) -> None:
        left = (slot - self._clock()).total_seconds() if slot else 0.0
        if left > 0:
            await self._sleep(left)

    async def _patiently(self, posting: Posting) -> Receipt:
        """Send, and wait out a short "not so fast" on the spot."""
        if posting.alert.bulletin is not None and not posting.alert.bulletin.text:
            raise NotifyError(_SEALED, code="sealed")
        for _ in range(_PATIENT_TRIES):
            try:
                return await self._notifier.send(posting)
            except NotifyError as error:
                if error.retry_after is None or error.retry_after > _PATIENCE:
                    raise
                await self._sleep(error.retry_after)
        return await self._notifier.send(posting)

    async def _looked(self, entry: OutboxEntry, posting: Posting) -> Ending | None:
        """How it ended if the channel can tell; None: it is not there."""
        if not isinstance(self._notifier, Recall):
            return self._undecided(entry, UNCLEAR)
        try:
            receipt = await self._notifier.find(posting)
        except NotifyRefused as error:
            if _name(error) in GONE and entry.form is Form.REPLY:
                return None  # a thread that is gone does not hold it
            return self._undecided(entry, f"{UNCLEAR}:{_name(error)}")
        except NotifyError as error:
            return self._repeat(entry, f"{UNCLEAR}:{_name(error)}", error)
        if receipt is None:
            return None
        return self._ending(entry, Delivery.DELIVERED, receipt=receipt, found=True)

    def _refused(self, entry: OutboxEntry, posting: Posting, code: str) -> Ending:
        if code in GONE and entry.form is Form.REPLY:
            return self._ending(entry, Delivery.WAITING)
        if code in GONE and entry.form is Form.UPDATE:
            return self._ending(entry, Delivery.DEAD, error=code)  # nobody misses a deleted one
        concerns = _concerned(posting.channel, code)
        return self._ending(entry, Delivery.DEAD, error=code, concerns=concerns)

    def failed(self, entry: OutboxEntry, error: BaseException) -> Ending:
        """An attempt that ended as nobody foresaw: it may have arrived for all anybody knows."""
        name = f"{UNCLEAR}:{type(error).__name__}"
        if entry.attempts >= _MAX_FAULTS:
            return self._undecided(entry, name)
        return self._repeat(entry, name, NotifyError(name))

    def _repeat(self, entry: OutboxEntry, name: str, error: NotifyError) -> Ending:
        if entry.attempts >= _MAX_ATTEMPTS:
            if name.startswith(UNCLEAR) and entry.form is not Form.UPDATE:
                return self._undecided(entry, name)
            return self._ending(
                entry, Delivery.DEAD, error=name, concerns=posting_of(entry).channel
            )
        wait = min(_FIRST_WAIT * 2 ** min(max(entry.attempts - 1, 0), 20), _LONGEST_WAIT)
        wait = max(wait, error.retry_after or 0.0) * (1 + _JITTER * self._chance())
        until = self._clock() + timedelta(seconds=wait)
        return self._ending(entry, Delivery.RETRY, error=name, next_at=until)

    def _undecided(self, entry: OutboxEntry, name: str) -> Ending:
        concerns = _concerned(posting_of(entry).channel, name.partition(":")[2])
        return self._ending(entry, Delivery.UNKNOWN, error=name, concerns=concerns)

    def _ending(
        self,
        entry: OutboxEntry,
        state: Delivery,
        *,
        error: str | None = None,
        next_at: datetime | None = None,
        receipt: Receipt | None = None,
        found: bool = False,
        concerns: str | None = None,
    ) -> Ending:
        return Ending(
            entry=entry.id,
            state=state,
            at=self._clock(),
            error=error,
            next_at=next_at,
            receipt=receipt.reference if receipt else None,
            found=found,
            concerns=concerns,
        )


def _may_have_arrived(entry: OutboxEntry) -> bool:
    """Whether an earlier attempt ended without a word, or without ending at all."""
    if entry.form is Form.UPDATE:
        return False
    if entry.error is None:
        return entry.attempts > 1
    return entry.error.startswith(UNCLEAR)


def _name(error: NotifyError) -> str:
    """The short name the outbox keeps: the channel's own code where there is one."""
    return str(error.values.get("code", type(error).__name__))


def _concerned(channel: str, code: str) -> str:
    """What an alarm about `code` is about: the channel, or the whole medium behind it."""
    if code not in EVERYWHERE:
        return channel
    medium, colon, _ = channel.partition(":")
    return medium if colon or channel == _TERMINAL else _SLACK
