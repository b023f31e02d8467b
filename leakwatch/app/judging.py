"""What becomes of a sighting: judged, said, stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from leakwatch.app.compiling import compiled_for
from leakwatch.app.remembering import PageMemory
from leakwatch.app.watch import Watch
from leakwatch.match import find_hits
from leakwatch.models import Finding, PageNews, Sighting, Source
from leakwatch.record import SweepWriter
from leakwatch.redact import folded_topics, unprotected
from leakwatch.review import SuppressionTally
from leakwatch.score import alerting, watched, weigh, with_gone

Emit = Callable[[Mapping[str, object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    sighting: Sighting  #: as it was judged
    findings: tuple[Finding, ...]
    whole: bool  #: nothing was set aside, so nothing is to be counted again in the next sweep


class Judge:
    """Turns sightings into findings under one watchlist."""

    def __init__(self, watch: Watch, source: Source) -> None:
        self._watched = source.watched
        self.judged = 0
        self._watchlist = watch.watchlist
        self._charter_version = watch.charter_version
        self.compiled = compiled_for(
            watch.watchlist, state_dir=watch.settings.state_dir, vault=watch.record.vault
        )
        self._topics = folded_topics(watch.watchlist.protected_topics)
        self.tally = SuppressionTally()

    def __call__(self, sighting: Sighting, news: PageNews | None) -> Judgement:
        self.judged += 1
        matches = unprotected(sighting, find_hits(sighting, self.compiled), topics=self._topics)
        if self._watched:
            sighting = with_gone(sighting, news)
            matches = watched(matches, sighting, news)
        weighed = weigh(sighting, matches, self._watchlist, charter_version=self._charter_version)
        set_aside = self.tally.add(matches, weighed)
        findings = tuple(
            replace(finding, suppressions=matches.suppressions) for finding in alerting(weighed)
        )
        return Judgement(sighting=sighting, findings=findings, whole=not set_aside)


class Desk:
    """Where the sightings of one sweep come in, to be judged, said and stored."""

    def __init__(
        self, judge_: Judge, writer: SweepWriter, memory: PageMemory | None, emit: Emit
    ) -> None:
        self._judge, self._writer, self._memory, self._emit = judge_, writer, memory, emit

    def take(self, sighting: Sighting, *, now: datetime) -> None:
        """One sighting; without a memory it is a dry run, which says what it finds."""
        seen = self._memory.look(sighting, now=now) if self._memory else None
        if self._memory and not seen:
            return
        made = self._judge(sighting, seen.news if seen else None)
        if not self._memory:
            _say(made.findings, self._emit)
        self._writer.add(made.sighting, made.findings, now=now, seen=seen, whole=made.whole)


def _say(findings: tuple[Finding, ...], emit: Emit) -> None:
    """What a dry run says instead of storing it."""
    for finding in findings:
        emit(
            {
                "event": "sweep.finding",
                "source": finding.sighting.source,
                "kind": finding.kind.value,
                "subject": finding.subject,
                "severity": finding.severity.value,
                "score": round(finding.score, 2),
            }
        )
