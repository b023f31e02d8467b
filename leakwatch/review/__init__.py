"""Which verdict may follow which status, who may give it, and who may look."""

from __future__ import annotations

from leakwatch.review.actors import (
    acting_uid,
    actor_at_terminal,
    login_of,
    require_judge,
    require_keeper,
    require_own_entry_kept,
    require_reader,
)
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
    "Verdict",
    "acting_uid",
    "actor_at_terminal",
    "login_of",
    "require_judge",
    "require_keeper",
    "require_own_entry_kept",
    "require_reader",
    "require_transition",
    "verdict_named",
]
