"""The button "Read and understood" of an announcement: everybody of the workspace may press it.

No entry of reviewers.yaml is asked for, and nothing is shown but what the reader said himself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from leakwatch.errors import N_, NotifyError, UsageError
from leakwatch.models import Reading
from leakwatch.notify import actions, kit
from leakwatch.record import Record
from leakwatch.triage.desk import Desk, Place
from leakwatch.triage.envelope import Click, read_click, read_submission

_LABEL = re.compile(r"A-([1-9][0-9]{0,8})", re.ASCII)
_USER = re.compile(r"[UW][A-Z0-9]{2,20}", re.ASCII)
#: `block_id` and `action_id` of the choice.
DIVISION = "division"
#: Stands for no division: an option's value may not be empty, and no id begins like this.
_NONE = "-none-"
#: Slack: a title holds 24 characters, an option 75, a placeholder 150, a select 100 options.
_TITLE, _OPTION, _PLACEHOLDER, _MOST_OPTIONS = 24, 75, 150, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pressed:
    reading: Reading
    divisions: tuple[str, ...]  #: ids to choose from; fewer than two: nothing to ask


class Readers:
    """The handler of the button, and of the modal that asks for a division."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.action(actions.READ)(self.press)
        app.view(actions.DIVISION_MODAL)(self.submit)

    async def press(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        click, desk = read_click(body), self._desk
        async with desk.answering(click.place):
            number = _number(_value(body))
            pressed = await desk.with_record(_pressed, number, _user(click.place), None)
            if pressed.reading.division is None and len(pressed.divisions) > 1:
                await self._ask(click, number, pressed)
            else:
                await self._thank(click.place, pressed.reading)

    async def submit(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        desk, submission = self._desk, read_submission(body)
        origin = _origin(body)
        place = Place(user=submission.user, channel=origin.get("channel", ""))
        async with desk.answering(place):
            number = _number(origin.get("announcement", ""))
            chosen = submission.values.get(DIVISION, "")
            division = "" if chosen == _NONE else chosen
            await desk.with_record(_pressed, number, _user(place), division)
            text = N_("Thank you: you are counted.")
            await desk.tell(place, desk.catalogue.text(text))

    async def _thank(self, place: Place, reading: Reading) -> None:
        text = N_("You were counted before: nothing more is needed.")
        if reading.new:
            text = N_("Thank you: you are counted.")
        await self._desk.tell(place, self._desk.catalogue.text(text))

    async def _ask(self, click: Click, number: int, pressed: _Pressed) -> None:
        """Open the modal; whoever closes it is counted without a division."""
        desk = self._desk
        view = self._view(click, number, pressed)
        try:
            await desk.api.post(
                lambda client: client.views_open(trigger_id=click.trigger, view=view),
                channel=click.place.channel,
            )
        except NotifyError:
            text = N_(
                "Thank you: you are counted. Slack did not open the question for your division:"
                " press the button again to say it."
            )
            await desk.tell(click.place, desk.catalogue.text(text))

    def _view(self, click: Click, number: int, pressed: _Pressed) -> dict[str, Any]:
        desk, texts = self._desk, self._desk.catalogue
        names = {one.id: one.name for one in desk.backing.settings.watchlist.divisions}
        options = [
            _option(names.get(one, one), one) for one in pressed.divisions[: _MOST_OPTIONS - 1]
        ]
        options.append(_option(texts.text(N_("Another one, or I would rather not say")), _NONE))
        metadata = {"announcement": f"A-{number}", "channel": click.place.channel}
        return {
            "type": "modal",
            "callback_id": actions.DIVISION_MODAL,
            "private_metadata": json.dumps(metadata),
            "title": kit.plain(texts.text(N_("Thank you")), _TITLE),
            "submit": kit.plain(texts.text(N_("Send")), _TITLE),
            "close": kit.plain(texts.text(N_("Close")), _TITLE),
            "blocks": [
                kit.rich_text(
                    kit.section(
                        kit.words(texts.text(N_("You are counted. Which division are you in?")))
                    )
                ),
                {
                    "type": "input",
                    "block_id": DIVISION,
                    "label": kit.plain(texts.text(N_("Division")), _OPTION),
                    "element": {
                        "type": "static_select",
                        "action_id": DIVISION,
                        "placeholder": kit.plain(texts.text(N_("Choose")), _PLACEHOLDER),
                        "options": options,
                    },
                },
            ],
        }


def _pressed(record: Record, number: int, user: str, division: str | None) -> _Pressed:
    reading = record.announcements.readings.note(number, user, division=division)
    return _Pressed(reading=reading, divisions=tuple(record.announcements.get(number).headcount))


def _number(label: str) -> int:
    """1 of `A-1`. Raises UsageError."""
    found = _LABEL.fullmatch(label)
    if found is None:
        raise UsageError(
            N_("This button belongs to no announcement: look for a newer message, please.")
        )
    return int(found[1])


def _user(place: Place) -> str:
    """The Slack id of the envelope. Raises UsageError for what is none."""
    if not _USER.fullmatch(place.user):
        raise UsageError(N_("Slack does not say who you are: nothing was counted."))
    return place.user


def _value(body: Mapping[str, Any]) -> str:
    actions_of = body.get("actions")
    first = actions_of[0] if isinstance(actions_of, list) and actions_of else None
    value = first.get("value") if isinstance(first, dict) else None
    return value if isinstance(value, str) else ""


def _origin(body: Mapping[str, Any]) -> dict[str, str]:
    view = body.get("view")
    metadata = view.get("private_metadata") if isinstance(view, dict) else None
    try:
        known = json.loads(metadata) if isinstance(metadata, str) else {}
    except ValueError:
        known = {}
    if not isinstance(known, dict):
        return {}
    return {name: value for name, value in known.items() if isinstance(value, str)}


def _option(text: str, value: str) -> dict[str, Any]:
    return {"text": kit.plain(text or value, _OPTION), "value": value}
