"""A sweep that finds more than goes out one by one: some alone, then one summary with the rest."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.delivery_run import Result
from leakwatch.models import Routing

STORM = 500


def complaints_of_storm(result: Result) -> Iterator[str]:
    """What a storm leaves to be desired."""
    verdict = result.verdict
    alone = verdict.delivered - verdict.replies
    if verdict.delivered != STORM + 1:
        yield f"{verdict.delivered} messages, {STORM + 1} expected"
    if not 1 <= alone <= Routing().storm + 1:
        yield f"{alone} messages outside the thread, {Routing().storm} and a summary expected"
