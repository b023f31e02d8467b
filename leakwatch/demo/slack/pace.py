"""How fast a channel takes messages, and who was too fast."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """A call that came before its channel was ready for one."""

    channel: str
    method: str
    early: float  #: seconds


@dataclass(kw_only=True)
class Pace:
    """A token bucket a channel: `burst` messages at once, one more every `interval` seconds.

    A client that keeps `interval` between the moments it *starts* two calls can still be seen to
    send two in a row, when the first was held up on its way. With one call of a channel in flight
    at a time there are never more than two too close together, and one more for each further client
    that shares the pace: `burst = 1 + clients` is the least that never wrongs an honest client, and
    over any stretch of time it lets through no more than its share and that many messages.
    """

    interval: float = 0.0  #: seconds; 0 for no limit
    burst: int = 1
    offences: list[Offence] = field(default_factory=list)
    _ready: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, channel: str, method: str, at: float) -> int:
        """0 when the channel takes a call at the monotonic time `at`, else whole seconds to wait."""
        if self.interval <= 0:
            return 0
        with self._lock:
            ready = self._ready.get(channel, at)
            early = ready - (self.burst - 1) * self.interval - at
            if early > 0:
                self.offences.append(Offence(channel=channel, method=method, early=early))
                return math.ceil(early)
            self._ready[channel] = max(ready, at) + self.interval
        return 0
