"""What commands need of the service beside the record: how well is seen, sweeps, and the inbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from leakwatch.models import Delivery, Sight, Status, SweepReport

#: What a sweep says while it goes on; the documented events of `leakwatch sweep --events`.
OnEvent = Callable[[Mapping[str, object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A catalogue message with its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """One source as it is seen now."""

    name: str
    sight: Sight
    last: SweepReport | None = None
    last_clean: datetime | None = None
    next_sweep: datetime | None = None
    hindered: Word | None = None  #: why it is not swept by itself, in a word or two


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How the watch stands, in counts and names of sources."""

    findings: Mapping[Status, int]
    outbox: Mapping[Delivery, int]
    sources: tuple[SourceView, ...] = ()
    last_sweeps: tuple[SweepReport, ...] = ()  #: newest first
    sweeping: tuple[str, ...] = ()  #: sources that are swept at this moment
    running_since: datetime | None = None
    last_delivery: datetime | None = None  #: when a channel last took something
    last_beat: datetime | None = None  #: of the heartbeat; None: it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a sweep was asked for: sources, and those that cannot be swept now, with the reason."""

    sources: tuple[str, ...] = ()
    refused: Mapping[str, Word] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the sweep of one source ended."""

    source: str
    report: SweepReport | None = None
    why: Word | None = None  #: why there is no report


class Operations(Protocol):
    """Implemented by `app`; what blocks in it runs in a thread."""

    def places(self) -> frozenset[str]:
        """Channels that alerts go to, as `#name` or id."""
        ...

    async def overview(self) -> Overview: ...

    async def views(self) -> Sequence[SourceView]:
        """Every enabled source, and those that only people look at."""
        ...

    async def choose(self, name: str | None) -> Chosen:
        """`name`, or None for every enabled source. Raises UsageError for one that is not known."""
        ...

    async def sweep(self, source: str, *, on_event: OnEvent) -> Ended:
        """Sweep `source` in a child process, to its end; never raises for what the child does."""
        ...

    async def leave_tip(self, tip: Tip) -> str | None:
        """Put a colleague's tip into an inbox; the source it went to, None when there is none.

        Raises OutputError when the folder cannot be written.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """Something a colleague reports: links, and what he himself says about them."""

    user: str  #: Slack id of who reports
    at: datetime
    links: tuple[str, ...]
    note: str = ""
