"""Arguments of a method as Slack reads them, and the `ok: false` it answers with."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from leakwatch.demo.slack.workspace import Channel, Workspace

Params = Mapping[str, Any]
Reply = dict[str, Any]
Run = Callable[[Workspace, Params], Reply]

MAX_PAGE = 999


class Refusal(Exception):
    """`ok: false` with a code, as Slack says it; never leaves the stand-in."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.reply: Reply = {"ok": False, "error": code, **details}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    run: Run
    scopes: tuple[str, ...] = ()  #: any of them will do
    private: tuple[str, ...] = ()  #: in place of `scopes` where the channel is private
    app_level: bool = False  #: wants the app's token (xapp-) in place of the bot's (xoxb-)
    paced: bool = False  #: counts against the rate of its channel


def invalid_arguments(*problems: str) -> Refusal:
    messages = [f"[ERROR] {problem}" for problem in problems]
    return Refusal("invalid_arguments", response_metadata={"messages": messages})


def known_channel(workspace: Workspace, params: Params, *, by_id: bool = False) -> Channel:
    reference = str(params.get("channel", ""))
    channel = workspace.channel(reference)
    if channel is None or (channel.private and not channel.member):
        raise Refusal("channel_not_found")
    if by_id and reference != channel.id:
        raise Refusal("channel_not_found")
    return channel


def writable_channel(workspace: Workspace, params: Params, *, by_id: bool = False) -> Channel:
    channel = known_channel(workspace, params, by_id=by_id)
    if channel.archived:
        raise Refusal("is_archived")
    if not channel.member:
        raise Refusal("not_in_channel")
    return channel


def decoded(value: Any) -> Any:
    """A form carries blocks and metadata as JSON text, a JSON body as they are."""
    if not isinstance(value, str) or value[:1] not in {"[", "{"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def flag(params: Params, name: str) -> bool:
    return str(params.get(name, "")).lower() in {"1", "true"}


def micros(stamp: str) -> int:
    seconds, _, fraction = stamp.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0")[:6])


def span(params: Params) -> Callable[[str], bool]:
    """Whether a message's `ts` lies between `oldest` and `latest`."""
    oldest, latest = (_stamp(params, name) for name in ("oldest", "latest"))
    step = 0 if flag(params, "inclusive") else 1

    def within(ts: str) -> bool:
        at = micros(ts)
        after = oldest is None or at >= oldest + step
        return after and (latest is None or at <= latest - step)

    return within


def _stamp(params: Params, name: str) -> int | None:
    value = str(params.get(name) or "")
    if not value:
        return None
    if not re.fullmatch(r"\d{1,12}(\.\d{1,9})?", value):
        raise Refusal(f"invalid_ts_{name}")
    return micros(value)


def page_of(entries: list[Any], params: Params) -> tuple[list[Any], str]:
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
