"""The service notes that it lives, and pings the company's monitor while it is well, else not."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.heartbeat import examine_heartbeat, heartbeat_due, heartbeat_of
from leakwatch.app.watch import Watch
from leakwatch.models import Delivery, Outcome
from leakwatch.record.outbox_rows import Place
from tests.factories import make_alert
from tests.logged import NOW, drain, sweep
from tests.servers.hooks import Receiver, receiver
from tests.unit.config.right import MAIN
from tests.watching import watching

MINUTE = timedelta(minutes=1)
SECRET_PATH = "/ping/0f3c-secret"


@contextmanager
def pinging(directory: Path, hook: Receiver, *, more: str = "") -> Iterator[Watch]:
    monitor = f"monitor: {{ping: '${{PING}}'{more}}}\n"
    environ = {"PING": hook.url + SECRET_PATH}
    with watching(directory, {"leakwatch.yaml": MAIN + monitor}, environ=environ) as watch:
        yield watch


def live(
    watch: Watch, minutes: int, *, since: datetime = NOW, troubles: tuple[str, ...] = ()
) -> datetime:
    """So many rounds, one a minute; the time after them."""
    for minute in range(minutes):
        asyncio.run(heartbeat_due(watch, now=since + minute * MINUTE, troubles=troubles))
    return since + minutes * MINUTE


def test_a_minute_is_noted_once_however_often_it_is_asked(tmp_path: Path) -> None:
    with watching(tmp_path) as watch:
        seconds = [NOW + timedelta(seconds=5 * step) for step in range(13)]
        noted = [asyncio.run(heartbeat_due(watch, now=at)) for at in seconds]
    assert noted == [True] + [False] * 11 + [True]


def test_two_services_on_one_record_count_a_minute_once(tmp_path: Path) -> None:
    with watching(tmp_path) as one, watching(tmp_path) as other:
        live(one, 10)
        live(other, 10)
        minutes = one.record.heartbeats.minutes(NOW, NOW + 10 * MINUTE)
    assert (minutes.all, minutes.lived, minutes.healthy) == (10, 10, 10)


def test_minutes_are_counted_over_midnight_and_forgotten_after_a_while(tmp_path: Path) -> None:
    evening = datetime(2026, 4, 1, 23, 50, tzinfo=UTC)
    with watching(tmp_path) as watch:
        live(watch, 20, since=evening)
        beats = watch.record.heartbeats
        assert beats.minutes(evening, evening + 20 * MINUTE).lived == 20
        assert beats.minutes(evening + 5 * MINUTE, evening + 15 * MINUTE).lived == 10
        live(watch, 1, since=evening + timedelta(days=60))
        assert beats.minutes(evening, evening + 20 * MINUTE).lived == 0


def test_after_a_healthy_hour_the_monitor_is_pinged_and_then_once_an_hour(tmp_path: Path) -> None:
    with receiver() as hook, pinging(tmp_path, hook) as watch:
        live(watch, 57)
        assert hook.asked == []
        live(watch, 200, since=NOW + 57 * MINUTE)
    assert [asked.path for asked in hook.asked] == [SECRET_PATH] * 4
    assert {asked.method for asked in hook.asked} == {"GET"}


def test_a_restart_of_a_few_minutes_costs_no_ping(tmp_path: Path) -> None:
    with receiver() as hook, pinging(tmp_path, hook) as watch:
        live(watch, 40)
        live(watch, 20, since=NOW + 42 * MINUTE)
    assert len(hook.asked) == 1


def test_a_service_that_was_away_for_long_earns_its_ping_anew(tmp_path: Path) -> None:
    with receiver() as hook, pinging(tmp_path, hook) as watch:
        live(watch, 61)
        live(watch, 50, since=NOW + 200 * MINUTE)
    assert len(hook.asked) == 1


def test_the_file_is_written_anew_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    monitor = f"monitor: {{file: '{tmp_path}/pulse'}}\n"
    with watching(tmp_path, {"leakwatch.yaml": MAIN + monitor}) as watch:
        live(watch, 121)
    file = tmp_path / "pulse"
    assert datetime.fromisoformat(file.read_text().strip()) > NOW + 115 * MINUTE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_failed_ping_is_logged_without_its_address_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with receiver() as hook, pinging(tmp_path, hook, more=", method: post") as watch:
        hook.script = [500, 302]
        live(watch, 59)
        assert heartbeat_of(watch, now=NOW + 59 * MINUTE).pulse.ping_error == "http_302"
        live(watch, 5, since=NOW + 59 * MINUTE)
        state = heartbeat_of(watch, now=NOW + 65 * MINUTE)
    assert (state.pulse.ping_error, state.well) == (None, True)
    assert len(hook.asked) == 3
    assert {asked.method for asked in hook.asked} == {"POST"}
    assert "heartbeat.ping_failed" in caplog.text
    assert SECRET_PATH not in caplog.text


def test_a_monitor_that_is_down_does_no_harm(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with receiver() as hook:
        pass
    with pinging(tmp_path, hook) as watch:
        live(watch, 62)
        assert watch.record.heartbeats.minutes(NOW, NOW + 62 * MINUTE).healthy == 62
        assert heartbeat_of(watch, now=NOW + 62 * MINUTE).pulse.ping_error == "unreachable"
    assert SECRET_PATH not in caplog.text


def test_a_stuck_outbox_keeps_the_ping_away_and_its_end_brings_it_back(tmp_path: Path) -> None:
    with receiver() as hook, pinging(tmp_path, hook) as watch:
        watch.record.outbox.put(make_alert(created_at=NOW))
        live(watch, 120)
        assert hook.asked == []
        state = heartbeat_of(watch, now=NOW + 120 * MINUTE)
        assert (state.alive, state.pulse.troubles) == (True, ("delivery",))
        (entry,) = watch.record.outbox.claim(NOW + 120 * MINUTE, 1)
        watch.record.outbox.delivered(entry.id, "C1/1", NOW + 120 * MINUTE)
        live(watch, 62, since=NOW + 120 * MINUTE)
    assert len(hook.asked) == 1


def test_repeats_without_end_are_a_stuck_outbox_too(tmp_path: Path) -> None:
    with watching(tmp_path) as watch:
        outbox = watch.record.outbox
        outbox.put(make_alert(created_at=NOW))
        for attempt in range(5):
            (entry,) = outbox.claim(NOW + attempt * MINUTE, 1)
            outbox.retry(entry.id, "NotifyError", NOW + (attempt + 1) * MINUTE)
            stuck = watch.record.heartbeats.stuck(NOW + attempt * MINUTE)
            assert bool(stuck) == (attempt == 4)
        assert [entry.state for entry in outbox.list()] == [Delivery.RETRY]


def test_what_waits_for_quiet_hours_to_end_is_not_stuck(tmp_path: Path) -> None:
    with watching(tmp_path) as watch:
        night = NOW + timedelta(hours=10)
        watch.record.outbox.put(make_alert(created_at=NOW), place=Place(next_at=night))
        watch.record.outbox.put(make_alert("b", created_at=NOW), place=Place(gather="digest"))
        assert watch.record.heartbeats.stuck(night - MINUTE) == ()
        assert watch.record.heartbeats.stuck(night + timedelta(minutes=31)) == ("",)


def test_a_watch_that_sees_nothing_at_all_is_not_well(tmp_path: Path) -> None:
    with receiver() as hook, pinging(tmp_path, hook) as watch:
        source = watch.settings.sources["experts"]
        sweep(watch.record, source, report={"outcome": Outcome.BLOCKED, "reasons": ("http_403",)})
        drain(watch.record)
        live(watch, 62)
        assert heartbeat_of(watch, now=NOW + 62 * MINUTE).pulse.troubles == ("blind",)
    assert hook.asked == []


def test_what_the_service_alone_can_see_counts_as_well(tmp_path: Path) -> None:
    with receiver() as hook, pinging(tmp_path, hook) as watch:
        live(watch, 62, troubles=("schedule",))
        said = [str(check.message) for check in examine_heartbeat(watch, NOW + 62 * MINUTE)]
    assert hook.asked == []
    assert any("schedule stands still" in line for line in said)


def test_a_record_that_cannot_be_written_brings_no_heartbeat_and_no_exception(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with watching(tmp_path) as watch:
        connection = sqlite3.connect(tmp_path / "var" / "leakwatch.db")
        connection.execute("BEGIN EXCLUSIVE")
        try:
            assert asyncio.run(heartbeat_due(watch, now=NOW)) is False
        finally:
            connection.rollback()
            connection.close()
        assert heartbeat_of(watch, now=NOW).alive is False
    assert "heartbeat" in caplog.text


@pytest.mark.parametrize(
    ("lived", "later", "words"),
    [(0, 1, "does not run"), (5, 5, "is well"), (5, 60, "does not run")],
)
def test_the_doctor_says_whether_it_runs(
    tmp_path: Path, lived: int, later: int, words: str
) -> None:
    with watching(tmp_path) as watch:
        live(watch, lived)
        checks = list(examine_heartbeat(watch, NOW + later * MINUTE))
    assert [words in check.message for check in checks] == [True, False]
    assert "nobody is pinged" in checks[1].message


#: A service of an hour a second, as a process of its own.
SERVICE = """\
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from leakwatch.app.heartbeat import heartbeat_due
from leakwatch.app.watch import open_watch
from tests.logged import NOW

environ = {"PING": sys.argv[2]}
with open_watch(Path(sys.argv[1]), environ=environ, now=NOW) as watch:
    async def run():
        for minute in range(1_000_000):
            await heartbeat_due(watch, now=NOW + timedelta(minutes=minute))
    asyncio.run(run())
"""


def test_when_the_service_is_killed_the_ping_stays_away(tmp_path: Path) -> None:
    with receiver() as hook, pinging(tmp_path, hook):
        command = [sys.executable, "-c", SERVICE, str(tmp_path / "config"), hook.url + SECRET_PATH]
        environ = {
            "PATH": os.defpath,
            "HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        service = subprocess.Popen(command, env=environ, cwd=Path(__file__).parents[3])
        try:
            wait_for(lambda: len(hook.asked) >= 2)
        finally:
            os.kill(service.pid, signal.SIGKILL)
            service.wait()
        seen = len(hook.asked)
        time.sleep(0.5)
    assert len(hook.asked) == seen


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
