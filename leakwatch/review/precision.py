"""How right each rule and each entry was, by the verdicts given so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from statistics import NormalDist

from leakwatch.models import LoggedFinding, Status
from leakwatch.review.verdicts import VERDICTS

#: Verdicts that say what a finding was; the others move it along.
JUDGEMENTS: Mapping[str, Status] = {
    verdict.name: verdict.status
    for verdict in VERDICTS
    if verdict.status in {Status.CONFIRMED, Status.DISMISSED, Status.APPROVED}
}
_OPEN = frozenset({Status.NEW, Status.TAKEN, Status.SNOOZED})
_CONFIDENCE = 0.95


@dataclass(slots=True)
class Tally:
    """Findings by what became of them."""

    findings: int = 0
    open: int = 0
    confirmed: int = 0
    approved: int = 0
    dismissed: Counter[str] = field(default_factory=Counter)  #: verdict → number
    unjudged: int = 0  #: gone or closed before anybody judged them

    @property
    def right(self) -> int:
        """An approved side job was rightly found: the rule did its work."""
        return self.confirmed + self.approved

    @property
    def judged(self) -> int:
        return self.right + self.dismissed.total()

    @property
    def precision(self) -> float | None:
        """The share of the judged that was right; None before the first verdict."""
        return self.right / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.right, self.judged)

    def add(self, became: str) -> None:
        """One more finding: `open`, `unjudged`, or the verdict that stands."""
        self.findings += 1
        match JUDGEMENTS.get(became):
            case Status.CONFIRMED:
                self.confirmed += 1
            case Status.APPROVED:
                self.approved += 1
            case Status.DISMISSED:
                self.dismissed[became] += 1
            case _ if became == "open":
                self.open += 1
            case _:
                self.unjudged += 1


@dataclass(slots=True)
class Precision:
    """The tallies of a log, by rule and by entry."""

    all: Tally = field(default_factory=Tally)
    rules: dict[str, Tally] = field(default_factory=dict)
    entries: dict[str, Tally] = field(default_factory=dict)
    cut: int = 0  #: findings that a protected topic cut
    cuts: int = 0  #: places where it did
    unexplained: int = 0  #: findings whose explanation is not kept or sealed with another key


def precision_of(findings: Iterable[LoggedFinding], acts: Mapping[int, str]) -> Precision:
    """Tallies over `findings`; `acts` are the last judgement of each by number.

    A finding counts once for every rule and every entry among its reasons.
    """
    told = Precision()
    for finding in findings:
        became = became_of(finding, acts)
        told.all.add(became)
        for rule in dict.fromkeys(rule for rule, _ in finding.reasons):
            told.rules.setdefault(rule, Tally()).add(became)
        for entry in _entries(finding):
            told.entries.setdefault(entry, Tally()).add(became)
        _count_cuts(told, finding)
    return told


def became_of(finding: LoggedFinding, acts: Mapping[int, str]) -> str:
    """`open`, `unjudged`, or the verdict that stands; a re-opened finding is open again."""
    if finding.status in _OPEN:
        return "open"
    return acts.get(finding.number, "unjudged")


def wilson(right: int, judged: int) -> tuple[float, float] | None:
    """Wilson's score interval at 95 % (Wilson 1927, JASA 22:209); None without a verdict."""
    if not judged:
        return None
    z = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2)
    share, scale = right / judged, 1 + z * z / judged
    middle = (share + z * z / (2 * judged)) / scale
    reach = z * sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged)) / scale
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _entries(finding: LoggedFinding) -> Iterator[str]:
    reasons = finding.explanation.reasons if finding.explanation else ()
    return iter(dict.fromkeys(reason.entry for reason in reasons if reason.entry))


def _count_cuts(told: Precision, finding: LoggedFinding) -> None:
    if finding.explanation is None:
        told.unexplained += 1
    elif finding.explanation.cuts:
        told.cut += 1
        told.cuts += finding.explanation.cuts
