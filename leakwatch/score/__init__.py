"""Hits → findings: additive log-odds, a visible table of weights, an explanation for each score."""

from __future__ import annotations

from leakwatch.score.assess import alerting, assess, weigh
from leakwatch.score.digest import rules_digest
from leakwatch.score.judges import JUDGES
from leakwatch.score.page_kind import KINDS, SIGNS, taken_for
from leakwatch.score.watched import watched, with_gone
from leakwatch.score.weights import (
    ALERT_FROM,
    PRIOR,
    SEVERITY,
    WEIGHTS,
    Weight,
    logistic,
    severity,
    words,
)

__all__ = [
    "ALERT_FROM",
    "JUDGES",
    "KINDS",
    "PRIOR",
    "SEVERITY",
    "SIGNS",
    "WEIGHTS",
    "Weight",
    "alerting",
    "assess",
    "logistic",
    "rules_digest",
    "severity",
    "taken_for",
    "watched",
    "weigh",
    "with_gone",
    "words",
]
