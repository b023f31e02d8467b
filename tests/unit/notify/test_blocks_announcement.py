"""An announcement in Slack: whole however long it is, inert, and never empty."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings, strategies as st

from leakwatch.locale import catalogue
from leakwatch.models import AlertKind, Delivery, Form, OutboxEntry, Posting, Receipt, Routing
from leakwatch.notify import kit
from leakwatch.notify.actions import READ
from leakwatch.notify.attempt import Attempt, as_it_is
from leakwatch.notify.blocks import render
from leakwatch.notify.blocks_announcement import parts_of
from leakwatch.notify.plain import plain
from leakwatch.notify.routing import decide
from tests.announced import make_bulletin, make_told
from tests.factories import SEEN_AT, make_posting
from tests.messages import ENGLISH

JAPANESE = catalogue("ja")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="兼業は届出。 a<&\n😀", max_size=6_000))
def test_a_text_of_any_length_goes_out_whole_in_parts_that_slack_takes(text: str) -> None:
    parts = parts_of(text)
    letters = [char for char in text if not char.isspace()]
    assert [char for char in "".join(parts) if not char.isspace()] == letters
    for number, part in enumerate(parts):
        bulletin = make_bulletin(text=part, button=number == 0)
        message = render(make_posting(make_told(bulletin)), JAPANESE)
        assert kit.weight(message.blocks) <= kit.WEIGHT_LIMIT


def test_a_usual_letter_is_one_part() -> None:
    assert len(parts_of("兼業は届出が必要です。\n" * 60)) == 1


def test_it_has_one_button_and_says_that_no_name_is_kept() -> None:
    message = render(make_posting(make_told(make_bulletin(language=None))), ENGLISH)
    (row,) = [one for one in message.blocks if one["type"] == "actions"]
    assert [one["action_id"] for one in row["elements"]] == [READ]
    assert "no name is kept" in repr(message.blocks[-1])
    assert message.text == "兼業と秘密保持について"


def test_where_names_are_kept_the_message_says_so() -> None:
    bulletin = make_bulletin(named=True, language=None)
    message = render(make_posting(make_told(bulletin)), ENGLISH)
    assert "who it was is kept as well" in repr(message.blocks[-1])


def test_nothing_in_it_calls_anybody() -> None:
    bulletin = make_bulletin(title="<!channel> @here", text="<!channel> <@U1|x> *b*")
    message = render(make_posting(make_told(bulletin)), ENGLISH)
    assert "<!channel>" not in message.text
    assert {one["type"] for one in message.blocks} <= {"header", "rich_text", "actions", "context"}
    assert "mrkdwn" not in repr(message.blocks)


def test_a_mail_has_the_whole_text_and_no_button() -> None:
    title, lines = plain(make_posting(make_told()), ENGLISH, zone=SEEN_AT.tzinfo or None)  # type: ignore[arg-type]
    assert title == "兼業と秘密保持について"
    assert "兼業は届出が必要です。" in lines
    assert not [line for line in lines if "Read and understood" in line]


def test_it_goes_to_its_own_channel_whatever_the_routes_say() -> None:
    routed = decide(
        make_told(),
        Routing(),
        default="#leakwatch",
        now=SEEN_AT,
        zone=SEEN_AT.tzinfo or None,  # type: ignore[arg-type]
    )
    assert (routed.channel, routed.route) == ("#all-staff", None)


class Silent:
    """A channel that must not be written to."""

    interval = 0.0

    async def send(self, posting: Posting) -> Receipt:
        raise AssertionError(posting.key)


def test_a_text_that_cannot_be_unsealed_waits_and_is_not_sent_empty() -> None:
    async def nothing(_seconds: float) -> None:
        return

    alert = make_told(make_bulletin(text=""))
    entry = OutboxEntry(id=1, alert=alert, state=Delivery.SENDING, channel="#all-staff")
    attempt = Attempt(
        Silent(), clock=lambda: SEEN_AT, sleep=nothing, chance=lambda: 0.0, style=as_it_is
    )
    ending = asyncio.run(attempt.make(replace(entry, attempts=1)))
    assert (ending.state, ending.error) == (Delivery.RETRY, "sealed")
    assert ending.next_at is not None
    assert ending.next_at > SEEN_AT + timedelta(seconds=1)


def test_what_follows_in_the_thread_has_neither_title_nor_button() -> None:
    alert = make_told(make_bulletin(button=False))
    message = render(make_posting(alert, form=Form.REPLY, thread="C1/1.1"), ENGLISH)
    assert [one["type"] for one in message.blocks] == ["rich_text"]
    assert alert.kind is AlertKind.ANNOUNCEMENT
