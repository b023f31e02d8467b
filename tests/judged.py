"""Counts of sweeps to be judged, and the source they are of."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from leakwatch.crawl import Counts
from leakwatch.models import Canary, Outcome, Shows, Source, SweepReport

NOW = datetime(2026, 4, 1, tzinfo=UTC)
CANARY = Canary(url="https://example.com/about", contains="サンプル")
OK, NONE, PARTIAL = Outcome.OK, Outcome.NONE, Outcome.PARTIAL
CHANGED, BLOCKED, FAILED = Outcome.CHANGED, Outcome.BLOCKED, Outcome.FAILED


def make_source(*, canary: bool = True, at_least: int | None = None) -> Source:
    return Source(
        name="sample",
        kind="directory",
        start=("https://example.com/",),
        shows=Shows.PROFILE,
        canaries=(CANARY,) if canary else (),
        at_least=at_least,
    )


def make_counts(
    *, errors: dict[str, int] | None = None, listing: dict[str, int] | None = None, **changes: Any
) -> Counts:
    """Ten details and a listing, all read; `listing` errors are counted as errors too."""
    given: dict[str, Any] = {"requests": 12, "pages": 11, "details": 10, "sightings": 10}
    given["canaries"] = Counter({"passed": 1})
    given["errors"] = Counter(errors or {}) + Counter(listing or {})
    given["listing_errors"] = Counter(listing or {})
    return Counts(**(given | changes))


def make_report(sightings: int, *, day: int = 0, outcome: Outcome = OK) -> SweepReport:
    at = NOW - timedelta(days=day)
    return SweepReport(
        source="sample", outcome=outcome, started_at=at, ended_at=at, sightings=sightings
    )


UNSEEN: dict[str, Any] = {"sightings": 0, "details": 0, "pages": 1}
SILENT: dict[str, Any] = {"canaries": Counter()}
MISSED: dict[str, Any] = {"canaries": Counter({"missing": 1})}
