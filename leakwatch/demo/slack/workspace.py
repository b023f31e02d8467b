"""The stand-in's memory: tokens, people, channels, messages, views, and what it was asked to spoil."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from leakwatch.demo.slack.faults import Fault, FaultKind, Faults
from leakwatch.demo.slack.modals import Modals
from leakwatch.demo.slack.pace import Offence, Pace
from leakwatch.demo.slack.people import (
    Triggers,
    User,
    Usergroup,
    default_usergroups,
    default_users,
)

BOT_USER, BOT_ID, APP_ID, TEAM_ID = "U00000B07", "B00000B07", "A00000B07", "T00000001"
TOKEN = "xoxb-stand-in-token"  # noqa: S105 - opens nothing but this stand-in
APP_TOKEN = "xapp-stand-in-token"  # noqa: S105
SCOPES = (
    "chat:write",
    "commands",
    "channels:read",
    "channels:history",
    "groups:read",
    "groups:history",
    "usergroups:read",
    "users:read",
)
APP_SCOPES = ("connections:write",)


@dataclass(slots=True, kw_only=True)
class Channel:
    id: str
    name: str
    member: bool = True  #: whether the bot was invited
    archived: bool = False
    private: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)  #: oldest first
    people: set[str] | None = None  #: ids of the users in it; None: everybody

    def holds(self, user: str) -> bool:
        return self.people is None or user in self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it came in, without its token."""

    method: str
    params: Mapping[str, Any]
    user_agent: str = ""


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """An address by which a click or a command may be answered."""

    user: str
    channel: str
    ts: str | None  #: of the message that was clicked
    issued: float  #: monotonic
    uses: int = 0


def _default_channels() -> list[Channel]:
    return [Channel(id="C00000001", name="leakwatch")]


def _default_tokens() -> dict[str, tuple[str, ...]]:
    return {TOKEN: SCOPES, APP_TOKEN: APP_SCOPES}


@dataclass(kw_only=True)
class Workspace:
    channels: list[Channel] = field(default_factory=_default_channels)
    tokens: dict[str, tuple[str, ...]] = field(default_factory=_default_tokens)
    revoked: set[str] = field(default_factory=set)
    users: list[User] = field(default_factory=default_users)
    usergroups: list[Usergroup] = field(default_factory=default_usergroups)
    interval: float = 0.0  #: seconds each channel wants between two messages; 0 for no limit
    burst: int = 1  #: messages a channel takes at once all the same, see `Pace`
    skew: float = 0.0  #: seconds this Slack's clock is ahead of `clock`
    ack_seconds: float = 3.0  #: within which an app has to acknowledge what it is sent
    trigger_seconds: float = 3.0  #: for which a trigger id opens a view
    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    calls: list[Call] = field(default_factory=list)
    fault_list: Faults = field(default_factory=Faults)
    modals: Modals = field(default_factory=Modals)
    triggers: Triggers = field(default_factory=Triggers)
    responses: dict[str, ResponseUrl] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)  #: unused WebSocket tickets → app token
    base_url: str = "http://127.0.0.1/"  #: of the server, ends in /
    _whispers: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    _pace: Pace = field(default_factory=Pace)
    _lock: Lock = field(default_factory=Lock)
    _last_ts: int = 0  #: microseconds; no two messages share one

    @property
    def faults(self) -> deque[Fault]:
        """Those that were asked for and have not been shown."""
        return self.fault_list.waiting

    @property
    def offences(self) -> list[Offence]:
        """The calls that came faster than `interval` and `burst` allow; each was refused."""
        return self._pace.offences

    def channel(self, reference: str) -> Channel | None:
        """The channel by id, `#name` or name."""
        name = reference.removeprefix("#")
        return next((one for one in self.channels if reference == one.id or name == one.name), None)

    def user(self, user_id: str) -> User | None:
        return next((one for one in self.users if one.id == user_id), None)

    def messages(self, reference: str) -> tuple[dict[str, Any], ...]:
        """What stands in a channel, oldest first; replies among them."""
        channel = self.channel(reference)
        return tuple(channel.messages) if channel else ()

    def ephemerals(self, user: str, reference: str) -> tuple[dict[str, Any], ...]:
        """What only `user` sees in a channel, oldest first."""
        channel = self.channel(reference)
        return tuple(self._whispers.get((user, channel.id), ())) if channel else ()

    def revoke(self, token: str) -> None:
        """Take a token away: every later call with it is refused."""
        self.tokens.pop(token, None)
        self.revoked.add(token)

    def fail_next(self, kind: FaultKind, **details: Any) -> None:
        """Let the next calls go wrong; several faults take their turns."""
        self.fault_list.ask(Fault(kind=kind, **details))

    def wait_for(self, channel: Channel, method: str) -> int:
        """Whole seconds until the channel takes another message; 0 when it does now."""
        self._pace.interval, self._pace.burst = self.interval, self.burst
        return self._pace.take(channel.id, method, self.monotonic())

    def post(self, channel: Channel, content: Mapping[str, Any]) -> dict[str, Any]:
        """A message of the bot; what it answers bears its own `ts` as that of a thread from then on."""
        by = {"user": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID}
        for one in channel.messages:
            if one["ts"] == content.get("thread_ts"):
                one["thread_ts"] = one["ts"]
        return self._put(channel.messages, {**by, **content})

    def say(self, user: str, channel: Channel, text: str) -> dict[str, Any]:
        """A message of a colleague."""
        return self._put(channel.messages, {"user": user, "text": text})

    def whisper(self, user: str, channel: Channel, content: Mapping[str, Any]) -> dict[str, Any]:
        """A message of the bot that only `user` sees."""
        by = {"user": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID, "is_ephemeral": True}
        whispers = self._whispers.setdefault((user, channel.id), [])
        return self._put(whispers, {**by, **content})

    def whispers(self, user: str, channel: Channel) -> list[dict[str, Any]]:
        return self._whispers.setdefault((user, channel.id), [])

    def _put(self, messages: list[dict[str, Any]], content: Mapping[str, Any]) -> dict[str, Any]:
        with self._lock:
            now = self.clock() + self.skew
            self._last_ts = max(self._last_ts + 1, int(now * 1_000_000))
            seconds, micros = divmod(self._last_ts, 1_000_000)
            ts = f"{seconds}.{micros:06}"
            message = {"type": "message", "team": TEAM_ID, "ts": ts, **content}
            messages.append(message)
        return message
