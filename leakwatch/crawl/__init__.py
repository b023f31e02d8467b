"""Runs one spider politely and safely, hands its sightings on, and judges how it went.

Scrapy is imported by `crawl` alone: importing it takes more than a second, and the supervisor,
which only reads counts and reports, can do without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from leakwatch.config import Network
from leakwatch.crawl.counts import Counts
from leakwatch.crawl.identity import CrawlerIdentity
from leakwatch.crawl.judge import judge
from leakwatch.crawl.memory import Memory
from leakwatch.models import Sighting, Source

__all__ = ["Counts", "CrawlerIdentity", "Memory", "crawl", "judge"]


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
    overrides: Mapping[str, Any] | None = None,
) -> Counts:
    """Crawl `source` in this process, which can do so once, and return what was counted.

    `modules` hold spiders beside the built-in ones; `overrides` are Scrapy settings, for tests and
    benchmarks; `since` is where the last clean sweep left off; `memory` knows pages of earlier
    sweeps, without it every page is read. A LeakwatchError of `on_sighting`, `on_progress` or
    `memory` ends the crawl and leaves it as it is. Raises SweepError when the crawl cannot start.
    """
    from leakwatch.crawl.process import run  # noqa: PLC0415 - see above

    return run(
        source,
        identity=identity,
        network=network,
        modules=modules,
        on_sighting=on_sighting,
        on_progress=on_progress,
        seen_at=seen_at,
        since=since,
        memory=memory,
        overrides=overrides or {},
    )
