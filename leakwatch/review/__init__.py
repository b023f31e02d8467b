"""Which verdict may follow which status, who may give it, and who may look."""

from __future__ import annotations

from leakwatch.review.actors import (
    acting_uid,
    actor_at_terminal,
    actor_in_slack,
    login_of,
    not_about,
    require_judge,
    require_keeper,
    require_own_entry_kept,
    require_reader,
    require_sweeper,
)
from leakwatch.review.deputies import concerned, deputies_of, who_sees_to_it
from leakwatch.review.outcomes import Outcome, outcome_without, score_of, turning
from leakwatch.review.precision import JUDGEMENTS, Precision, Tally, precision_of
from leakwatch.review.proposals import Proposal, propose
from leakwatch.review.suppressions import SuppressionTally
from leakwatch.review.verdicts import (
    TRANSITIONS,
    VERDICTS,
    Verdict,
    require_transition,
    verdict_named,
)

__all__ = [
    "JUDGEMENTS",
    "TRANSITIONS",
    "VERDICTS",
    "Outcome",
    "Precision",
    "Proposal",
    "SuppressionTally",
    "Tally",
    "Verdict",
    "acting_uid",
    "actor_at_terminal",
    "actor_in_slack",
    "concerned",
    "deputies_of",
    "login_of",
    "not_about",
    "outcome_without",
    "precision_of",
    "propose",
    "require_judge",
    "require_keeper",
    "require_own_entry_kept",
    "require_reader",
    "require_sweeper",
    "require_transition",
    "score_of",
    "turning",
    "verdict_named",
    "who_sees_to_it",
]
