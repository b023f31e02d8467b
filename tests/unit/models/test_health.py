from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leakwatch.models import REST, Outcome, Shows, Sight, Source, SweepReport, health

NOW = datetime(2026, 4, 1, tzinfo=UTC)
SOURCE = Source(name="sample", kind="feed", start=("https://a.example/",), shows=Shows.PAGE)
OK, BLOCKED, FAILED, PARTIAL = Outcome.OK, Outcome.BLOCKED, Outcome.FAILED, Outcome.PARTIAL

Ended = tuple[Outcome, tuple[str, ...], int]
CLEAN: Ended = (OK, (), 9)
NONE: Ended = (Outcome.NONE, (), 0)
WALL: Ended = (BLOCKED, ("bot_wall",), 0)
FAULT: Ended = (FAILED, ("timeout",), 0)
SOME: Ended = (PARTIAL, ("timeout",), 5)
KILLED: Ended = (FAILED, ("interrupted",), 0)
DOUBTFUL: Ended = (PARTIAL, ("no_canary",), 0)
LATE: Ended = (PARTIAL, ("time_limit",), 0)


def history(*ended: Ended) -> list[SweepReport]:
    """Reports, the newest first and an hour apart."""
    return [
        SweepReport(
            source="sample",
            outcome=outcome,
            reasons=reasons,
            sightings=seen,
            started_at=NOW - timedelta(hours=hours),
            ended_at=NOW - timedelta(hours=hours, minutes=-10),
        )
        for hours, (outcome, reasons, seen) in enumerate(ended)
    ]


@pytest.mark.parametrize(
    ("ended", "sight"),
    [
        ((), Sight.NEW),
        ((CLEAN,), Sight.SEEING),
        ((NONE, WALL, WALL, WALL), Sight.SEEING),
        ((WALL,), Sight.BLIND),
        ((SOME, CLEAN), Sight.BLIND),
        ((WALL, FAULT, CLEAN, WALL), Sight.BLIND),
        ((WALL, FAULT, LATE), Sight.QUARANTINED),
        ((WALL, FAULT, SOME, WALL, CLEAN), Sight.QUARANTINED),
        ((SOME, SOME, SOME, SOME), Sight.BLIND),
        ((DOUBTFUL,) * 5, Sight.BLIND),
        ((KILLED, WALL, KILLED, WALL), Sight.BLIND),
    ],
    ids=[
        "never swept", "clean", "clean again", "first fault", "a part", "two in a row", "three in a row",
        "a part between", "parts only", "no canary", "killed by us",
    ],
)  # fmt: skip
def test_the_sight_of_a_source_is_told_by_its_last_sweeps(
    ended: tuple[Ended, ...], sight: Sight
) -> None:
    assert health(history(*ended), SOURCE).sight is sight


def test_what_failed_and_why_is_told_newest_first() -> None:
    state = health(history(FAULT, WALL, WALL, CLEAN, FAULT), SOURCE)
    assert state.failed == (FAILED, BLOCKED, BLOCKED)
    assert state.reasons == ("timeout", "bot_wall")
    assert state.last_clean == NOW - timedelta(hours=3, minutes=-10)


def test_a_source_says_itself_how_many_sweeps_it_takes() -> None:
    assert health(history(WALL), replace(SOURCE, quarantine_after=1)).sight is Sight.QUARANTINED
    assert health(history(*[WALL] * 4), replace(SOURCE, quarantine_after=5)).sight is Sight.BLIND


def test_in_quarantine_a_source_rests_after_each_try() -> None:
    state = health(history(WALL, WALL, WALL), SOURCE)
    assert state.rests_until == NOW + REST
    assert health(history(WALL, WALL), SOURCE).rests_until is None
