"""What a person's hands do in Slack: press, fill in, submit, type a command, pick a shortcut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from leakwatch.demo.slack.people import User
from leakwatch.demo.slack.sockets import Payload, Sockets
from leakwatch.demo.slack.typed import Given, action_of, chosen, filled, missing
from leakwatch.demo.slack.view_checks import check_view
from leakwatch.demo.slack.views import ABOUT
from leakwatch.demo.slack.workspace import (
    APP_ID,
    TEAM_ID,
    Channel,
    ResponseUrl,
    Workspace,
)
from leakwatch.errors import N_, UsageError
from leakwatch.locale import Language, catalogue

_TEAM = {"id": TEAM_ID, "domain": "stand-in"}
Element = Mapping[str, Any]


class Hands:
    """Each action becomes the envelope Slack makes of it; what the app answers comes back.

    All of them raise UsageError for what is not there to be pressed, and when the app does not
    acknowledge in time, which is where Slack shows its warning sign.
    """

    def __init__(self, workspace: Workspace, sockets: Sockets) -> None:
        self._workspace, self._sockets = workspace, sockets
        self._numbers = count(1)

    async def press(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        *,
        block_id: str | None = None,
        value: Any = None,
        copies: int = 1,
    ) -> Payload:
        """Press a button of a message, or choose `value` in a menu of it.

        A confirmation dialog is said yes to. `copies`: how often the envelope is delivered.
        """
        place, message = self._message(user, channel, ts)
        block, element = _pressed(message.get("blocks") or (), action_id, block_id)
        hidden = bool(message.get("is_ephemeral"))
        container = {
            "type": "message",
            "message_ts": ts,
            "channel_id": place.id,
            "is_ephemeral": hidden,
        }
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        payload = {
            **self._clicked("block_actions", user, place, ts),
            "container": container,
            "state": {"values": {}},
            "actions": [self._action(block, element, value)],
            **({} if hidden else {"message": message}),
        }
        return await self._sockets.send("interactive", payload, copies=copies)

    async def press_in_view(
        self, user: str, view_id: str, action_id: str, *, value: Any = None
    ) -> Payload:
        """Press a button of an open view, or choose `value` in a menu of it."""
        view = self._view(user, view_id)
        block, element = _pressed(view["blocks"], action_id, None)
        payload = {
            **self._common("block_actions", user),
            "container": {"type": "view", "view_id": view_id},
            "trigger_id": self._trigger(user),
            "view": view,
            "actions": [self._action(block, element, value)],
        }
        return await self._sockets.send("interactive", payload)

    async def submit(
        self,
        user: str,
        view_id: str,
        values: Given,
        *,
        copies: int = 1,
        language: Language = "en",  # of the client
    ) -> Payload:
        """Fill in an open view and submit it; what the app answers is done to the view.

        `values` are {block_id: {action_id: value}}, what is not named stays as it was shown. What
        Slack's own client complains about (an empty required field, a text too long) comes back as
        `response_action: errors` and never reaches the app.
        """
        view = self._view(user, view_id)
        state = filled(view, values)
        complaints = missing(view, state, catalogue(language))
        if complaints:
            return {"response_action": "errors", "errors": complaints}
        view["state"] = {"values": state}
        payload = {
            **self._common("view_submission", user),
            "trigger_id": self._trigger(user),
            "view": dict(view),
            "response_urls": [],
        }
        answer = await self._sockets.send("interactive", payload, copies=copies)
        self._answered(user, view, answer)
        return answer

    async def dismiss(self, user: str, view_id: str) -> None:
        """Close an open view; the app hears of it where it asked for that."""
        view = self._view(user, view_id)
        self._workspace.modals.close(user, view_id)
        if view["notify_on_close"]:
            payload = {**self._common("view_closed", user), "view": view, "is_cleared": False}
            await self._sockets.send("interactive", payload)

    async def command(self, user: str, channel: str, command: str, text: str) -> Payload:
        """Type `/command text` in a channel; an answer in the acknowledgement is shown."""
        place, person = self._channel(user, channel), self._user(user)
        payload = {
            "token": "stand-in",
            "api_app_id": APP_ID,
            "team_id": TEAM_ID,
            "team_domain": "stand-in",
            "channel_id": place.id,
            "channel_name": "privategroup" if place.private else place.name,
            "user_id": user,
            "user_name": person.name,
            "command": command,
            "text": text,
            "response_url": self._response_url(user, place, None),
            "trigger_id": self._trigger(user),
            "is_enterprise_install": "false",
        }
        answer = await self._sockets.send("slash_commands", payload)
        if answer.get("text") or answer.get("blocks"):
            content = {name: answer[name] for name in ("text", "blocks") if answer.get(name)}
            if answer.get("response_type") == "in_channel":
                self._workspace.post(place, content)
            else:
                self._workspace.whisper(user, place, content)
        return answer

    async def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Payload:
        """Pick a shortcut in the menu of a message."""
        place, message = self._message(user, channel, ts)
        payload = {
            **self._clicked("message_action", user, place, ts),
            "callback_id": callback_id,
            "message_ts": ts,
            "message": message,
        }
        return await self._sockets.send("interactive", payload)

    async def event(self, event: Mapping[str, Any]) -> Payload:
        """Something happened that the app asked to hear of."""
        number = next(self._numbers)
        payload = {
            "token": "stand-in",
            "team_id": TEAM_ID,
            "api_app_id": APP_ID,
            "event": dict(event),
            "type": "event_callback",
            "event_id": f"Ev{number:09}",
            "event_time": int(self._workspace.clock()),
            "authorizations": [],
            "is_ext_shared_channel": False,
        }
        return await self._sockets.send("events_api", payload)

    def _answered(self, user: str, view: dict[str, Any], answer: Payload) -> None:
        """Do what the acknowledgement of a submission asks for; without a word the view closes."""
        action = answer.get("response_action")
        modals, view_id = self._workspace.modals, view["id"]
        if action == "errors":
            unknown = set(answer["errors"]) - {block["block_id"] for block in view["blocks"]}
            if unknown:
                message = N_("the app complains about blocks the view has not: {blocks}")
                raise UsageError(message, blocks=", ".join(sorted(unknown)))
        elif action in {"update", "push"}:
            problems = check_view(answer.get("view"))
            if problems:
                raise UsageError(N_("the app answers with no view: {problem}"), problem=problems[0])
            if action == "update":
                modals.replace(view, answer["view"])
            else:
                modals.push(user, answer["view"], ABOUT)
        else:
            modals.close(user, view_id, everything=action == "clear")

    def _common(self, kind: str, user: str) -> dict[str, Any]:
        person = self._user(user)
        by = {"id": user, "username": person.name, "name": person.name, "team_id": TEAM_ID}
        return {
            "type": kind,
            "team": _TEAM,
            "enterprise": None,
            "user": by,
            "api_app_id": APP_ID,
            "token": "stand-in",
            "is_enterprise_install": False,
        }

    def _clicked(self, kind: str, user: str, place: Channel, ts: str) -> dict[str, Any]:
        return {
            **self._common(kind, user),
            "trigger_id": self._trigger(user),
            "channel": {"id": place.id, "name": place.name},
            "response_url": self._response_url(user, place, ts),
        }

    def _action(self, block: Element, element: Element, value: Any) -> dict[str, Any]:
        action = {
            "type": element["type"],
            "action_id": action_of(block, element),
            "block_id": block["block_id"],
            "action_ts": f"{self._workspace.clock():.6f}",
            **chosen(element, value),
        }
        return action | {name: element[name] for name in ("text", "style") if name in element}

    def _trigger(self, user: str) -> str:
        return self._workspace.triggers.issue(user, self._workspace.monotonic())

    def _response_url(self, user: str, place: Channel, ts: str | None) -> str:
        token = f"{TEAM_ID}-{next(self._numbers)}"
        self._workspace.responses[token] = ResponseUrl(
            user=user, channel=place.id, ts=ts, issued=self._workspace.monotonic()
        )
        return f"{self._workspace.base_url}response/{token}"

    def _user(self, user: str) -> User:
        person = self._workspace.user(user)
        if person is None:
            raise UsageError(N_("the stand-in Slack has no user {user}"), user=user)
        return person

    def _channel(self, user: str, channel: str) -> Channel:
        place = self._workspace.channel(channel)
        if place is None or not place.holds(user):
            raise UsageError(N_("{user} sees no channel {channel}"), user=user, channel=channel)
        return place

    def _message(self, user: str, channel: str, ts: str) -> tuple[Channel, dict[str, Any]]:
        place = self._channel(user, channel)
        seen = (*place.messages, *self._workspace.ephemerals(user, place.id))
        for message in seen:
            if message["ts"] == ts:
                return place, message
        raise UsageError(N_("{channel} holds no message {ts}"), channel=channel, ts=ts)

    def _view(self, user: str, view_id: str) -> dict[str, Any]:
        for view in self._workspace.modals.of(user):
            if view["id"] == view_id:
                return view
        raise UsageError(N_("{user} has no view {view} open"), user=user, view=view_id)


def _pressed(blocks: Any, action_id: str, block_id: str | None) -> tuple[Element, Element]:
    for block, element in elements_of(blocks):
        if element.get("action_id") == action_id and block_id in {None, block["block_id"]}:
            return block, element
    raise UsageError(N_("there is no {action} to press"), action=action_id)


def elements_of(blocks: Any) -> Iterator[tuple[Element, Element]]:
    """What can be pressed in `blocks`, each with its block, which has an id by now."""
    for number, given in enumerate(blocks):
        block = {**given, "block_id": given.get("block_id") or f"b{number}"}
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if isinstance(element, dict) and "action_id" in element:
                yield block, element
