"""How much a source usually shows, by its own history; more than that is never an error."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from leakwatch.models import Source, SweepReport

LOW_VOLUME = "low_volume"

#: Less than this share of what is usual is not a healthy sweep.
_USUAL_SHARE = 0.5
#: Where a canary says that we see, only a collapse speaks against it, and only against a history.
_COLLAPSE_SHARE = 0.1
_SETTLED = 3
#: Sweeps that say what is usual: enough for a median, few enough to follow a place that shrinks.
_USUAL_SWEEPS = 5
#: Deviations below the median at which a place whose volume swings is still within its habit.
_DEVIATIONS = 3.0
#: A median absolute deviation as a standard deviation, were the volumes normally distributed.
_NORMAL = 1.4826
#: What folders and sitemaps by date show depends on what came since, not on how well we see.
_IRREGULAR = frozenset({"inbox", "manual"})


def expected(source: Source, history: Sequence[SweepReport], *, vouched: bool) -> float:
    """The least that a healthy sweep sees; `vouched` when a canary speaks for it as well.

    The definition's own `at_least` holds whatever the history says.
    """
    return max(float(source.at_least or 0), _usual(source, history, vouched=vouched))


def _usual(source: Source, history: Sequence[SweepReport], *, vouched: bool) -> float:
    if source.kind in _IRREGULAR or source.since is not None or source.since_days is not None:
        return 0.0
    seen = [report.sightings for report in _telling(history)[:_USUAL_SWEEPS]]
    if not seen or (vouched and len(seen) < _SETTLED):
        return 0.0
    middle = median(seen)
    spread = _NORMAL * median([abs(number - middle) for number in seen])
    share = _COLLAPSE_SHARE if vouched else _USUAL_SHARE
    return max(0.0, min(share * middle, middle - _DEVIATIONS * spread))


def _telling(history: Sequence[SweepReport]) -> list[SweepReport]:
    """Sweeps that saw all there was, newest first.

    One that only saw less than usual counts too: when a place has shrunk, what it shows is the new
    habit after three sweeps, and not a fault for ever.
    """
    told = [report for report in history if report.outcome.clean or report.reasons == (LOW_VOLUME,)]
    return sorted(told, key=lambda report: report.started_at, reverse=True)
