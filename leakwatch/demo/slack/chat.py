"""The methods that write: messages, replies, edits, and what only one person sees."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from leakwatch.demo.slack.params import (
    Method,
    Params,
    Refusal,
    Reply,
    decoded,
    flag,
    known_channel,
    writable_channel,
)
from leakwatch.demo.slack.validator import check_blocks, too_long
from leakwatch.demo.slack.workspace import BOT_USER, Channel, Workspace

MAX_TEXT, MAX_METADATA = 40_000, 8_000
_CONTENT = ("text", "blocks", "metadata")
#: What the answer to an edit does not repeat.
_UNTOLD = {"ts", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"}
Message = dict[str, Any]


def post_message(workspace: Workspace, params: Params) -> Reply:
    channel = writable_channel(workspace, params)
    content = checked_content(params)
    parent = _parent(channel, params)
    if parent:
        content["thread_ts"] = parent["ts"]
        if flag(params, "reply_broadcast"):
            content["subtype"] = "thread_broadcast"
    message = workspace.post(channel, content)
    if parent:
        _count_reply(parent, message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def update(workspace: Workspace, params: Params) -> Reply:
    channel = writable_channel(workspace, params, by_id=True)
    message = _message(channel, params)
    if message["user"] != BOT_USER:
        raise Refusal("cant_update_message")
    rewrite(message, checked_content(params))
    shown = {name: value for name, value in message.items() if name not in _UNTOLD}
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": shown}


def delete(workspace: Workspace, params: Params) -> Reply:
    channel = writable_channel(workspace, params, by_id=True)
    message = _message(channel, params)
    if message["user"] != BOT_USER:
        raise Refusal("cant_delete_message")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": message["ts"]}


def post_ephemeral(workspace: Workspace, params: Params) -> Reply:
    channel = writable_channel(workspace, params)
    user = str(params.get("user", ""))
    if workspace.user(user) is None or not channel.holds(user):
        raise Refusal("user_not_in_channel")
    content = checked_content(params)
    content.pop("metadata", None)
    parent = _parent(channel, params)
    if parent:
        content["thread_ts"] = parent["ts"]
    return {"message_ts": workspace.whisper(user, channel, content)["ts"]}


def get_permalink(workspace: Workspace, params: Params) -> Reply:
    channel = known_channel(workspace, params, by_id=True)
    message = _message(channel, {"ts": params.get("message_ts")})
    place = f"https://stand-in.example/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    return {"channel": channel.id, "permalink": place}


METHODS: Mapping[str, Method] = {
    "chat.delete": Method(run=delete, scopes=("chat:write",)),
    "chat.getPermalink": Method(run=get_permalink),
    "chat.postEphemeral": Method(run=post_ephemeral, scopes=("chat:write",)),
    "chat.postMessage": Method(run=post_message, scopes=("chat:write",), paced=True),
    "chat.update": Method(run=update, scopes=("chat:write",), paced=True),
}


def rewrite(message: Message, content: Mapping[str, Any]) -> None:
    """Put new text and blocks into a message; metadata stays unless there is new."""
    message.pop("blocks", None)
    message.update(content, edited={"user": BOT_USER, "ts": message["ts"]})


def checked_content(params: Params) -> Message:
    """Text, blocks and metadata of a message, checked as Slack checks them."""
    content = {name: decoded(params[name]) for name in _CONTENT if params.get(name)}
    content["text"] = str(params.get("text", ""))
    if not content["text"] and not content.get("blocks"):
        raise Refusal("no_text")
    if len(content["text"]) > MAX_TEXT:
        raise Refusal("msg_too_long")
    if "blocks" in content:
        _check_blocks(content["blocks"])
    if "metadata" in content:
        _check_metadata(content["metadata"])
    return content


def _check_blocks(blocks: Any) -> None:
    problems = check_blocks(blocks)
    if problems:
        messages = [f"[ERROR] {problem}" for problem in problems]
        raise Refusal(
            "invalid_blocks", errors=list(problems), response_metadata={"messages": messages}
        )
    if too_long(blocks):
        raise Refusal("msg_blocks_too_long")


def _check_metadata(metadata: Any) -> None:
    if not isinstance(metadata, dict) or metadata.keys() - {"event_type", "event_payload"}:
        raise Refusal("invalid_metadata_format")
    event_type = metadata.get("event_type")
    if not isinstance(event_type, str) or not re.fullmatch(r"[a-z0-9_]{1,255}", event_type):
        raise Refusal("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(metadata)) > MAX_METADATA:
        raise Refusal("metadata_too_large")


def _message(channel: Channel, params: Params) -> Message:
    for message in channel.messages:
        if message["ts"] == params.get("ts"):
            return message
    raise Refusal("message_not_found")


def _parent(channel: Channel, params: Params) -> Message | None:
    """The first message of the thread that `thread_ts` names, if it names one."""
    stamp = params.get("thread_ts")
    if not stamp:
        return None
    for message in channel.messages:
        if message["ts"] == stamp:
            return _message(channel, {"ts": message.get("thread_ts", stamp)})
    raise Refusal("thread_not_found")


def _count_reply(parent: Message, reply: Message) -> None:
    by = {*parent.get("reply_users", ()), reply["user"]}
    parent.update(
        thread_ts=parent["ts"],
        reply_count=parent.get("reply_count", 0) + 1,
        reply_users=sorted(by),
        reply_users_count=len(by),
        latest_reply=reply["ts"],
    )
