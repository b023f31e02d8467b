"""Digests after the clock of the machine was wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leakwatch.app.digesting import digest_due
from leakwatch.models import Digest
from tests.watching import watching

DAILY = 'digests:\n  - {every: day, at: "09:00"}\n'
#: 09:00 in Tokyo.
MORNING = datetime(2026, 4, 2, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_clock_that_was_ahead_for_a_while_silences_no_digest(tmp_path: Path) -> None:
    with watching(tmp_path, {"routing.yaml": DAILY}) as watch:
        times = [MORNING - DAY / 2, MORNING, MORNING + 365 * DAY, MORNING + DAY, MORNING + 2 * DAY]
        queued = [asyncio.run(digest_due(watch, now=now)) for now in (*times, times[-1])]
        told: list[Digest | None] = [entry.alert.digest for entry in watch.record.outbox.list()]
    assert queued == [0, 1, 1, 1, 1, 0]
    days = [(one.since, one.until) for one in told[2:] if one is not None]
    assert days == [(MORNING, MORNING + DAY), (MORNING + DAY, MORNING + 2 * DAY)]
