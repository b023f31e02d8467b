"""Quiet hours: when they begin and end, by the clock on the wall of the source."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from leakwatch.models import Politeness, Quiet, Shows, Source, Timing
from leakwatch.schedule import day_of, next_run, quiet_from, quiet_until

NIGHT = Quiet(start=22 * 60, end=6 * 60 + 30)
NOON = Quiet(start=12 * 60, end=13 * 60)
AFTER_NOON = Quiet(start=13 * 60, end=14 * 60)


def source(*quiet: Quiet, timezone: str = "Asia/Tokyo", cron: str | None = None) -> Source:
    return Source(
        name="platform",
        kind="directory",
        start=("https://platform.example/",),
        shows=Shows.PROFILE,
        politeness=Politeness(quiet=quiet),
        timing=Timing(cron=cron, timezone=timezone),
    )


def tokyo(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 4, day, (hour - 9) % 24, minute, tzinfo=UTC).replace(
        day=day if hour >= 9 else day - 1
    )


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (tokyo(2, 23), tokyo(3, 6, 30)),
        (tokyo(3, 6, 29), tokyo(3, 6, 30)),
        (tokyo(3, 6, 30), None),
        (tokyo(2, 21, 59), None),
        (tokyo(2, 22), tokyo(3, 6, 30)),
        (tokyo(2, 12, 30), tokyo(2, 14)),
    ],
)
def test_quiet_hours_end_in_the_morning_and_follow_on_one_another(
    at: datetime, until: datetime | None
) -> None:
    assert quiet_until(source(NIGHT, AFTER_NOON, NOON), at) == until


def test_the_next_quiet_hours_are_the_soonest() -> None:
    assert quiet_from(source(NIGHT, NOON), tokyo(2, 11)) == tokyo(2, 12)
    assert quiet_from(source(NIGHT, NOON), tokyo(2, 12, 30)) == tokyo(2, 22)
    assert quiet_from(source(NIGHT), tokyo(2, 23)) == tokyo(3, 22)
    assert quiet_from(source(), tokyo(2, 23)) is None


def test_the_wall_clock_is_the_sources_own_in_summer_too() -> None:
    berlin = source(Quiet(start=60, end=5 * 60), timezone="Europe/Berlin")
    # the night in which the clocks go forward: 05:00 in summer time
    assert quiet_until(berlin, datetime(2026, 3, 29, 0, 30, tzinfo=UTC)) == datetime(
        2026, 3, 29, 3, 0, tzinfo=UTC
    )


def test_a_sweep_that_falls_into_quiet_hours_is_put_off_to_their_end() -> None:
    nightly = source(NIGHT, cron="0 3 * * *")
    assert next_run(nightly, last=tokyo(2, 10), now=tokyo(2, 11)) == tokyo(3, 6, 30)
    assert next_run(nightly, last=None, now=tokyo(2, 23)) == tokyo(3, 6, 30)


def test_a_day_is_that_of_the_source() -> None:
    assert day_of(source(), datetime(2026, 4, 1, 16, tzinfo=UTC)) == date(2026, 4, 2)
    assert day_of(source(timezone="UTC"), datetime(2026, 4, 1, 16, tzinfo=UTC)) == date(2026, 4, 1)


def test_midnight_ends_a_span() -> None:
    evening = source(Quiet(start=20 * 60, end=24 * 60))
    assert quiet_until(evening, tokyo(2, 23)) == datetime(2026, 4, 2, 15, tzinfo=UTC)
