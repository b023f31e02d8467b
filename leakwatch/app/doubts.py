"""Between crawl and record: what to ask directly at the end of a sweep, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from leakwatch.crawl import Counts, judge
from leakwatch.models import Answer, Check, Source, SweepReport, tracks_gone
from leakwatch.record import SweepWriter


class DirectChecks:
    """Asks only for what a sweep that was clean up to now did not show for the second time."""

    def __init__(
        self,
        source: Source,
        *,
        writer: SweepWriter,
        history: Sequence[SweepReport],
        clock: Callable[[], datetime],
    ) -> None:
        self._source, self._writer = source, writer
        self._history, self._clock = history, clock

    def due(self, counts: Counts) -> Sequence[str]:
        """Raises RecordError."""
        if not tracks_gone(*judge(counts, self._source, self._history)):
            return ()
        return self._writer.in_doubt(now=self._clock())

    def hear(self, url: str, answer: Answer, how: str) -> None:
        self._writer.note_check(url, Check(answer=answer, how=how, at=self._clock()))
