"""What detection has to reach, and the table it is printed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Any]  #: what the evaluator prints with --json


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    at: tuple[str, ...]  #: where the figure stands among `Figures`; `rate` is alerted / pages
    least: float | None = None
    most: float | None = None

    def missed(self, figures: Figures) -> str | None:
        """What is said of a figure on the wrong side, or of one that is not there."""
        value = figure(figures, self.at)
        if value is None:
            return f"{self.name}: not measured"
        if self.least is not None and value < self.least:
            return f"{self.name}: {value:.3f}, at least {self.least} is wanted"
        if self.most is not None and value > self.most:
            return f"{self.name}: {value:.3f}, at most {self.most} is allowed"
        return None


def _f1(tier: str, least: float) -> Target:
    return Target(name=f"{tier} F1", at=("tiers", tier, "f1"), least=least)


def _rate(tier: str, most: float) -> Target:
    return Target(name=f"{tier} false alerts", at=("tiers", tier, "rate"), most=most)


USUAL = (
    *(_f1(*row) for row in (("T1", 0.99), ("T2", 0.96), ("T3", 0.85), ("T4", 0.96), ("T5", 0.93))),
    Target(name="precision", at=("overall", "precision"), least=0.95),
    Target(name="recall", at=("overall", "recall"), least=0.92),
    Target(name="finding PR-AUC", at=("finding_pr_auc",), least=0.95),
    Target(name="false alerts per 1,000 pages", at=("false_alerts_per_1000",), most=4),
    *(_rate(*row) for row in (("N1", 0.02), ("N2", 0.01), ("N3", 0.01), ("N4", 0.02))),
    *(_rate(*row) for row in (("N5", 0.02), ("N6", 0.02), ("N7", 0.0), ("N8", 0.01))),
)
REAL = _rate("R1", 0.0)
RARE = (
    Target(name="page precision", at=("page_precision",), least=0.75),
    Target(name="page recall", at=("page_recall",), least=0.90),
)


def figure(figures: Figures, at: tuple[str, ...]) -> float | None:
    value: Any = figures
    for step in at:
        if step == "rate":
            return float(value["alerted"] / value["pages"]) if value["pages"] else None
        if step not in value:
            return None
        value = value[step]
    return float(value)


def failures(figures: Figures, targets: Iterable[Target]) -> list[str]:
    """A line for every target missed; real pages count where there were any."""
    asked = [*targets, REAL] if "R1" in figures["tiers"] else list(targets)
    return [line for target in asked if (line := target.missed(figures))]


def table(ours: Figures, known: Figures, *, title: str) -> str:
    return "\n".join((title, *_tiers(ours, known), *_totals(ours, known)))


def _tiers(ours: Figures, known: Figures) -> Iterator[str]:
    yield f"{'tier':<6}{'pages':>7}{'precision':>11}{'recall':>8}{'F1':>8}{'false':>8}   known tools"
    for tier, row in ours["tiers"].items():
        other = known["tiers"][tier]
        if tier.startswith("T"):
            figures = f"{row['precision']:>11.3f}{row['recall']:>8.3f}{row['f1']:>8.3f}{'':>8}"
            yield f"{tier:<6}{row['pages']:>7.0f}{figures}   F1 {other['f1']:.3f}"
        else:
            rates = [each["alerted"] / each["pages"] for each in (row, other)]
            yield f"{tier:<6}{row['pages']:>7.0f}{'':>27}{rates[0]:>8.3f}   false {rates[1]:.3f}"


_TOTALS = (
    ("precision", ("overall", "precision")),
    ("recall", ("overall", "recall")),
    ("F1", ("overall", "f1")),
    ("finding PR-AUC", ("finding_pr_auc",)),
    ("page PR-AUC", ("page_pr_auc",)),
    ("page precision", ("page_precision",)),
    ("page recall", ("page_recall",)),
    ("alerts per 1,000 pages", ("alerts_per_1000",)),
    ("of these false", ("false_alerts_per_1000",)),
)


def _totals(ours: Figures, known: Figures) -> Iterator[str]:
    yield f"{'':<26}{'leakwatch':>10}{'known tools':>13}"
    for name, at in _TOTALS:
        yield f"{name:<26}{figure(ours, at):>10.3f}{figure(known, at):>13.3f}"
