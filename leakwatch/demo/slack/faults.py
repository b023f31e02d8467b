"""What the stand-in can do wrong on request: one fault at a time, or a mix drawn by a seed."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Faults by chance: of every call of `methods` (none: of every method) so many go wrong."""

    seed: int
    shares: Mapping[Fault, float]  #: 0.05 is one call in twenty; together at most 1
    methods: frozenset[str] = frozenset()


@dataclass(kw_only=True)
class Faults:
    """Those that were asked for take their turns, then chance decides."""

    waiting: deque[Fault] = field(default_factory=deque)
    shown: Counter[FaultKind] = field(default_factory=Counter)  #: how often each was
    _mix: Mix | None = None
    _chance: random.Random = field(default_factory=random.Random)
    _lock: Lock = field(default_factory=Lock)

    def ask(self, fault: Fault) -> None:
        with self._lock:
            self.waiting.append(fault)

    def mix(self, mix: Mix | None) -> None:
        """Draw by chance from now on; None ends it."""
        with self._lock:
            self._mix = mix
            self._chance = random.Random(mix.seed if mix else 0)  # noqa: S311 - not for secrets

    def take(self, method: str) -> Fault | None:
        """The fault that is due for this call, if any."""
        with self._lock:
            fault = self._asked(method) or self._drawn(method)
            if fault:
                self.shown[fault.kind] += 1
        return fault

    def _asked(self, method: str) -> Fault | None:
        for number, fault in enumerate(self.waiting):
            if fault.method == method:
                del self.waiting[number]
                if fault.times > 1:
                    self.waiting.insert(number, replace(fault, times=fault.times - 1))
                return fault
        return None

    def _drawn(self, method: str) -> Fault | None:
        if self._mix is None or (self._mix.methods and method not in self._mix.methods):
            return None
        drawn = self._chance.random()
        for fault, share in self._mix.shares.items():
            if drawn < share:
                return fault
            drawn -= share
        return None
