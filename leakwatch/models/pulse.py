"""Whether the service lives, as the record knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """The last heartbeat and the last sign to the company's monitor."""

    at: datetime | None = None  #: last heartbeat; None: the service never ran
    troubles: tuple[str, ...] = ()  #: what was wrong then, by name; empty: it was well
    pinged_at: datetime | None = None  #: the monitor last took a ping
    ping_error: str | None = None  #: name of what kept the last try from it
    ping_failed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """How much of a time the service ran."""

    all: int  #: minutes of that time
    lived: int = 0  #: of those, the ones with a heartbeat
    healthy: int = 0  #: of those, the ones in which nothing was wrong
