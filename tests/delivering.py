"""Delivery from an outbox in memory, on a clock of the test's own."""

from __future__ import annotations

import asyncio
from typing import Any

from leakwatch.errors import NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.models import Alert
from leakwatch.notify import Deliveries, Notifier, deliver
from tests.factories import SEEN_AT, make_alert
from tests.fakes import Clock, MemoryOutbox

LATER = NotifyError("later", code="unreachable")
REFUSED = NotifyRefused("no", code="not_in_channel")
UNCLEAR = NotifyUnclear("who knows", code="http_500")


def limited(seconds: float) -> NotifyError:
    return NotifyError("slower", retry_after=seconds, code="ratelimited")


def run(
    outbox: MemoryOutbox, channel: Notifier, *, clock: Clock | None = None, **options: Any
) -> Deliveries:
    clock = clock or Clock(SEEN_AT)
    given: dict[str, Any] = {"limit": 100, "sleep": clock.sleep, "chance": lambda: 0.0}
    return asyncio.run(deliver(outbox, channel, clock=clock, **(given | options)))


def states(outbox: MemoryOutbox) -> list[tuple[str, str | None]]:
    return [(row.state.value, row.error) for row in outbox.rows.values()]


def alerts(count: int, **changes: Any) -> list[Alert]:
    return [make_alert(f"key/{number}", **changes) for number in range(count)]
