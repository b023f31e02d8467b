"""From the outbox to the configured channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from leakwatch.config import Settings
from leakwatch.locale import Catalogue
from leakwatch.models import (
    Delivery,
)
from leakwatch.notify import Deliveries, Notifier, SlackNotifier, TerminalNotifier, deliver
from leakwatch.record import Record

#: A command waits this many times that many seconds before it leaves the rest to the service.
_TRIES, _WAIT = 3, 10.0


def notifier_for(
    settings: Settings, *, catalogue: Catalogue, write: Callable[[str], None]
) -> Notifier:
    """Slack when a token is configured, else the terminal."""
    zone = ZoneInfo(settings.timezone)
    if settings.slack is None:
        return TerminalNotifier(write=write, catalogue=catalogue, zone=zone)
    return SlackNotifier(settings.slack, network=settings.network, catalogue=catalogue, zone=zone)


async def deliver_due(record: Record, notifier: Notifier) -> Deliveries:
    """Send everything that is due now, once round."""
    return await deliver(record.outbox, notifier, clock=lambda: datetime.now(UTC), limit=1_000)


async def deliver_patiently(record: Record, notifier: Notifier) -> Deliveries:
    """Send what is due and, when the channel was only busy, try the rest a few times more."""
    done = await deliver_due(record, notifier)
    for _ in range(_TRIES):
        if not done.retried:
            break
        await asyncio.sleep(_WAIT)
        again = await deliver_due(record, notifier)
        done = Deliveries(
            delivered=done.delivered + again.delivered,
            retried=again.retried or len(record.outbox.list(state=Delivery.RETRY)),
            dead=done.dead + again.dead,
            unknown=done.unknown + again.unknown,
        )
    return done
