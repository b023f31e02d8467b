"""Which verdict may follow which status, who may give it, and who may look."""

from __future__ import annotations

from leakwatch.review.actors import actor_at_terminal, require_judge, require_reader
from leakwatch.review.suppressions import SuppressionTally
from leakwatch.review.verdicts import (
    TRANSITIONS,
    VERDICTS,
    Verdict,
    require_transition,
    verdict_named,
)

__all__ = [
    "TRANSITIONS",
    "VERDICTS",
    "SuppressionTally",
    "Verdict",
    "actor_at_terminal",
    "require_judge",
    "require_reader",
    "require_transition",
    "verdict_named",
]
