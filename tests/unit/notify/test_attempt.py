"""One attempt in each form: what is looked for, what is repeated, what stands alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from leakwatch.errors import NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.models import Delivery, Ending, Form, OutboxEntry, Posting, Receipt
from leakwatch.notify import attempt as attempting
from leakwatch.notify.attempt import Attempt, Style, as_it_is, posting_of
from leakwatch.record.outbox import CLAIM
from tests.factories import SEEN_AT, make_alert
from tests.fakes import Clock, ScriptedChannel

UNCLEAR = NotifyUnclear("who knows", code="http_500")


def refused(code: str) -> NotifyRefused:
    return NotifyRefused("no", code=code)


def make_entry(form: Form = Form.POST, **changes: object) -> OutboxEntry:
    entry = OutboxEntry(
        id=7,
        alert=make_alert(),
        state=Delivery.SENDING,
        key="key/7",
        attempts=1,
        form=form,
        channel="#a",
        thread=None if form is Form.POST else "C1/17",
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def attempt(
    channel: ScriptedChannel,
    entry: OutboxEntry,
    *,
    clock: Clock | None = None,
    style: Style = as_it_is,
) -> Ending:
    clock = clock or Clock(SEEN_AT)
    made = Attempt(channel, clock=clock, sleep=clock.sleep, chance=lambda: 0.0, style=style)
    return asyncio.run(made.make(entry))


def test_what_is_posted_comes_from_the_entry() -> None:
    entry = make_entry(Form.UPDATE, parent="key/1", route="grave")
    assert posting_of(entry) == Posting(
        key="key/7",
        alert=entry.alert,
        channel="#a",
        form=Form.UPDATE,
        thread="C1/17",
        parent="key/1",
    )


def test_a_route_dresses_what_is_posted() -> None:
    seen = []

    class Seeing(ScriptedChannel):
        async def send(self, posting: Posting) -> Receipt:
            seen.append(posting.lead)
            return await super().send(posting)

    def style(posting: Posting, entry: OutboxEntry) -> Posting:
        return replace(posting, lead=f"by {entry.route}")

    attempt(Seeing(), make_entry(route="grave"), style=style)
    assert seen == ["by grave"]


def test_nothing_is_sent_before_its_slot() -> None:
    clock = Clock(SEEN_AT)
    slot = SEEN_AT + timedelta(seconds=3)
    ending = attempt(ScriptedChannel(), make_entry(slot=slot), clock=clock)
    assert (clock.slept, ending.at) == ([3.0], slot)


@pytest.mark.parametrize("attempts", [1, 3])
def test_an_edit_is_repeated_and_never_looked_for(attempts: int) -> None:
    channel = ScriptedChannel(UNCLEAR)
    entry = make_entry(Form.UPDATE, attempts=attempts, error="unclear:interrupted")
    ending = attempt(channel, entry)
    assert (ending.state, ending.error, channel.looked) == (
        Delivery.RETRY,
        "unclear:http_500",
        0,
    )


def test_an_answer_is_looked_for_like_a_message() -> None:
    channel = ScriptedChannel(UNCLEAR)
    assert attempt(channel, make_entry(Form.REPLY)).state is Delivery.RETRY
    assert channel.looked == 1


@pytest.mark.parametrize("code", ["message_not_found", "thread_not_found", "invalid_thread_ts"])
def test_an_answer_to_a_message_that_somebody_deleted_stands_alone(code: str) -> None:
    ending = attempt(ScriptedChannel(refused(code)), make_entry(Form.REPLY))
    assert (ending.state, ending.error) == (Delivery.WAITING, None)


def test_an_answer_that_is_looked_for_in_a_thread_that_is_gone_is_not_there() -> None:
    channel = ScriptedChannel()
    channel.blind = refused("thread_not_found")
    entry = make_entry(Form.REPLY, attempts=2, error="unclear:interrupted")
    assert attempt(channel, entry).state is Delivery.DELIVERED
    assert channel.attempts == 1


def test_an_edit_of_a_message_that_somebody_deleted_ends_and_alarms_nobody() -> None:
    ending = attempt(ScriptedChannel(refused("message_not_found")), make_entry(Form.UPDATE))
    assert (ending.state, ending.error, ending.concerns) == (
        Delivery.DEAD,
        "message_not_found",
        None,
    )


@pytest.mark.parametrize(
    ("channel", "code", "concerns"),
    [
        ("#a", "not_in_channel", "#a"),
        ("#a", "invalid_auth", "slack"),
        ("", "token_revoked", "slack"),
        ("mail:a@example.com", "smtp_550", "mail:a@example.com"),
    ],
)
def test_an_alarm_is_about_the_channel_or_all_of_its_medium(
    channel: str, code: str, concerns: str
) -> None:
    ending = attempt(ScriptedChannel(refused(code)), make_entry(channel=channel))
    assert (ending.state, ending.error, ending.concerns) == (Delivery.DEAD, code, concerns)


def test_what_is_found_says_so() -> None:
    channel = ScriptedChannel(UNCLEAR)
    entry = make_entry(key=make_alert().key)
    channel.posted.append(entry.alert)
    ending = attempt(channel, entry)
    assert (ending.state, ending.found) == (Delivery.DELIVERED, True)


def test_a_week_of_repeats_ends_with_an_alarm() -> None:
    later = NotifyError("later", code="unreachable")
    ending = attempt(ScriptedChannel(later), make_entry(attempts=700))
    assert (ending.state, ending.concerns) == (Delivery.DEAD, "#a")


def test_an_attempt_without_an_end_is_given_up_before_its_claim_runs_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Endless(ScriptedChannel):
        async def send(self, posting: Posting) -> Receipt:
            await asyncio.Event().wait()
            raise AssertionError

    monkeypatch.setattr("leakwatch.notify.attempt._LONGEST", 0.01)
    ending = attempt(Endless(), make_entry())
    assert (ending.state, ending.error) == (Delivery.RETRY, "unclear:timeout")


def test_an_attempt_has_less_time_than_its_claim() -> None:
    assert timedelta(seconds=attempting._LONGEST) < CLAIM
