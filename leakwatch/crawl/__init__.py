"""Runs one spider politely and safely, hands its sightings on, and judges how it went.

Scrapy is imported by `crawl` alone: importing it takes more than a second, and the supervisor,
which only reads counts and reports, can do without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from leakwatch.config import Network
from leakwatch.crawl.bounds import Bounds
from leakwatch.crawl.counts import Counts
from leakwatch.crawl.doubts import Doubts, NoDoubts
from leakwatch.crawl.identity import CrawlerIdentity
from leakwatch.crawl.judge import judge
from leakwatch.crawl.memory import Memory
from leakwatch.crawl.tape import Answer, Role, Tape, Trouble
from leakwatch.crawl.visit import Visit
from leakwatch.crawl.wire import Wire
from leakwatch.models import Sighting, Source

__all__ = [
    "Answer",
    "Bounds",
    "Counts",
    "CrawlerIdentity",
    "Doubts",
    "Memory",
    "Role",
    "Tape",
    "Trouble",
    "Wire",
    "crawl",
    "judge",
]

_UNBOUND = Bounds()


def crawl(
    source: Source,
    *,
    identity: CrawlerIdentity,
    network: Network,
    modules: Sequence[str],
    on_sighting: Callable[[Sighting], None],
    on_progress: Callable[[Counts], None],
    seen_at: datetime,
    since: datetime | None = None,
    memory: Memory | None = None,
    doubts: Doubts | None = None,
    bounds: Bounds = _UNBOUND,
    tape: Tape | None = None,
    wire: Wire | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Counts:
    """Crawl `source` in this process, which can do so once; what was counted.

    `visit.Visit` says what each of them is for.
    Raises SweepError, and LeakwatchErrors of the callbacks.
    """
    from leakwatch.crawl.process import run  # noqa: PLC0415 - see above

    visit = Visit(
        identity=identity,
        network=network,
        modules=modules,
        on_sighting=on_sighting,
        on_progress=on_progress,
        seen_at=seen_at,
        since=since,
        memory=memory,
        doubts=doubts or NoDoubts(),
        bounds=bounds,
        tape=tape,
        wire=wire,
        overrides=overrides or {},
    )
    return run(source, visit)
