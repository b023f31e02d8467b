"""The address by which a click or a command may be answered for half an hour, five times.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from typing import Any

from leakwatch.demo.slack.chat import checked_content, rewrite
from leakwatch.demo.slack.params import Refusal
from leakwatch.demo.slack.workspace import Channel, ResponseUrl, Workspace

MAX_USES, MAX_SECONDS = 5, 1_800.0


def respond(workspace: Workspace, token: str, given: dict[str, Any]) -> None:
    """Say, replace or delete something; raises Refusal with Slack's code."""
    known = workspace.responses.get(token)
    if known is None:
        raise Refusal("invalid_url")
    if known.uses >= MAX_USES:
        raise Refusal("used_url")
    if workspace.monotonic() - known.issued > MAX_SECONDS:
        raise Refusal("expired_url")
    channel = workspace.channel(known.channel)
    if channel is None or channel.archived:
        raise Refusal("is_archived" if channel else "channel_not_found")
    _do(workspace, known, channel, given)
    known.uses += 1


def _do(workspace: Workspace, known: ResponseUrl, channel: Channel, given: dict[str, Any]) -> None:
    clicked, among = _clicked(workspace, known, channel)
    if given.get("delete_original"):
        if clicked:
            among.remove(clicked)
        return
    content = checked_content(given)
    if clicked and given.get("replace_original"):
        rewrite(clicked, content)
    elif given.get("response_type") == "in_channel":
        workspace.post(channel, content)
    else:
        workspace.whisper(known.user, channel, content)


def _clicked(
    workspace: Workspace, known: ResponseUrl, channel: Channel
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    for messages in (channel.messages, workspace.whispers(known.user, channel)):
        for message in messages:
            if message["ts"] == known.ts:
                return message, messages
    return None, []
