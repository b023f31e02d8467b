"""`leakwatch run`: sweeps what was never swept, delivers, and ends without leaving anybody behind."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from leakwatch.app.deliver import notifier_for
from leakwatch.app.service import Service
from leakwatch.app.watch import open_watch
from leakwatch.demo import Fault
from leakwatch.locale import catalogue
from leakwatch.models import REST, AlertKind
from tests.installation import (
    ARCHIVE,
    BLOG,
    Installation,
    Result,
    children_of,
    finish,
    is_running,
    key_of,
    wait_until,
)


@pytest.fixture
def service(fresh: Installation) -> Iterator[Installation]:
    """Two small sources without people, never swept."""
    fresh.only(BLOG, ARCHIVE)
    yield fresh
    fresh.world.fault = Fault.NONE


def ended(process: subprocess.Popen[str]) -> Result:
    process.send_signal(signal.SIGTERM)
    return finish(process)


def test_the_service_sweeps_what_was_never_swept_delivers_and_ends_on_request(
    service: Installation,
) -> None:
    process = service.start("run")
    wait_until(lambda: len(service.messages()) == 2, what="both summaries arrived")
    result = ended(process)
    assert result.code == 0, result.err
    assert "watching 2 sources" in result.err
    assert "Traceback" not in result.err
    events = [json.loads(line) for line in result.out.splitlines()]
    assert {one["source"] for one in events if one["event"] == "sweep.done"} == {BLOG, ARCHIVE}
    assert [one.kind for one in service.alerts()] == [AlertKind.BASELINE] * 2
    assert sorted(map(key_of, service.messages())) == sorted(one.key for one in service.alerts())
    assert service.run("db", "verify").code == 0


def test_a_service_that_is_told_to_end_in_mid_sweep_leaves_no_child(service: Installation) -> None:
    service.world.slow_seconds = 0.5
    service.world.fault = Fault.SLOW
    process = service.start("run")
    wait_until(lambda: len(service.world.seen) > 2, what="a sweep began")
    children = children_of(process.pid)
    assert children
    result = ended(process)
    assert result.code == 0, result.err
    assert "Traceback" not in result.err
    assert not [child for child in children if is_running(child)]


def test_a_service_that_was_killed_starts_again_and_goes_on(service: Installation) -> None:
    service.world.slow_seconds = 0.5
    service.world.fault = Fault.SLOW
    first = service.start("run")
    wait_until(lambda: len(service.world.seen) > 2, what="a sweep began")
    children = children_of(first.pid)
    first.send_signal(signal.SIGKILL)
    finish(first)
    wait_until(lambda: not any(map(is_running, children)), what="its sweeps ended with it")
    service.world.fault = Fault.NONE
    second = service.start("run")
    wait_until(lambda: len(service.messages()) >= 2, what="both summaries arrived")
    assert ended(second).code == 0
    keys = [key_of(message) for message in service.messages()]
    assert sorted(keys) == sorted({one.key for one in service.alerts()})
    assert [one.kind for one in service.alerts()].count(AlertKind.BASELINE) == 2
    assert service.run("db", "verify").code == 0


def test_a_service_goes_on_while_slack_is_down_and_delivers_when_it_is_back(
    fresh: Installation,
) -> None:
    fresh.only(BLOG)
    assert fresh.run("sweep", "--all", "--no-send").code == 0
    fresh.slack.stop()
    process = fresh.start("run")
    tried = "SELECT 1 FROM outbox WHERE state = 'retry'"
    wait_until(lambda: fresh.rows(tried), what="delivery was tried")
    fresh.slack.start()
    wait_until(fresh.messages, what="the summary arrived")
    assert ended(process).code == 0
    assert len(fresh.messages()) == 1


def test_a_source_whose_sweeps_die_is_said_to_be_blind_and_not_left_quiet(
    fresh: Installation,
) -> None:
    fresh.only(ARCHIVE)
    fresh.edit(f"sources/{ARCHIVE}.yaml", "kind:", "limits: {memory: 64MB}\nkind:")
    process = fresh.start("run")
    wait_until(fresh.messages, what="the source was said to be blind")
    result = ended(process)
    assert result.code == 0, result.err
    assert result.lines[-1]["event"] == "sweep.died"
    assert [one.kind for one in fresh.alerts()] == [AlertKind.HEALTH]
    listed = fresh.run("sources", "list", "--format", "jsonl")
    assert [one["outcome"] for one in listed.lines if one["source"] == ARCHIVE] == ["failed"]


def test_a_source_in_quarantine_is_left_alone_until_it_has_rested(fresh: Installation) -> None:
    now, heard = datetime.now(UTC), list[Mapping[str, object]]()
    with open_watch(fresh.config, environ=fresh._environ(None), now=now) as watch:
        source = watch.source(BLOG)
        notifier = notifier_for(watch.settings, catalogue=catalogue("en"), write=print)
        service = Service(watch, notifier, on_event=heard.append)
        for days in (3, 2, 1):
            watch.record.sweeps.fell(source, why="died", now=now - timedelta(days=days))
        asyncio.run(service.sweep(source))
        assert [event["event"] for event in heard[-1:]] == ["sweep.done"]  # a day is rest enough
        for hours in (3, 2, 1):
            watch.record.sweeps.fell(source, why="died", now=now - timedelta(hours=hours))
        heard.clear()
        asyncio.run(service.sweep(source))
    assert heard == [
        {
            "event": "sweep.resting",
            "source": BLOG,
            "until": now - timedelta(hours=1) + REST,
            "reasons": ["died"],
        }
    ]
