from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.waiting import until_due
from leakwatch.models import Alert, AlertKind, Delivery
from leakwatch.record import Record, open_record
from leakwatch.record.outbox import Place

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as opened:
        yield opened


def queue(record: Record, *, key: str = "a", place: Place | None = None) -> None:
    alert = Alert(key=key, kind=AlertKind.HEALTH, source="s", channel="#a", created_at=NOW)
    record.outbox.put(alert, place=place)


def test_nothing_is_due_in_an_empty_outbox(record: Record) -> None:
    assert not record.outbox.is_due(NOW)


@pytest.mark.parametrize(
    ("place", "due"),
    [
        pytest.param(Place(), True, id="not-routed-yet"),
        pytest.param(Place(channel="#a"), True, id="routed"),
        pytest.param(Place(next_at=NOW + timedelta(hours=1)), False, id="later"),
        pytest.param(Place(channel="#a", next_at=NOW + timedelta(hours=1)), False, id="quiet"),
        pytest.param(Place(channel="#a", gather="digest"), False, id="waits-for-a-digest"),
        pytest.param(Place(channel="#a", parent="none-yet"), False, id="waits-for-its-thread"),
    ],
)
def test_what_could_be_handed_out_is_due(place: Place, due: bool, record: Record) -> None:
    queue(record, place=place)
    assert record.outbox.is_due(NOW) is due


def test_what_is_under_way_or_done_is_not_due(record: Record) -> None:
    queue(record)
    (entry,) = record.outbox.turn((), now=NOW, limit=1)
    assert not record.outbox.is_due(NOW)
    record.outbox.delivered(entry.id, "C1/1", NOW)
    assert record.outbox.get(entry.id).state is Delivery.DELIVERED
    assert not record.outbox.is_due(NOW)


def test_what_another_queues_ends_the_wait(record: Record) -> None:
    async def wait() -> None:
        waiting = asyncio.create_task(until_due(record, asyncio.Event(), seconds=600))
        await asyncio.to_thread(queue, record)
        await waiting

    asyncio.run(wait())


def test_a_call_ends_the_wait(record: Record) -> None:
    async def wait() -> None:
        called = asyncio.Event()
        waiting = asyncio.create_task(until_due(record, called, seconds=600))
        await asyncio.sleep(0)
        called.set()
        await waiting

    asyncio.run(wait())
