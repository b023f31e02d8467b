from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leakwatch.errors import ConfigError
from leakwatch.models import Shows, Source, Timing
from leakwatch.schedule import Schedule, next_run

#: Generous: what is waited for comes within a tenth of a second on an idle machine.
PATIENCE = 30
NOW = datetime.now(UTC)


def make_source(name: str = "sample", **timing: Any) -> Source:
    return Source(
        name=name,
        kind="directory",
        start=("https://example.com/",),
        shows=Shows.PROFILE,
        timing=Timing(**timing),
    )


async def nothing(_source: Source) -> None:
    """A sweep that is over at once."""


def next_runs(*sources: Source, last: datetime | None = None) -> dict[str, datetime]:
    async def scene() -> dict[str, datetime]:
        schedule = Schedule()
        for source in sources:
            schedule.add(source, nothing, last=last)
        schedule.start()
        try:
            return dict(schedule.next_runs())
        finally:
            schedule.stop()

    return asyncio.run(scene())


def test_an_interval_calls_back_again_and_again() -> None:
    async def scene() -> list[str]:
        called: list[str] = []
        enough = asyncio.Event()

        async def sweep(source: Source) -> None:
            called.append(source.name)
            if len(called) == 3:
                enough.set()

        schedule = Schedule()
        schedule.add(make_source(every=0.05), sweep)
        schedule.start()
        async with asyncio.timeout(PATIENCE):
            await enough.wait()
        schedule.stop()
        return called

    assert asyncio.run(scene())[:3] == ["sample"] * 3


def test_a_sweep_that_still_runs_is_not_started_again() -> None:
    async def scene() -> int:
        running = most = 0
        beside = asyncio.Event()
        rounds = 0

        async def long_sweep(_source: Source) -> None:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await beside.wait()
            running -= 1

        async def other(_source: Source) -> None:
            nonlocal rounds
            rounds += 1
            if rounds == 10:
                beside.set()

        schedule = Schedule()
        schedule.add(make_source("long", every=0.02), long_sweep)
        schedule.add(make_source("other", every=0.05), other)
        schedule.start()
        async with asyncio.timeout(PATIENCE):
            await beside.wait()
        schedule.stop()
        await asyncio.sleep(0)
        return most

    assert asyncio.run(scene()) == 1


def test_what_is_long_overdue_is_made_up_for_once() -> None:
    async def scene() -> tuple[int, datetime]:
        calls = 0
        called = asyncio.Event()

        async def sweep(_source: Source) -> None:
            nonlocal calls
            calls += 1
            called.set()

        schedule = Schedule()
        schedule.add(make_source(every=3_600.0), sweep, last=NOW - timedelta(hours=50))
        schedule.start()
        async with asyncio.timeout(PATIENCE):
            await called.wait()
        due = schedule.next_runs()["sample"]
        schedule.stop()
        return calls, due

    calls, due = asyncio.run(scene())
    assert calls == 1
    assert NOW < due < NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("cron", "timezone", "hour"),
    [("0 6 * * *", "Asia/Tokyo", 21), ("0 6 * * *", "UTC", 6), ("30 0 * * *", "Asia/Tokyo", 15)],
)
def test_a_cron_expression_is_meant_in_its_time_zone(cron: str, timezone: str, hour: int) -> None:
    due = next_runs(make_source(cron=cron, timezone=timezone))["sample"]
    assert due.tzinfo is UTC
    assert due.hour == hour
    assert due > datetime.now(UTC)


def test_weekdays_are_those_that_their_names_say() -> None:
    due = next_runs(make_source(cron="0 6 * * sun", timezone="UTC"))["sample"]
    assert due.strftime("%A") == "Sunday"


def test_an_interval_counts_from_the_last_sweep() -> None:
    last = datetime.now(UTC) - timedelta(hours=5)
    due = next_runs(make_source(every=6 * 3_600.0), last=last)["sample"]
    assert due == last + timedelta(hours=6)


def test_an_interval_without_a_last_sweep_counts_from_now() -> None:
    before = datetime.now(UTC)
    due = next_runs(make_source(every=3_600.0))["sample"]
    assert timedelta(minutes=59) < due - before < timedelta(minutes=61)


def test_jitter_moves_a_run_by_no_more_than_it_says() -> None:
    for _ in range(20):
        due = next_runs(make_source(cron="0 6 * * *", timezone="UTC", jitter=600.0))["sample"]
        noon = due.replace(hour=6, minute=0, second=0, microsecond=0)
        assert abs(due - noon) <= timedelta(seconds=600)


def test_jitter_spreads_the_runs() -> None:
    source = make_source(every=3_600.0, jitter=600.0)
    assert len({next_runs(source)["sample"].replace(microsecond=0) for _ in range(20)}) > 1


def test_a_source_without_timing_is_never_due() -> None:
    assert next_runs(make_source()) == {}


def test_the_soonest_run_comes_first() -> None:
    sources = [
        make_source(name, every=hours * 3_600.0) for name, hours in [("b", 2), ("a", 3), ("c", 1)]
    ]
    assert list(next_runs(*sources)) == ["c", "b", "a"]


def test_a_source_added_again_replaces_itself() -> None:
    assert len(next_runs(make_source(every=60.0), make_source(every=90.0))) == 1


@pytest.mark.parametrize(
    "timing",
    [{"cron": "61 * * * *"}, {"cron": "daily"}, {"cron": "0 6 * * *", "timezone": "Asia/Nowhere"}],
    ids=["minute 61", "no expression", "no such zone"],
)
def test_a_timing_that_means_nothing_names_its_source(timing: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="sample"):
        Schedule().add(make_source(**timing), nothing)


def test_nothing_is_due_before_the_start_and_stopping_twice_is_fine() -> None:
    schedule = Schedule()
    schedule.add(make_source(every=60.0), nothing)
    assert schedule.next_runs() == {}
    schedule.stop()


def test_a_stopped_schedule_calls_nobody() -> None:
    async def scene() -> int:
        calls = 0

        async def sweep(_source: Source) -> None:
            nonlocal calls
            calls += 1

        schedule = Schedule()
        schedule.add(make_source(every=0.05), sweep)
        schedule.start()
        schedule.stop()
        before = calls
        await asyncio.sleep(0.3)
        return calls - before

    assert asyncio.run(scene()) == 0


AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
HOURLY = make_source(every=3_600.0)

UPCOMING = [
    ("by hand", make_source(), None, None),
    ("interval, never swept", HOURLY, None, AT),
    ("interval, swept", HOURLY, AT - timedelta(minutes=20), AT + timedelta(minutes=40)),
    ("interval, overdue", HOURLY, AT - timedelta(days=3), AT),
    ("cron, never swept", make_source(cron="30 19 * * *"), None, AT),
    ("cron, swept", make_source(cron="30 19 * * *"), AT, AT + timedelta(hours=1.5)),
]


@pytest.mark.parametrize(
    ("source", "last", "due"), [row[1:] for row in UPCOMING], ids=[row[0] for row in UPCOMING]
)
def test_the_next_run_can_be_told_without_a_service(
    source: Source, last: datetime | None, due: datetime | None
) -> None:
    assert next_run(source, last=last, now=AT) == due
