"""The methods that read channels: history, threads, and what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leakwatch.demo.slack.params import (
    Method,
    Params,
    Refusal,
    Reply,
    Run,
    flag,
    known_channel,
    page_of,
    span,
)
from leakwatch.demo.slack.workspace import BOT_USER, Channel, Workspace


def history(workspace: Workspace, params: Params) -> Reply:
    """Newest first, a page at a time; metadata only where it was asked for, replies not at all."""
    channel = _readable(workspace, params)
    within = span(params)
    found = [
        message
        for message in reversed(channel.messages)
        if not _is_hidden_reply(message) and within(message["ts"])
    ]
    page, cursor = page_of(found, params)
    return {**_shown(page, params, cursor), "pin_count": 0}


def replies(workspace: Workspace, params: Params) -> Reply:
    """The first message of a thread and what was said in it, oldest first."""
    channel = _readable(workspace, params)
    stamp = str(params.get("ts") or "")
    named = next((one for one in channel.messages if one["ts"] == stamp), None)
    if named is None:
        raise Refusal("thread_not_found")
    root = named.get("thread_ts", stamp)
    within = span(params)
    found = [
        message
        for message in channel.messages
        if message["ts"] == root or (message.get("thread_ts") == root and within(message["ts"]))
    ]
    page, cursor = page_of(found, params)
    return _shown(page, params, cursor)


def info(workspace: Workspace, params: Params) -> Reply:
    return {"channel": _described(known_channel(workspace, params, by_id=True))}


def list_channels(workspace: Workspace, params: Params) -> Reply:
    return _listed([one for one in workspace.channels if one.member or not one.private], params)


def list_own(workspace: Workspace, params: Params) -> Reply:
    """The channels the bot was invited to."""
    return _listed([one for one in workspace.channels if one.member], params)


def _listed(channels: Sequence[Channel], params: Params) -> Reply:
    hidden = flag(params, "exclude_archived")
    visible = [channel for channel in channels if not (hidden and channel.archived)]
    page, cursor = page_of(visible, params)
    shown = [_described(channel) for channel in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def members(workspace: Workspace, params: Params) -> Reply:
    channel = known_channel(workspace, params, by_id=True)
    people = [one.id for one in workspace.users if channel.holds(one.id)]
    page, cursor = page_of([*people, *([BOT_USER] if channel.member else [])], params)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def _history(run: Run) -> Method:
    return Method(run=run, scopes=("channels:history",), private=("groups:history",))


def _read(run: Run) -> Method:
    return Method(run=run, scopes=("channels:read",), private=("groups:read",))


METHODS: Mapping[str, Method] = {
    "conversations.history": _history(history),
    "conversations.info": _read(info),
    "conversations.list": Method(run=list_channels, scopes=("channels:read", "groups:read")),
    "conversations.members": _read(members),
    "conversations.replies": _history(replies),
    "users.conversations": Method(run=list_own, scopes=("channels:read", "groups:read")),
}


def _readable(workspace: Workspace, params: Params) -> Channel:
    channel = known_channel(workspace, params, by_id=True)
    if not channel.member:
        raise Refusal("not_in_channel")
    return channel


def _is_hidden_reply(message: Mapping[str, Any]) -> bool:
    is_reply = message.get("thread_ts", message["ts"]) != message["ts"]
    return is_reply and message.get("subtype") != "thread_broadcast"


def _shown(page: Iterable[Mapping[str, Any]], params: Params, cursor: str) -> Reply:
    with_metadata = flag(params, "include_all_metadata")
    messages = [
        {key: value for key, value in message.items() if with_metadata or key != "metadata"}
        for message in page
    ]
    reply: Reply = {"messages": messages, "has_more": bool(cursor)}
    return {**reply, **({"response_metadata": {"next_cursor": cursor}} if cursor else {})}


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
