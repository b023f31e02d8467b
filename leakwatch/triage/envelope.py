"""What a payload says, read with the distrust that is due to all that comes in from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leakwatch.triage.desk import Place

_LABEL = re.compile(r"F-([1-9][0-9]{0,17})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """Somebody pressed a button of a message."""

    place: Place
    action: str  #: `action_id`
    finding: int | None  #: None: its value is no finding's label
    value: str = ""  #: as it came back, whatever it belongs to
    trigger: str = ""  #: opens one view, within three seconds
    message: str = ""  #: `ts` of the message the button stands in
    hidden: bool = False  #: that message is an answer to one user, which no decision edits


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a modal was opened for; travels in its `private_metadata`."""

    finding: int | None
    act: str  #: the button's, such as `confirm`
    channel: str = ""
    ts: str = ""  #: of the message whose button was pressed
    thread: str | None = None
    seen: str | None = None  #: the finding's status when the modal was opened
    duty: str = ""  #: value of a reminder's button, in place of a finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Somebody submitted a modal."""

    user: str
    origin: Origin
    values: Mapping[str, str] = field(default_factory=dict)  #: block id → what was entered there

    @property
    def place(self) -> Place:
        return Place(user=self.user, channel=self.origin.channel, thread=self.origin.thread)


def read_click(body: Mapping[str, Any]) -> Click:
    """The first action of a `block_actions` payload."""
    container, message = _object(body, "container"), _object(body, "message")
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else {}
    action = action if isinstance(action, dict) else {}
    stands = _text(container, "message_ts") or _text(message, "ts")
    thread = _text(container, "thread_ts") or _text(message, "thread_ts")
    return Click(
        place=Place(
            user=_text(_object(body, "user"), "id"),
            channel=_text(_object(body, "channel"), "id") or _text(container, "channel_id"),
            # Slack gives the first message of a thread its own ts; it is read in the channel
            thread=thread if thread and thread != stands else None,
            address=_text(body, "response_url"),
        ),
        action=_text(action, "action_id"),
        finding=number_of(_text(action, "value")),
        value=_text(action, "value"),
        trigger=_text(body, "trigger_id"),
        message=stands,
        hidden=container.get("is_ephemeral") is True,
    )


def read_submission(body: Mapping[str, Any]) -> Submission:
    """A `view_submission` payload of the modal in which a decision gets its reason."""
    view = _object(body, "view")
    values = _object(_object(view, "state"), "values")
    return Submission(
        user=_text(_object(body, "user"), "id"),
        origin=load_origin(_text(view, "private_metadata")),
        values={
            str(block): _entered(inputs)
            for block, inputs in values.items()
            if isinstance(inputs, dict)
        },
    )


def dump_origin(origin: Origin) -> str:
    """As `private_metadata`, of which Slack keeps 3,000 characters."""
    return json.dumps(
        {
            "finding": f"F-{origin.finding}",
            "act": origin.act,
            "channel": origin.channel,
            "ts": origin.ts,
            "thread": origin.thread,
            "seen": origin.seen,
            "duty": origin.duty,
        }
    )


def load_origin(metadata: str) -> Origin:
    try:
        values = json.loads(metadata)
    except ValueError:
        values = {}
    known = values if isinstance(values, dict) else {}
    return Origin(
        finding=number_of(_text(known, "finding")),
        act=_text(known, "act"),
        channel=_text(known, "channel"),
        ts=_text(known, "ts"),
        thread=_text(known, "thread") or None,
        seen=_text(known, "seen") or None,
        duty=_text(known, "duty"),
    )


def number_of(label: str) -> int | None:
    """1042 of `F-1042`; None for anything else."""
    found = _LABEL.fullmatch(label)
    return int(found[1]) if found else None


def _entered(inputs: Mapping[str, Any]) -> str:
    """The value of a block's only input element."""
    for state in inputs.values():
        if isinstance(state, dict):
            chosen = _object(state, "selected_option")
            return _text(chosen, "value") or _text(state, "selected_date") or _text(state, "value")
    return ""


def _object(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
