"""What was set aside on the way from a page to its findings, counted by rule and entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from leakwatch.match import Matches
from leakwatch.models import Finding, Reason, Suppressed
from leakwatch.score import ALERT_FROM, PRIOR, logistic


class SuppressionTally:
    """Counts over many pages."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, matches: Matches, weighed: Iterable[Finding]) -> int:
        """Take one page: its matches, and all that `score.weigh` made of them.

        Returns how much of it was set aside.
        """
        set_aside = len(matches.suppressions)
        for one in matches.suppressions:
            self._counts[one.rule, one.hit.entry, one.hit.rule] += 1
        for finding in weighed:
            for doubt in doubts(finding):
                self._counts[doubt.rule, doubt.entry, doubt.matched] += doubt.count
                set_aside += doubt.count
        return set_aside

    @property
    def total(self) -> int:
        return self._counts.total()

    def counted(self) -> tuple[Suppressed, ...]:
        """Most frequent first."""
        return tuple(
            Suppressed(rule=rule, entry=entry, matched=matched, count=count)
            for (rule, entry, matched), count in self._counts.most_common()
        )


def doubts(finding: Finding) -> Iterator[Suppressed]:
    """The counter-evidence that kept `finding` below the alert; none where it alerts anyway."""
    for_it = [reason for reason in finding.reasons if reason.weight > 0]
    enough = logistic(PRIOR + sum(reason.weight for reason in for_it)) >= ALERT_FROM
    if finding.score >= ALERT_FROM or not enough:
        return
    about = next((reason.hit for reason in for_it if reason.hit), None)
    for reason in _against(finding):
        hit = reason.hit or about
        yield Suppressed(
            rule=reason.rule, entry=hit.entry if hit else "", matched=hit.rule if hit else ""
        )


def _against(finding: Finding) -> Iterator[Reason]:
    return (reason for reason in finding.reasons if reason.weight < 0)
