"""From the outbox to the configured channel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from leakwatch.config import Settings
from leakwatch.locale import Catalogue
from leakwatch.notify import Deliveries, Notifier, SlackNotifier, TerminalNotifier, deliver
from leakwatch.record import Record


def notifier_for(
    settings: Settings, *, catalogue: Catalogue, write: Callable[[str], None]
) -> Notifier:
    """Slack when a token is configured, else the terminal."""
    if settings.slack is None:
        return TerminalNotifier(write=write, catalogue=catalogue)
    return SlackNotifier(settings.slack, network=settings.network, catalogue=catalogue)


async def deliver_due(record: Record, notifier: Notifier) -> Deliveries:
    """Send everything that is due now, once round."""
    return await deliver(record.outbox, notifier, clock=lambda: datetime.now(UTC), limit=1_000)
