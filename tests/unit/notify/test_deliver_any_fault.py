"""Whatever a channel does, in whatever order: no alert is lost and none is doubled."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from hypothesis import given, settings, strategies as st

from leakwatch.errors import NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.models import Delivery
from leakwatch.notify import deliver
from tests.factories import SEEN_AT, make_alert
from tests.fakes import Clock, MemoryOutbox, ScriptedChannel

LATER = NotifyError("later", code="unreachable")
SOON = NotifyError("slower", retry_after=2, code="ratelimited")
MUCH_LATER = NotifyError("slower", retry_after=300, code="ratelimited")
REFUSED = NotifyRefused("no", code="not_in_channel")
UNCLEAR = NotifyUnclear("who knows", code="http_500")

STEPS = st.sampled_from([None, LATER, UNCLEAR, ("arrived", UNCLEAR), SOON, MUCH_LATER, REFUSED])


@settings(max_examples=200, deadline=None)
@given(script=st.lists(STEPS, max_size=30), count=st.integers(1, 5))
def test_no_script_of_failures_loses_or_doubles_an_alert(script: list[Any], count: int) -> None:
    outbox = MemoryOutbox(*(make_alert(f"key/{number}") for number in range(count)))
    channel, clock = ScriptedChannel(*script), Clock(SEEN_AT)

    async def rounds() -> None:
        for _ in range(40):
            await deliver(outbox, channel, clock=clock, limit=100, sleep=clock.sleep)
            clock.now += timedelta(minutes=20)

    asyncio.run(rounds())
    posted = [alert.key for alert in channel.posted]
    assert len(posted) == len(set(posted))
    settled = list(outbox.rows.values())
    assert {row.state for row in settled} <= {Delivery.DELIVERED, Delivery.DEAD}
    delivered = [row.alert.key for row in settled if row.state is Delivery.DELIVERED]
    assert sorted(posted) == delivered
    assert posted == sorted(posted)
