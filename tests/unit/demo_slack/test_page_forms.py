"""What a person does on the page reaches the app, and what the app does is seen by that person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp  # noqa: TID251 - the stand-in is for this very app

from leakwatch.demo.slack import LEAD, REVIEWER, SlackStandIn, Workspace
from leakwatch.demo.slack.page_messages import SHORTCUTS
from leakwatch.notify import actions
from tests.servers.bolting import RunningApp
from tests.servers.paging import Person

BUTTONS = {
    "type": "actions",
    "block_id": "acts",
    "elements": [
        {
            "type": "button",
            "action_id": "take",
            "value": "F-1",
            "text": {"type": "plain_text", "text": "Take"},
        },
        {
            "type": "overflow",
            "action_id": "more",
            "options": [{"text": {"type": "plain_text", "text": "Snooze"}, "value": "snooze"}],
        },
    ],
}
MODAL = {
    "type": "modal",
    "callback_id": "verdict",
    "title": {"type": "plain_text", "text": "Confirm F-1"},
    "submit": {"type": "plain_text", "text": "Decide"},
    "close": {"type": "plain_text", "text": "Cancel"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Reason"},
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 500},
        },
        {
            "type": "input",
            "block_id": "until",
            "optional": True,
            "label": {"type": "plain_text", "text": "Until"},
            "element": {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"},
        },
    ],
}
Seen = list[dict[str, Any]]


def listening(seen: Seen) -> Callable[[AsyncApp], None]:
    """An app that notes what it hears and does a little of everything."""

    def register(app: AsyncApp) -> None:
        _hear_clicks(app, seen)
        _hear_modals(app, seen)

    return register


def _hear_clicks(app: AsyncApp, seen: Seen) -> None:
    @app.action("take")
    async def take(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        seen.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.action("more")
    async def more(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        seen.append(body)
        await respond("only you see this", replace_original=False)

    @app.command("/leakwatch")
    async def command(ack: Any, body: dict[str, Any]) -> None:
        await ack(f"you said {body['text']}")

    @app.shortcut(actions.REPORT)
    async def report(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        seen.append(body)
        await respond("thank you")


def _hear_modals(app: AsyncApp, seen: Seen) -> None:
    @app.view("verdict")
    async def verdict(ack: Any, body: dict[str, Any], client: Any) -> None:
        values = body["view"]["state"]["values"]
        if not values["reason"]["text"]["value"].strip():
            await ack(response_action="errors", errors={"reason": "Say <why>."})
            return
        await ack()
        seen.append(body)
        await client.chat_postMessage(channel="C00000001", text="decided")

    @app.view_closed("verdict")
    async def closed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        seen.append(body)


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    workspace = Workspace(ack_seconds=30, trigger_seconds=30)
    workspace.post(workspace.channels[0], {"text": "found", "blocks": [BUTTONS]})
    with SlackStandIn(workspace) as stand_in:
        yield stand_in


@pytest.fixture
def seen(slack: SlackStandIn) -> Iterator[Seen]:
    heard: Seen = []
    with RunningApp(slack, listening(heard)):
        yield heard


@pytest.fixture
def person(slack: SlackStandIn, seen: Seen) -> Person:
    assert not seen
    return Person(slack.url)


def test_a_pressed_button_carries_who_pressed_and_opens_what_the_app_opens(
    person: Person, seen: Seen
) -> None:
    person.follow("reviewer")
    person.send("press", {"action": "take"})
    (body,) = seen
    assert body["user"]["id"] == REVIEWER
    assert body["actions"][0]["value"] == "F-1"
    assert "Confirm F-1" in person.text
    assert 'role="dialog"' in person.html
    person.follow("lead")
    assert "Confirm F-1" not in person.text


def test_what_was_entered_in_a_modal_reaches_the_app_and_the_modal_is_gone(
    person: Person, seen: Seen
) -> None:
    person.send("press", {"action": "take"})
    person.send("submit", {"field-0": "a reason", "field-1": "2026-12-24"})
    values = seen[-1]["view"]["state"]["values"]
    assert values["reason"]["text"]["value"] == "a reason"
    assert values["until"]["day"]["selected_date"] == "2026-12-24"
    assert "Confirm F-1" not in person.text
    assert "decided" in person.text


@pytest.mark.parametrize(
    ("reason", "language", "complaint"),
    [
        pytest.param("", "en", "Please complete this required field.", id="by-slack"),
        pytest.param("x" * 501, "en", "Please enter no more than 500 characters.", id="too-long"),
        pytest.param("  ", "en", "Say <why>.", id="by-the-app"),
        pytest.param("  ", "ja", "Say <why>.", id="by-the-app-whatever-the-language"),
    ],
)
def test_a_complaint_stands_at_its_field_and_what_was_entered_stays(
    person: Person, seen: Seen, reason: str, language: str, complaint: str
) -> None:
    person.follow({"en": "English", "ja": "日本語"}[language])
    person.send("press", {"action": "take"})
    person.send("submit", {"field-0": reason, "field-1": "2026-12-24"})
    assert person.status == 422
    assert complaint in person.text
    fields = person.fields("submit")
    assert fields["field-0"] == reason
    assert fields["field-1"] == "2026-12-24"
    assert len(seen) == 1
    person.send("submit", {"field-0": "a reason"})
    assert "decided" in person.text


def test_a_modal_that_is_closed_is_closed_and_the_app_hears_of_it(
    person: Person, seen: Seen
) -> None:
    person.send("press", {"action": "take"})
    person.send("close")
    assert "Confirm F-1" not in person.text
    assert seen[-1]["type"] == "view_closed"


def test_a_modal_that_is_not_there_any_more_is_said_to_be_gone(
    person: Person, slack: SlackStandIn
) -> None:
    person.send("press", {"action": "take"})
    fields = {**person.fields("submit"), "field-0": "late"}
    slack.workspace.modals.close(LEAD, str(fields["view"]))
    person.post("submit", fields)
    assert "That is not there any more." in person.text


def test_what_is_chosen_in_a_menu_is_answered_to_the_chooser_alone(
    person: Person, seen: Seen
) -> None:
    person.send("press", {"value": "snooze"}, marks={"action": "more"})
    assert seen[-1]["actions"][0]["selected_option"]["value"] == "snooze"
    assert "only you see this" in person.text
    person.follow("reviewer")
    assert "only you see this" not in person.text


def test_a_command_is_typed_and_answered(person: Person) -> None:
    person.follow("Write a message or a command")
    person.send("send", {"text": "/leakwatch status all"})
    assert "you said status all" in person.text
    assert "Only visible to you" in person.text


def test_a_message_is_written_as_a_colleague_and_its_text_stays_text(
    person: Person, slack: SlackStandIn
) -> None:
    person.follow("stranger")
    person.follow("Write a message or a command")
    person.send("send", {"text": "<!channel> see https://a.example/?a=1&b=2"})
    message = slack.messages("leakwatch")[-1]
    assert message["text"] == "&lt;!channel&gt; see <https://a.example/?a=1&amp;b=2>"
    assert "<!channel> see https://a.example/?a=1&b=2" in person.text


def test_a_message_is_reported_by_its_shortcut(
    person: Person, seen: Seen, slack: SlackStandIn
) -> None:
    slack.workspace.say(REVIEWER, slack.workspace.channels[0], "look at this")
    person.open(slack.url)
    ts = slack.messages("leakwatch")[-1]["ts"]
    person.send("shortcut", {"callback": actions.REPORT}, marks={"ts": ts})
    assert seen[-1]["message"]["text"] == "look at this"
    assert "thank you" in person.text


def test_the_page_offers_the_shortcut_that_the_app_listens_to() -> None:
    assert list(SHORTCUTS) == [actions.REPORT]


def test_a_channel_is_marked_as_read_by_each_person_for_himself(person: Person) -> None:
    assert "Mark as read" in person.text
    person.send("read")
    assert "Mark as read" not in person.text
    person.follow("reviewer")
    assert "Mark as read" in person.text


def test_a_button_nobody_answers_is_said_to_be_unanswered(slack: SlackStandIn) -> None:
    slack.workspace.ack_seconds = 0.2
    person = Person(slack.url)
    person.send("press", {"action": "take"})
    assert "The app did not answer." in person.text


def test_a_button_that_was_taken_away_meanwhile_is_said_to_be_gone(
    person: Person, slack: SlackStandIn
) -> None:
    fields = {**person.fields("press"), "action": "take"}
    slack.workspace.channels[0].messages[0]["blocks"] = []
    person.post("press", fields)
    assert "That is not there any more." in person.text
