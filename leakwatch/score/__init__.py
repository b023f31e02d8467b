"""Hits → findings: additive log-odds, a visible table of weights, an explanation for each score."""

from __future__ import annotations

from leakwatch.score.assess import alerting, assess, weigh
from leakwatch.score.digest import rules_digest
from leakwatch.score.judges import JUDGES
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
    "PRIOR",
    "SEVERITY",
    "WEIGHTS",
    "Weight",
    "alerting",
    "assess",
    "logistic",
    "rules_digest",
    "severity",
    "weigh",
    "words",
]
