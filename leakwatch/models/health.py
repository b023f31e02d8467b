"""How well a source is seen, as its last sweeps tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from leakwatch.models.source import Source
from leakwatch.models.sweep import Outcome, SweepReport

#: In quarantine a source is tried once in so long: once a day for one that is swept at a fixed time,
#: whatever the jitter.
REST = timedelta(hours=20)

#: Ends of a sweep that are nobody's fault but ours.
_OURS = frozenset({"interrupted", "refused", "stopped"})
#: What a place without a canary cannot help when it has little to show.
_DOUBTS = frozenset({"low_volume", "no_canary"})
#: Reasons to show: the whole of a list is for who looks at one sweep.
_MOST_REASONS = 5


class Sight(StrEnum):
    NEW = "new"  #: never swept
    SEEING = "seeing"
    BLIND = "blind"  #: the last sweep was not clean
    QUARANTINED = "quarantined"  #: neither were those before it: swept more rarely, never given up


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    sight: Sight
    failed: tuple[Outcome, ...] = ()  #: of the sweeps that count against it since, newest first
    reasons: tuple[str, ...] = ()  #: theirs, the newest first, each once
    last: datetime | None = None  #: when the last sweep began
    last_clean: datetime | None = None  #: when the last clean one ended

    @property
    def rests_until(self) -> datetime | None:
        """In quarantine, when the source may be tried again."""
        if self.sight is not Sight.QUARANTINED or self.last is None:
            return None
        return self.last + REST


def health(history: Iterable[SweepReport], source: Source) -> SourceHealth:
    """The health of `source` by its reports, newest first.

    A sweep that saw a part, or was ended by us, counts neither for a source nor against it.
    """
    reports = tuple(history)
    if not reports:
        return SourceHealth(sight=Sight.NEW)
    since = tuple(takewhile(lambda report: not report.outcome.clean, reports))
    failing = [report for report in since if _against(report)]
    clean = reports[len(since)] if len(since) < len(reports) else None
    return SourceHealth(
        sight=_sight(since, failing, source),
        failed=tuple(report.outcome for report in failing),
        reasons=tuple(dict.fromkeys(_reasons(since)))[:_MOST_REASONS],
        last=reports[0].started_at,
        last_clean=clean.ended_at if clean else None,
    )


def _sight(since: Sequence[SweepReport], failing: Sequence[SweepReport], source: Source) -> Sight:
    if not since:
        return Sight.SEEING
    return Sight.QUARANTINED if len(failing) >= source.quarantine_after else Sight.BLIND


def _against(report: SweepReport) -> bool:
    if _OURS & set(report.reasons):
        return False
    if report.outcome is not Outcome.PARTIAL:
        return True
    return not report.sightings and not _DOUBTS.issuperset(report.reasons)


def _reasons(reports: Iterable[SweepReport]) -> Iterator[str]:
    for report in reports:
        yield from report.reasons
