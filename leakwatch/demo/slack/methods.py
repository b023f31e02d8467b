"""What each Web API method of the stand-in does to the workspace."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from leakwatch.demo.slack.validator import check_blocks, too_long
from leakwatch.demo.slack.workspace import BOT_ID, BOT_USER, TEAM_ID, Channel, Workspace

Params = Mapping[str, Any]
Reply = dict[str, Any]

MAX_TEXT, MAX_METADATA, MAX_PAGE = 40_000, 8_000, 999
_CONTENT = ("text", "blocks", "metadata", "thread_ts")


class Refusal(Exception):
    """`ok: false` with a code, as Slack says it; never leaves the stand-in."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.reply: Reply = {"ok": False, "error": code, **details}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    run: Callable[[Workspace, Params], Reply]
    scopes: tuple[str, ...] = ()  #: any of them will do


def post_message(workspace: Workspace, params: Params) -> Reply:
    channel = _writable(workspace, params)
    message = workspace.post(channel, _content(params))
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def update(workspace: Workspace, params: Params) -> Reply:
    channel = _writable(workspace, params)
    message = _message(channel, params)
    content = _content(params)
    message.pop("blocks", None)
    message.update(content, edited={"user": BOT_USER, "ts": message["ts"]})
    return {"channel": channel.id, "ts": message["ts"], "text": content["text"], "message": message}


def delete(workspace: Workspace, params: Params) -> Reply:
    channel = _writable(workspace, params)
    message = _message(channel, params)
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": message["ts"]}


def history(workspace: Workspace, params: Params) -> Reply:
    """Newest first, a page at a time; metadata only where it was asked for."""
    channel = _known(workspace, params, by_id=True)
    if not channel.member:
        raise Refusal("not_in_channel")
    oldest, latest = (_stamp(params, name) for name in ("oldest", "latest"))
    inclusive = _flag(params, "inclusive")
    found = [
        message
        for message in reversed(channel.messages)
        if _within(_micros(message["ts"]), oldest, latest, inclusive=inclusive)
    ]
    page, cursor = _page(found, params)
    with_metadata = _flag(params, "include_all_metadata")
    shown = [
        {key: value for key, value in message.items() if with_metadata or key != "metadata"}
        for message in page
    ]
    reply: Reply = {"messages": shown, "has_more": bool(cursor), "pin_count": 0}
    return {**reply, **({"response_metadata": {"next_cursor": cursor}} if cursor else {})}


def info(workspace: Workspace, params: Params) -> Reply:
    return {"channel": _described(_known(workspace, params, by_id=True))}


def list_channels(workspace: Workspace, params: Params) -> Reply:
    hidden = _flag(params, "exclude_archived")
    channels = [channel for channel in workspace.channels if not (hidden and channel.archived)]
    visible = [channel for channel in channels if channel.member or not channel.private]
    page, cursor = _page(visible, params)
    shown = [_described(channel) for channel in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def auth_test(_workspace: Workspace, _params: Params) -> Reply:
    return {
        "url": "https://stand-in.example/",
        "team": "Stand-in",
        "user": "leakwatch",
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


_READ = ("channels:read", "groups:read")
METHODS: Mapping[str, Method] = {
    "auth.test": Method(run=auth_test),
    "chat.delete": Method(run=delete, scopes=("chat:write",)),
    "chat.postMessage": Method(run=post_message, scopes=("chat:write",)),
    "chat.update": Method(run=update, scopes=("chat:write",)),
    "conversations.history": Method(run=history, scopes=("channels:history", "groups:history")),
    "conversations.info": Method(run=info, scopes=_READ),
    "conversations.list": Method(run=list_channels, scopes=_READ),
}


def _known(workspace: Workspace, params: Params, *, by_id: bool = False) -> Channel:
    reference = str(params.get("channel", ""))
    channel = workspace.channel(reference)
    if channel is None or (channel.private and not channel.member):
        raise Refusal("channel_not_found")
    if by_id and reference != channel.id:
        raise Refusal("channel_not_found")
    return channel


def _writable(workspace: Workspace, params: Params) -> Channel:
    channel = _known(workspace, params)
    if channel.archived:
        raise Refusal("is_archived")
    if not channel.member:
        raise Refusal("not_in_channel")
    return channel


def _message(channel: Channel, params: Params) -> dict[str, Any]:
    for message in channel.messages:
        if message["ts"] == params.get("ts"):
            return message
    raise Refusal("message_not_found")


def _content(params: Params) -> Reply:
    """Text, blocks and metadata of a message, checked as Slack checks them."""
    content = {name: _decoded(params[name]) for name in _CONTENT if params.get(name)}
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


def _decoded(value: Any) -> Any:
    """A form carries blocks and metadata as JSON text, a JSON body as they are."""
    if not isinstance(value, str) or value[:1] not in {"[", "{"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _flag(params: Params, name: str) -> bool:
    return str(params.get(name, "")).lower() in {"1", "true"}


def _micros(stamp: str) -> int:
    seconds, _, fraction = stamp.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0")[:6])


def _stamp(params: Params, name: str) -> int | None:
    value = str(params.get(name) or "")
    if not value:
        return None
    if not re.fullmatch(r"\d{1,12}(\.\d{1,9})?", value):
        raise Refusal(f"invalid_ts_{name}")
    return _micros(value)


def _within(at: int, oldest: int | None, latest: int | None, *, inclusive: bool) -> bool:
    step = 0 if inclusive else 1
    after = oldest is None or at >= oldest + step
    return after and (latest is None or at <= latest - step)


def _page(entries: list[Any], params: Params) -> tuple[list[Any], str]:
    """One page and the cursor of the next, empty at the end."""
    limit = str(params.get("limit") or "100")
    if not limit.isdecimal() or not 1 <= int(limit) <= MAX_PAGE:
        raise Refusal("invalid_limit")
    cursor = str(params.get("cursor") or "")
    try:
        start = int(base64.b64decode(cursor, validate=True)) if cursor else 0
    except (ValueError, binascii.Error) as error:
        raise Refusal("invalid_cursor") from error
    end = start + int(limit)
    following = base64.b64encode(str(end).encode()).decode() if end < len(entries) else ""
    return entries[start:end], following


def _described(channel: Channel) -> Reply:
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_archived": channel.archived,
        "is_private": channel.private,
        "is_member": channel.member,
        "num_members": 2,
    }
