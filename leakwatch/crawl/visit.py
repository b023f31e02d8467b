"""What a crawl is given beside its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leakwatch.config import Network
from leakwatch.crawl.bounds import Bounds
from leakwatch.crawl.counts import Counts
from leakwatch.crawl.doubts import Doubts
from leakwatch.crawl.identity import CrawlerIdentity
from leakwatch.crawl.memory import Memory
from leakwatch.crawl.tape import Tape
from leakwatch.crawl.wire import Wire
from leakwatch.models import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One crawl's circumstances; see `leakwatch.crawl.crawl`."""

    identity: CrawlerIdentity
    network: Network
    modules: Sequence[str]  #: of spiders beside the built-in ones
    on_sighting: Callable[[Sighting], None]
    on_progress: Callable[[Counts], None]
    seen_at: datetime
    since: datetime | None  #: where the last clean sweep left off
    memory: Memory | None  #: knows pages of earlier sweeps
    doubts: Doubts  #: names addresses to ask at the end
    bounds: Bounds  #: end the crawl early
    tape: Tape | None  #: keeps every answer; or plays them, and nobody is visited
    overrides: Mapping[str, Any]  #: Scrapy settings
    wire: Wire | None = None  #: listens to what goes over the connections

    @property
    def playing(self) -> bool:
        """Whether every answer comes out of a recording."""
        return self.tape is not None and self.tape.playing
