"""What becomes of a sighting: judged, said, stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from leakwatch.app.compiling import compiled_for
from leakwatch.app.registered import register_of
from leakwatch.app.remembering import PageMemory
from leakwatch.app.watch import Watch
from leakwatch.match import compile_watchlist, find_hits
from leakwatch.models import Finding, PageNews, Sighting, Source
from leakwatch.record import SweepWriter
from leakwatch.redact import folded_topics, unprotected
from leakwatch.review import SuppressionTally
from leakwatch.score import alerting, watched, weigh, with_gone

logger = logging.getLogger(__name__)

Emit = Callable[[Mapping[str, object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    sighting: Sighting  #: as it was judged
    findings: tuple[Finding, ...]
    whole: bool  #: nothing was set aside, so nothing is to be counted again in the next sweep


class Judge:
    """Turns sightings into findings under one watchlist, as long as that may be used."""

    def __init__(self, watch: Watch, source: Source, *, now: datetime) -> None:
        self._watch, self._day = watch, watch.day(now)
        self._watched = source.watched
        self.judged = 0
        self._watchlist = watch.watchlist
        self._charter_version = watch.charter_version
        self.compiled = compiled_for(
            watch.watchlist, state_dir=watch.settings.state_dir, vault=watch.record.vault
        )
        self._register = register_of(watch)
        self._topics = folded_topics(watch.watchlist.protected_topics)
        self.tally = SuppressionTally()

    def __call__(self, sighting: Sighting, news: PageNews | None, *, now: datetime) -> Judgement:
        self.judged += 1
        self._keep_to_the_charter(now)
        matches = unprotected(sighting, find_hits(sighting, self.compiled), topics=self._topics)
        if self._watched:
            sighting = with_gone(sighting, news)
            matches = watched(matches, sighting, news)
        weighed = weigh(sighting, matches, self._watchlist, charter_version=self._charter_version)
        set_aside = self.tally.add(matches, weighed)
        findings = tuple(
            replace(finding, suppressions=matches.suppressions) for finding in alerting(weighed)
        )
        said = self._register.consult(findings, matches.hits, self._watchlist, today=self._day)
        findings = tuple(
            replace(finding, approval=said[place]) if place in said else finding
            for place, finding in enumerate(findings)
        )
        # what was judged without somebody has to be judged again once he may be watched again
        whole = not set_aside and self._watchlist is self._watch.watchlist
        return Judgement(sighting=sighting, findings=findings, whole=whole and not said)

    def _keep_to_the_charter(self, now: datetime) -> None:
        """A charter, a group or a person's own time may end while a sweep runs."""
        today = self._watch.day(now)
        if today == self._day:
            return
        self._day, watchlist = today, self._watch.watching_on(today)
        if watchlist.digest != self._watchlist.digest:
            left = len(self._watchlist.people) - len(watchlist.people)
            logger.warning("sweep.people_left_out", extra={"count": left})
            self._watchlist, self.compiled = watchlist, compile_watchlist(watchlist)


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
        made = self._judge(sighting, seen.news if seen else None, now=now)
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
