"""The record's page ledger as the crawl of one sweep uses it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from leakwatch.models import PageRead, Recalled, Sighting, Told
from leakwatch.record import Seen, SweepWriter


class PageMemory:
    """A `leakwatch.crawl.Memory`, and the same for sightings that were read.

    Every method may raise RecordError.
    """

    def __init__(self, writer: SweepWriter, *, clock: Callable[[], datetime]) -> None:
        self._writer, self._clock = writer, clock
        self.unchanged = 0  #: sightings that need not be judged

    def recall(self, url: str, told: Told) -> Recalled | None:
        return self._writer.recall(url, told, now=self._clock())

    def keep(self, url: str, *, asked: bool) -> None:
        self._writer.keep(url, asked=asked, now=self._clock())
        self.unchanged += 1

    def learn(self, page: PageRead) -> None:
        self._writer.learn(page)

    def look(self, sighting: Sighting, *, now: datetime) -> Seen | None:
        """What is known of a sighting; None when it is as it was and is taken as seen."""
        seen = self._writer.look(sighting, now=now)
        if not seen.same:
            return seen
        self._writer.keep(seen, now=now)
        self.unchanged += 1
        return None
