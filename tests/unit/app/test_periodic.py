from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from leakwatch.app.periodic import work_due
from leakwatch.app.watch import open_watch
from leakwatch.errors import N_, RecordError
from tests.installation import installed

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def test_work_that_fails_keeps_nothing_else_from_its_turn(
    tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    async def broken(watch: object, *, now: datetime) -> None:
        raise RecordError(N_("{file}: the disk is full"), file="x")

    async def whole(watch: object, *, now: datetime) -> None:
        done.append(now.isoformat())

    with (
        installed(tmp_path_factory.mktemp("periodic") / "place", people=False) as place,
        open_watch(place.config, environ={}, now=NOW) as watch,
        caplog.at_level(logging.ERROR),
    ):
        asyncio.run(work_due(watch, now=NOW, work=(broken, whole)))
        assert watch.record.heartbeats.pulse().at == NOW  # the heart beats behind both
    assert done == [NOW.isoformat()]
    assert [record.work for record in caplog.records if record.msg == "service.due"] == ["broken"]  # type: ignore[attr-defined]
