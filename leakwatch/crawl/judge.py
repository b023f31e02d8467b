"""From counts to an outcome: pure, and the only place where a sweep is called clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from leakwatch.crawl.counts import BLOCKED, MISSING, PASSED, Counts
from leakwatch.models import PRECEDENCE, Outcome, Source, SweepReport

#: A verdict on one thing that was seen, and the name of that thing.
Verdict = tuple[Outcome, str]

#: Errors in our own reading: one of them and nothing the sweep says can be trusted.
_OURS = ("callback_error", "sighting_error", "engine_error", "start_error")
#: What the definition says is on a page, and is not.
_MISFITS = ("layout_changed", "no_identity")
_LAYOUT = frozenset({*_MISFITS, "no_links"})
#: Details that are no loss: not there any more, or on somebody else's site.
_BEYOND = frozenset({"http_404", "http_410", "offsite"})
#: What an answer says of itself, or what was left of a budget: there is more than was shown.
_CUT_SHORT = frozenset({"incomplete_answer", "result_limit"})
#: Known and accepted: never seen, never counted against the site.
_ACCEPTED = frozenset({"robots_refused"})

#: More failed details than this are no longer a few.
_FEW = 0.20
#: Layout errors on this share of the sightings mean that the definition no longer fits.
_LAYOUT_SHARE = 0.5
#: Less than this share of what is usual is not a healthy sweep.
_USUAL_SHARE = 0.5
_USUAL_SWEEPS = 5


def judge(
    counts: Counts, source: Source, history: Sequence[SweepReport]
) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome, the worst of all verdicts, and their reasons, worst first."""
    rank = {outcome: position for position, outcome in enumerate(PRECEDENCE)}
    verdicts = sorted(_verdicts(counts, source, history), key=lambda verdict: rank[verdict[0]])
    limit = ("page_limit",) if counts.page_limit else ()
    reasons = (*(reason for _, reason in verdicts), *limit)
    if verdicts:
        return verdicts[0][0], tuple(dict.fromkeys(reasons))
    return (Outcome.OK if counts.sightings else Outcome.NONE), limit


def _verdicts(counts: Counts, source: Source, history: Sequence[SweepReport]) -> Iterator[Verdict]:
    """Everything that speaks against `ok`, and against `none` when nothing was seen."""
    yield from _own_errors(counts)
    yield from _listings(counts)
    yield from _details(counts)
    yield from _layout(counts)
    yield from _canaries(counts, source)
    yield from _volume(counts, source, history)


def _own_errors(counts: Counts) -> Iterator[Verdict]:
    for name in _OURS:
        if counts.errors[name]:
            yield Outcome.FAILED, name
    if counts.stopped:
        yield Outcome.PARTIAL, counts.stopped
    if not counts.pages and not counts.errors and counts.stopped != "rate_limited":
        yield Outcome.FAILED, "no_pages"


def _listings(counts: Counts) -> Iterator[Verdict]:
    """Pages that lead to others, start pages and canaries."""
    for name in _names(counts.listing_errors, but=_LAYOUT):
        if name in BLOCKED or name in _ACCEPTED:
            yield Outcome.BLOCKED, name
        else:
            yield Outcome.FAILED, name


def _details(counts: Counts) -> Iterator[Verdict]:
    details = counts.errors - counts.listing_errors
    blocked = _names(details, only=BLOCKED)
    told = _LAYOUT | BLOCKED | _BEYOND | _ACCEPTED | _CUT_SHORT | set(_OURS)
    failed = _names(details, but=told)
    missed = sum(details[name] for name in failed)
    few = missed <= _FEW * counts.details
    for name in blocked:
        yield Outcome.BLOCKED, name
    for name in failed:
        yield (Outcome.PARTIAL if few else Outcome.FAILED), name
    for name in _names(details, only=_ACCEPTED | _CUT_SHORT):
        yield Outcome.PARTIAL, name


def _layout(counts: Counts) -> Iterator[Verdict]:
    for name in _MISFITS:
        if counts.listing_errors[name]:
            yield Outcome.CHANGED, name
        details = counts.errors[name] - counts.listing_errors[name]
        if details:
            many = details >= _LAYOUT_SHARE * max(counts.sightings, 1)
            yield (Outcome.CHANGED if many else Outcome.PARTIAL), name


def _canaries(counts: Counts, source: Source) -> Iterator[Verdict]:
    if counts.canaries[MISSING]:
        yield Outcome.CHANGED, "canary_failed"
    if counts.errors["no_links"] and not _verified(counts, source):
        yield (Outcome.PARTIAL if counts.sightings else Outcome.CHANGED), "no_links"
    if len(source.canaries) > counts.canaries.total():
        yield Outcome.PARTIAL, "canary_unseen"
    if not source.canaries and not counts.sightings:
        yield Outcome.PARTIAL, "no_canary"


def _verified(counts: Counts, source: Source) -> bool:
    """Every canary of the source was there."""
    return bool(source.canaries) and counts.canaries[PASSED] >= len(source.canaries)


def _volume(counts: Counts, source: Source, history: Sequence[SweepReport]) -> Iterator[Verdict]:
    expected = float(source.at_least or 0)
    if not source.canaries:
        expected = max(expected, _USUAL_SHARE * _usual(history))
    if counts.sightings < expected and not counts.page_limit:
        yield Outcome.PARTIAL, "low_volume"


def _usual(history: Sequence[SweepReport]) -> float:
    """The median number of sightings of the last clean sweeps; 0 when there were none."""
    clean = [report for report in history if report.outcome.clean]
    clean.sort(key=lambda report: report.started_at, reverse=True)
    return median([report.sightings for report in clean[:_USUAL_SWEEPS]] or [0])


def _names(
    errors: Counter[str], *, only: Iterable[str] | None = None, but: Iterable[str] = ()
) -> list[str]:
    left_out = set(but)
    chosen = errors if only is None else set(only) & set(errors)
    return sorted(name for name in chosen if errors[name] > 0 and name not in left_out)
