"""Several channels at a time, for as long as somebody has."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from leakwatch.errors import RecordError
from leakwatch.models import DeliveryTerms, Ending, OutboxEntry, Posting, Receipt
from leakwatch.notify import Deliveries
from tests.delivering import alerts, run, states
from tests.factories import SEEN_AT, make_alert
from tests.fakes import Clock, MemoryOutbox, ScriptedChannel


class Meeting(ScriptedChannel):
    """Takes nothing until so many channels are written to at the same time."""

    def __init__(self, *, guests: int) -> None:
        super().__init__()
        self._met = asyncio.Barrier(guests)

    async def send(self, posting: Posting) -> Receipt:
        await self._met.wait()
        return await super().send(posting)


def test_several_channels_are_written_to_at_the_same_time() -> None:
    outbox = MemoryOutbox(*(make_alert(name, channel=name) for name in "abc"))
    assert run(outbox, Meeting(guests=3)) == Deliveries(delivered=3)


def test_no_more_channels_than_asked_for_are_written_to_at_a_time() -> None:
    outbox = MemoryOutbox(*(make_alert(name, channel=name) for name in "abcd"))
    assert run(outbox, Meeting(guests=2), at_once=2) == Deliveries(delivered=4)


def test_after_its_time_a_round_begins_nothing_more() -> None:
    outbox, clock = MemoryOutbox(*alerts(5)), Clock(SEEN_AT)
    done = run(outbox, ScriptedChannel(), clock=clock, interval=10.0, seconds=25)
    assert done == Deliveries(delivered=4)
    assert run(outbox, ScriptedChannel(), clock=clock, seconds=25) == Deliveries(delivered=1)


def test_what_is_under_way_when_the_outbox_fails_is_left_to_be_looked_for() -> None:
    class Failing(MemoryOutbox):
        def end(self, ending: Ending) -> None:
            raise RecordError("locked")

    class Endless(ScriptedChannel):
        async def send(self, posting: Posting) -> Receipt:
            if posting.channel == "b":
                await asyncio.Event().wait()
            return await super().send(posting)

    outbox = Failing(*(make_alert(name, channel=name) for name in "ab"))
    with pytest.raises(RecordError):
        run(outbox, Endless())
    assert [state for state, _ in states(outbox)] == ["sending", "sending"]


def test_what_a_channel_took_is_written_down_when_the_database_is_free_again() -> None:
    class Locked(MemoryOutbox):
        refused = 0

        def turn(
            self, endings: Sequence[Ending], *, now: datetime, limit: int, terms: DeliveryTerms
        ) -> tuple[OutboxEntry, ...]:
            if endings and self.refused < 4:
                self.refused += 1
                raise RecordError("locked")
            return super().turn(endings, now=now, limit=limit, terms=terms)

    outbox, channel = Locked(*alerts(2)), ScriptedChannel()
    assert run(outbox, channel) == Deliveries(delivered=2)
    assert outbox.refused == 4
    assert channel.attempts == 2
