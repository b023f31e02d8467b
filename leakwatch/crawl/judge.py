"""From counts to an outcome: pure, and the only place where a sweep is called clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from leakwatch.crawl.counts import BLOCKED, MISSING, PART_REFUSED, PASSED, PRESENT, Counts
from leakwatch.crawl.volume import LOW_VOLUME, expected
from leakwatch.models import PRECEDENCE, Outcome, Source, SweepReport

#: A verdict on one thing that was seen, and the name of that thing.
Verdict = tuple[Outcome, str]

#: Errors in our own reading: one of them and nothing the sweep says can be trusted.
_OURS = ("callback_error", "unknown_item", "sighting_error", "engine_error", "start_error")
#: What the definition says is on a page, and is not.
_MISFITS = ("empty_page", "layout_changed", "needs_javascript", "no_identity")
_LAYOUT = frozenset({*_MISFITS, "no_links"})
#: No loss: details that are gone or on somebody else's site, and what a page asked for in vain.
_BEYOND = frozenset({"http_404", "http_410", "offsite", "soft_404", PART_REFUSED})
#: What an answer says of itself, or what was left of a budget: there is more than was shown.
_CUT_SHORT = frozenset({"incomplete_answer", "result_limit"})
#: Known and accepted: never seen, never counted against the site.
_ACCEPTED = frozenset({"robots_refused"})

#: More failed details than this are no longer a few.
_FEW = 0.20
#: Layout errors on this share of the sightings mean that the definition no longer fits.
_LAYOUT_SHARE = 0.5
#: From so many details on it is no chance that all are gone, or half of them only seem to be there.
_MANY = 3
_GONE_SHARE = 0.5
#: One sighting without a field is a page that lacks it, not a layout that changed.
_LONE = 1


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
    return (Outcome.OK if counts.seen else Outcome.NONE), limit


def _verdicts(counts: Counts, source: Source, history: Sequence[SweepReport]) -> Iterator[Verdict]:
    """Everything that speaks against `ok`, and against `none` when nothing was seen."""
    yield from _own_errors(counts, source)
    yield from _listings(counts)
    yield from _details(counts)
    yield from _gone(counts)
    yield from _layout(counts)
    yield from _contract(counts, source)
    yield from _canaries(counts, source)
    yield from _volume(counts, source, history)


def _own_errors(counts: Counts, source: Source) -> Iterator[Verdict]:
    for name in _OURS:
        if counts.errors[name]:
            yield Outcome.FAILED, name
    if counts.stopped:
        yield Outcome.PARTIAL, counts.stopped
    unasked = source.visits and not counts.pages and not counts.errors
    if unasked and counts.stopped != "rate_limited":
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


def _gone(counts: Counts) -> Iterator[Verdict]:
    """A page that is gone is no loss; when nothing else is left, it is our links that lead nowhere."""
    details = counts.errors - counts.listing_errors
    if counts.details < _MANY:
        return
    if details["soft_404"] >= _GONE_SHARE * counts.details:
        yield Outcome.CHANGED, "soft_404"
    beyond = sum(details[name] for name in _BEYOND)
    if not counts.seen and beyond >= counts.details:
        yield Outcome.CHANGED, "all_gone"


def _layout(counts: Counts) -> Iterator[Verdict]:
    for name in _MISFITS:
        if counts.listing_errors[name]:
            yield Outcome.CHANGED, name
        details = counts.errors[name] - counts.listing_errors[name]
        if details:
            many = details >= _LAYOUT_SHARE * max(counts.seen, 1)
            yield (Outcome.CHANGED if many else Outcome.PARTIAL), name


def _contract(counts: Counts, source: Source) -> Iterator[Verdict]:
    """Fields that the definition promises of a share of the sightings."""
    for name, share in source.contract.items():
        have, all_ = counts.fields[name], counts.sightings - counts.unchanged
        if have < share * all_ and (not have or all_ - have > _LONE):
            yield Outcome.CHANGED, f"field_missing:{name}"


def _canaries(counts: Counts, source: Source) -> Iterator[Verdict]:
    if counts.canaries[MISSING]:
        yield Outcome.CHANGED, "canary_failed"
    if counts.canaries[PRESENT]:
        yield Outcome.CHANGED, "negative_failed"
    if counts.errors["no_links"] and not _verified(counts, source):
        yield (Outcome.PARTIAL if counts.seen else Outcome.CHANGED), "no_links"
    if len(source.canaries) > counts.canaries.total():
        yield Outcome.PARTIAL, "canary_unseen"
    if counts.page_limit and not counts.seen:
        yield Outcome.PARTIAL, "page_limit"  # what lies beyond is not known to be nothing
    if source.visits and not _vouching(source) and not counts.seen:
        yield Outcome.PARTIAL, "no_canary"


def _vouching(source: Source) -> bool:
    """Whether a canary of the source proves that we see; that nothing is seen proves little."""
    return any(not canary.negative for canary in source.canaries)


def _verified(counts: Counts, source: Source) -> bool:
    """Every canary of the source was as it should be."""
    return _vouching(source) and counts.canaries[PASSED] >= len(source.canaries)


def _volume(counts: Counts, source: Source, history: Sequence[SweepReport]) -> Iterator[Verdict]:
    least = expected(source, history, vouched=_vouching(source))
    if counts.seen < least and not counts.page_limit:
        yield Outcome.PARTIAL, LOW_VOLUME


def _names(
    errors: Counter[str], *, only: Iterable[str] | None = None, but: Iterable[str] = ()
) -> list[str]:
    left_out = set(but)
    chosen = errors if only is None else set(only) & set(errors)
    return sorted(name for name in chosen if errors[name] > 0 and name not in left_out)
