from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from leakwatch.errors import NotifyError, RecordError
from leakwatch.models import Delivery, Ending, Posting, Receipt
from leakwatch.notify import Deliveries
from tests.delivering import LATER, REFUSED, UNCLEAR, alerts, limited, run, states
from tests.factories import SEEN_AT, make_alert
from tests.fakes import Clock, MemoryOutbox, ScriptedChannel


def test_what_is_due_is_delivered_in_its_order() -> None:
    outbox, channel = MemoryOutbox(*alerts(3)), ScriptedChannel()
    assert run(outbox, channel) == Deliveries(delivered=3)
    assert [alert.key for alert in channel.posted] == ["key/0", "key/1", "key/2"]
    assert [row.receipt for row in outbox.rows.values()] == ["posted/1", "posted/2", "posted/3"]


def test_a_second_round_sends_nothing_again() -> None:
    outbox, channel = MemoryOutbox(*alerts(2)), ScriptedChannel()
    run(outbox, channel)
    assert run(outbox, channel) == Deliveries()
    assert channel.attempts == 2


def test_no_more_than_the_limit_is_sent() -> None:
    outbox, channel = MemoryOutbox(*alerts(5)), ScriptedChannel()
    assert run(outbox, channel, limit=2) == Deliveries(delivered=2)
    assert [state for state, _ in states(outbox)] == ["delivered"] * 2 + ["waiting"] * 3


def test_an_alert_that_could_not_be_sent_waits_and_goes_later_once() -> None:
    outbox, channel = MemoryOutbox(*alerts(1)), ScriptedChannel(LATER)
    clock = Clock(SEEN_AT)
    assert run(outbox, channel, clock=clock) == Deliveries(retried=1)
    assert states(outbox) == [("retry", "unreachable")]
    assert run(outbox, channel, clock=clock) == Deliveries()
    clock.now += timedelta(seconds=11)
    assert run(outbox, channel, clock=clock) == Deliveries(delivered=1)
    assert len(channel.posted) == 1
    assert channel.looked == 0


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    outbox, channel = MemoryOutbox(*alerts(1)), ScriptedChannel(*[LATER] * 12)
    clock = Clock(SEEN_AT)
    waits = []
    for _ in range(12):
        run(outbox, channel, clock=clock)
        next_at = outbox.rows[1].next_at
        assert next_at
        waits.append((next_at - clock.now).total_seconds())
        clock.now = next_at
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-3:] == [900, 900, 900]


def test_jitter_stretches_a_wait_and_never_shortens_it() -> None:
    outbox = MemoryOutbox(*alerts(1))
    run(outbox, ScriptedChannel(LATER), chance=lambda: 1.0)
    assert outbox.rows[1].next_at == SEEN_AT + timedelta(seconds=12.5)


def test_a_long_retry_after_is_obeyed() -> None:
    outbox = MemoryOutbox(*alerts(1))
    run(outbox, ScriptedChannel(limited(120)))
    assert outbox.rows[1].next_at == SEEN_AT + timedelta(seconds=120)
    assert states(outbox) == [("retry", "ratelimited")]


def test_a_short_retry_after_is_waited_out_on_the_spot() -> None:
    outbox, clock = MemoryOutbox(*alerts(1)), Clock(SEEN_AT)
    channel = ScriptedChannel(limited(3), limited(2))
    assert run(outbox, channel, clock=clock) == Deliveries(delivered=1)
    assert clock.slept == [3, 2]


def test_a_channel_that_never_stops_asking_is_left_for_later() -> None:
    outbox, channel = MemoryOutbox(*alerts(1)), ScriptedChannel(*[limited(3)] * 50)
    assert run(outbox, channel) == Deliveries(retried=1)
    assert channel.attempts == 3


def test_a_refusal_is_dead_and_the_next_alert_goes_out() -> None:
    outbox, channel = MemoryOutbox(*alerts(2)), ScriptedChannel(REFUSED)
    assert run(outbox, channel) == Deliveries(delivered=1, dead=1)
    assert states(outbox) == [("dead", "not_in_channel"), ("delivered", None)]


def test_a_later_alert_does_not_overtake_one_that_waits() -> None:
    outbox, channel = MemoryOutbox(*alerts(3)), ScriptedChannel(LATER)
    clock = Clock(SEEN_AT)
    assert run(outbox, channel, clock=clock) == Deliveries(retried=3)
    assert channel.attempts == 1
    assert states(outbox) == [("retry", "unreachable"), ("waiting", None), ("waiting", None)]
    clock.now += timedelta(seconds=11)
    run(outbox, channel, clock=clock)
    assert [alert.key for alert in channel.posted] == ["key/0", "key/1", "key/2"]
    assert channel.looked == 0


def test_one_channel_in_trouble_does_not_hold_another() -> None:
    outbox = MemoryOutbox(*alerts(1, channel="#a"), *alerts(1, channel="#b"))
    channel = ScriptedChannel(LATER)
    assert run(outbox, channel) == Deliveries(delivered=1, retried=1)
    assert [alert.channel for alert in channel.posted] == ["#b"]


def test_an_unclear_end_is_looked_up_and_not_sent_again() -> None:
    outbox, channel = MemoryOutbox(*alerts(1)), ScriptedChannel(("arrived", UNCLEAR))
    assert run(outbox, channel) == Deliveries(delivered=1)
    assert outbox.rows[1].receipt == "found/key/0"
    assert channel.attempts == 1


def test_an_unclear_end_that_did_not_arrive_is_sent_after_a_second_look() -> None:
    outbox, channel = MemoryOutbox(*alerts(1)), ScriptedChannel(UNCLEAR)
    clock = Clock(SEEN_AT)
    assert run(outbox, channel, clock=clock) == Deliveries(retried=1)
    assert states(outbox) == [("retry", "unclear:http_500")]
    clock.now += timedelta(minutes=1)
    assert run(outbox, channel, clock=clock) == Deliveries(delivered=1)
    assert (channel.attempts, channel.looked) == (2, 2)


def test_an_alert_that_shows_up_late_is_not_sent_again() -> None:
    outbox, channel = MemoryOutbox(*alerts(1)), ScriptedChannel(UNCLEAR)
    clock = Clock(SEEN_AT)
    run(outbox, channel, clock=clock)
    channel.posted.append(outbox.rows[1].alert)
    clock.now += timedelta(minutes=1)
    assert run(outbox, channel, clock=clock) == Deliveries(delivered=1)
    assert channel.attempts == 1


def test_a_look_that_fails_for_now_is_repeated_before_anything_is_sent() -> None:
    outbox, channel = MemoryOutbox(*alerts(2)), ScriptedChannel(("arrived", UNCLEAR))
    clock = Clock(SEEN_AT)
    channel.blind = LATER
    assert run(outbox, channel, clock=clock) == Deliveries(retried=2)
    assert states(outbox) == [("retry", "unclear:unreachable"), ("waiting", None)]
    clock.now += timedelta(minutes=1)
    channel.blind = None
    assert run(outbox, channel, clock=clock) == Deliveries(delivered=2)
    assert [alert.key for alert in channel.posted] == ["key/0", "key/1"]


def test_what_cannot_be_decided_is_unknown_and_never_sent_again() -> None:
    outbox, channel = MemoryOutbox(*alerts(1)), ScriptedChannel(UNCLEAR)
    clock = Clock(SEEN_AT)
    channel.blind = REFUSED
    assert run(outbox, channel, clock=clock) == Deliveries(unknown=1)
    assert states(outbox) == [("unknown", "unclear:not_in_channel")]
    clock.now += timedelta(days=30)
    assert run(outbox, channel, clock=clock) == Deliveries()
    assert channel.attempts == 1


class Mute:
    """A channel without history."""

    interval = 0.0

    async def send(self, posting: Posting) -> Receipt:
        raise UNCLEAR


def test_a_channel_without_history_leaves_the_unclear_to_a_person() -> None:
    outbox = MemoryOutbox(*alerts(1))
    assert run(outbox, Mute()) == Deliveries(unknown=1)
    assert states(outbox) == [("unknown", "unclear")]


@pytest.mark.parametrize(
    ("attempts", "error"),
    [
        pytest.param(1, None, id="nobody-said-how-the-last-attempt-ended"),
        pytest.param(1, "unclear:interrupted", id="the-deliverer-died"),
        pytest.param(3, "unclear:http_500", id="no-clear-answer"),
    ],
)
def test_what_may_have_arrived_before_is_looked_for_first(attempts: int, error: str | None) -> None:
    outbox, channel = MemoryOutbox(*alerts(1)), ScriptedChannel()
    channel.posted.append(outbox.rows[1].alert)
    outbox.rows[1] = replace(outbox.rows[1], state=Delivery.RETRY, attempts=attempts, error=error)
    assert run(outbox, channel) == Deliveries(delivered=1)
    assert channel.attempts == 0


@pytest.mark.parametrize(
    ("failure", "state"),
    [pytest.param(LATER, "dead", id="never-sent"), pytest.param(UNCLEAR, "unknown", id="unclear")],
)
def test_repeats_end_after_a_week_in_a_place_where_a_person_looks(
    failure: NotifyError, state: str
) -> None:
    outbox = MemoryOutbox(*alerts(1))
    outbox.rows[1] = replace(outbox.rows[1], attempts=699, error="unreachable")
    run(outbox, ScriptedChannel(failure))
    assert states(outbox)[0][0] == state


def test_messages_of_one_channel_keep_their_distance() -> None:
    outbox = MemoryOutbox(*alerts(3, channel="#a"), make_alert("other", channel="#b"))
    clock = Clock(SEEN_AT)
    assert run(outbox, ScriptedChannel(), clock=clock, interval=1.0) == Deliveries(delivered=4)
    assert clock.slept == [1.0, 1.0]


def test_the_pace_is_the_channels_own_unless_another_is_asked_for() -> None:
    clock, channel = Clock(SEEN_AT), ScriptedChannel()
    channel.interval = 2.0
    run(MemoryOutbox(*alerts(2)), channel, clock=clock)
    assert clock.slept == [2.0]


def test_time_that_passed_counts_towards_the_distance() -> None:
    clock = Clock(SEEN_AT)

    class Slow(ScriptedChannel):
        async def send(self, posting: Posting) -> Receipt:
            clock.now += timedelta(seconds=5)
            return await super().send(posting)

    run(MemoryOutbox(*alerts(2)), Slow(), clock=clock, interval=1.0)
    assert clock.slept == []


def test_an_error_of_the_outbox_is_not_swallowed() -> None:
    class Full(MemoryOutbox):
        def end(self, ending: Ending) -> None:
            raise RecordError("disk full")

    with pytest.raises(RecordError):
        run(Full(*alerts(2)), ScriptedChannel())


class Broken(ScriptedChannel):
    """A fault of ours in the messages to one channel."""

    async def send(self, posting: Posting) -> Receipt:
        if posting.channel == "#a":
            raise ZeroDivisionError
        return await super().send(posting)


def test_a_fault_nobody_foresaw_is_repeated_a_few_times_and_then_left_to_a_person() -> None:
    outbox, clock = MemoryOutbox(*alerts(1, channel="#a")), Clock(SEEN_AT)
    endings = []
    for _ in range(6):
        endings.append(run(outbox, Broken(), clock=clock))
        clock.now += timedelta(hours=1)
    assert endings[0] == Deliveries(retried=1)
    assert endings[-2:] == [Deliveries(unknown=1), Deliveries()]
    assert states(outbox) == [("unknown", "unclear:ZeroDivisionError")]


def test_a_fault_in_one_channel_does_not_reach_another() -> None:
    outbox = MemoryOutbox(*alerts(1, channel="#a"), *alerts(3, channel="#b"))
    assert run(outbox, Broken()) == Deliveries(delivered=3, retried=1)


def test_the_log_names_the_entry_and_nothing_of_its_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    run(MemoryOutbox(*alerts(1)), ScriptedChannel(REFUSED))
    (record,) = (one for one in caplog.records if one.name.startswith("leakwatch"))
    assert record.getMessage() == "alert.dead"
    assert vars(record)["outbox"] == 1
    assert vars(record)["error"] == "not_in_channel"
    assert "研究職" not in str(vars(record))


def test_a_channel_that_is_down_is_complained_of_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        run(MemoryOutbox(*alerts(4)), ScriptedChannel(LATER))
    told = [(line.levelname, vars(line)["error"]) for line in caplog.records]
    assert told == [("WARNING", "unreachable")]
