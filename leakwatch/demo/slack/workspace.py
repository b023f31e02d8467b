"""The stand-in's memory: tokens, channels, messages, and the faults it was asked to show."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock
from typing import Any

BOT_USER, BOT_ID, APP_ID, TEAM_ID = "U00000B07", "B00000B07", "A00000B07", "T00000001"
TOKEN = "xoxb-stand-in-token"  # noqa: S105 - opens nothing but this stand-in
SCOPES = ("chat:write", "channels:read", "channels:history", "groups:read", "groups:history")


class FaultKind(StrEnum):
    RATE_LIMITED = "rate_limited"  #: 429 with Retry-After; nothing is posted
    SERVER_ERROR = "server_error"  #: 500; nothing is posted
    REFUSED = "refused"  #: `ok: false` with `code`
    CUT = "cut"  #: the connection ends in mid-answer; nothing is posted
    ERROR_AFTER = "error_after"  #: the message is posted, the answer is 500
    CUT_AFTER = "cut_after"  #: the message is posted, the connection ends in mid-answer
    SLOW_AFTER = "slow_after"  #: the message is posted, the answer takes `seconds`

    @property
    def accepts(self) -> bool:
        return self in {FaultKind.ERROR_AFTER, FaultKind.CUT_AFTER, FaultKind.SLOW_AFTER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with the next `times` calls of `method`."""

    kind: FaultKind
    method: str = "chat.postMessage"
    times: int = 1
    code: str = "internal_error"
    retry_after: int = 1
    seconds: float = 60.0


@dataclass(slots=True, kw_only=True)
class Channel:
    id: str
    name: str
    member: bool = True  #: whether the bot was invited
    archived: bool = False
    private: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)  #: oldest first
    posted_at: float | None = None  #: monotonic; for the rate limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it came in, without its token."""

    method: str
    params: Mapping[str, Any]
    user_agent: str = ""


def _default_channels() -> list[Channel]:
    return [Channel(id="C00000001", name="leakwatch")]


@dataclass(kw_only=True)
class Workspace:
    channels: list[Channel] = field(default_factory=_default_channels)
    tokens: dict[str, tuple[str, ...]] = field(default_factory=lambda: {TOKEN: SCOPES})
    interval: float = 0.0  #: seconds each channel wants between two messages; 0 for no limit
    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    calls: list[Call] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)
    _last_ts: int = 0  #: microseconds; no two messages share one

    def channel(self, reference: str) -> Channel | None:
        """The channel by id, `#name` or name."""
        name = reference.removeprefix("#")
        return next((one for one in self.channels if reference == one.id or name == one.name), None)

    def messages(self, reference: str) -> tuple[dict[str, Any], ...]:
        """What stands in a channel, oldest first."""
        channel = self.channel(reference)
        return tuple(channel.messages) if channel else ()

    def fail_next(self, kind: FaultKind, **details: Any) -> None:
        """Let the next calls go wrong; several faults take their turns."""
        with self._lock:
            self.faults.append(Fault(kind=kind, **details))

    def take_fault(self, method: str) -> Fault | None:
        """The fault that is due for this call, if any."""
        with self._lock:
            for number, fault in enumerate(self.faults):
                if fault.method == method:
                    del self.faults[number]
                    if fault.times > 1:
                        self.faults.insert(number, replace(fault, times=fault.times - 1))
                    return fault
        return None

    def wait_for(self, channel: Channel) -> int:
        """Whole seconds until the channel takes another message; 0 when it does now."""
        if channel.posted_at is None:
            return 0
        return max(0, math.ceil(channel.posted_at + self.interval - self.monotonic()))

    def post(self, channel: Channel, content: Mapping[str, Any]) -> dict[str, Any]:
        with self._lock:
            self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
            seconds, micros = divmod(self._last_ts, 1_000_000)
            message = {
                "type": "message",
                "user": BOT_USER,
                "bot_id": BOT_ID,
                "app_id": APP_ID,
                "team": TEAM_ID,
                "ts": f"{seconds}.{micros:06}",
                **content,
            }
            channel.messages.append(message)
            channel.posted_at = self.monotonic()
        return message
