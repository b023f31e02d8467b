"""Waiting for something to send: other processes queue it without saying so."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from leakwatch.errors import LeakwatchError
from leakwatch.record import Record

#: Seconds between two looks whether there is anything to send; a look is two small queries.
_LOOK = 0.5


async def until_due(record: Record, called: asyncio.Event, *, seconds: float) -> None:
    """Return when `called` is set, when something is due, or after about `seconds`."""
    for _ in range(max(1, int(seconds / _LOOK))):
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOK):
                await called.wait()
        if called.is_set() or await _is_due(record):
            return


async def _is_due(record: Record) -> bool:
    try:
        return await asyncio.to_thread(record.outbox.is_due, datetime.now(UTC))
    except LeakwatchError:
        return False  # the round that follows says what is wrong
