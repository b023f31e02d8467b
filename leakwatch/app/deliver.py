"""From the outbox to the channels that routing names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from leakwatch.app.placing import default_channel, dressed_by, placed_by
from leakwatch.app.watch import Watch
from leakwatch.config import Settings
from leakwatch.locale import Catalogue
from leakwatch.models import Delivery, DeliveryTerms
from leakwatch.notify import Deliveries, Media, Notifier, deliver, media_of, pace_of

#: A command waits this many times that many seconds before it leaves the rest to the service.
_TRIES, _WAIT = 3, 10.0
#: More than ever waits at a time.
_EVERYTHING = 1_000_000


def notifier_for(
    settings: Settings, *, catalogue: Catalogue, write: Callable[[str], None]
) -> Media:
    """Every channel there is; what is for Slack goes to the terminal while there is no token."""
    zone = settings.zone
    return media_of(settings, catalogue=catalogue, zone=zone, write=write)


def terms_of(settings: Settings, notifier: Notifier) -> DeliveryTerms:
    """Where alerts go, how fast their channels take them, and who hears of what is refused."""
    given, usual = settings.routing.intervals, pace_of(notifier)
    return DeliveryTerms(
        decide=placed_by(settings),
        interval=lambda channel: given[channel] if channel in given else usual(channel),
        fallback=settings.routing.fallback,
        default=default_channel(settings),
    )


async def deliver_due(
    watch: Watch, notifier: Notifier, *, seconds: float | None = None
) -> Deliveries:
    """Send everything that is due, and what comes to be due meanwhile, once round.

    After `seconds` nothing more is begun: who has other things to do comes back for the rest.
    """
    return await deliver(
        watch.record.outbox,
        notifier,
        clock=lambda: datetime.now(UTC),
        limit=_EVERYTHING,
        terms=terms_of(watch.settings, notifier),
        style=dressed_by(watch.settings),
        seconds=seconds,
    )


async def deliver_patiently(watch: Watch, notifier: Notifier) -> Deliveries:
    """Send what is due and, when a channel was only busy, try the rest a few times more."""
    done = await deliver_due(watch, notifier)
    for _ in range(_TRIES):
        if not done.retried:
            break
        await asyncio.sleep(_WAIT)
        again = await deliver_due(watch, notifier)
        left = watch.record.outbox.counts().get(Delivery.RETRY, 0)
        done = Deliveries(
            delivered=done.delivered + again.delivered,
            retried=again.retried or left,
            dead=done.dead + again.dead,
            unknown=done.unknown + again.unknown,
        )
    return done
