"""Two sweeps on one domain at once, and sweeps that are killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from leakwatch.demo import Fault, expected
from tests.installation import (
    BLOG,
    PLATFORM,
    Installation,
    Result,
    children_of,
    finish,
    is_running,
    key_of,
    wait_until,
)


@pytest.fixture
def slow(copy: Installation) -> Iterator[Installation]:
    """A copy whose world answers only when `hurry` says so, on day 2."""
    copy.world.day = 2
    copy.world.slow_seconds = 0.5
    copy.world.fault = Fault.SLOW
    yield copy
    copy.world.fault = Fault.NONE


def hurry(place: Installation) -> None:
    place.world.fault = Fault.NONE


def begun(place: Installation, *arguments: str) -> tuple[subprocess.Popen[str], int]:
    """A sweep in the middle of its crawl, and the process that does it."""
    place.world.forget()
    process = place.start("sweep", *arguments)
    wait_until(lambda: len(place.world.seen) > 2, what="the sweep began")
    (child,) = children_of(process.pid)
    return process, child


def done(result: Result) -> list[str]:
    return [event["outcome"] for event in result.events("sweep.done")]


def test_a_second_sweep_of_a_domain_says_for_whom_it_waits_and_then_runs(
    slow: Installation,
) -> None:
    slow.world.slow_seconds = 2.0  # eighty pages, four at a time
    first, _ = begun(slow, PLATFORM, "--no-send")
    second = slow.start("sweep", BLOG, "--no-send", "--format", "jsonl")
    assert second.stdout is not None
    waiting = json.loads(second.stdout.readline())
    assert waiting["event"] == "sweep.waiting"
    assert waiting["source"] == BLOG
    assert waiting["domain"] == "127.0.0.1"
    assert waiting["holder"] == f"sweep {PLATFORM}"
    refused = slow.run("sweep", BLOG, "--no-wait", "--no-send")
    assert refused.code == 1
    assert f"127.0.0.1 is taken by sweep {PLATFORM}" in refused.err
    hurry(slow)
    assert finish(first).code == 0
    result = finish(second)
    assert (result.code, done(result)) == (0, ["ok"])


def completed(place: Installation) -> None:
    """The next sweep is clean, and nothing of day 2 is lost or doubled."""
    hurry(place)
    assert place.rows("SELECT count(*) FROM finding WHERE pending IS NOT NULL") == [(0,)]
    waiting = {alert.key for alert in place.alerts()}
    result = place.run("sweep", PLATFORM, "--no-send", "--format", "jsonl")
    assert (result.code, done(result)) == (0, ["ok"])
    tally = expected(2).tally(place.claims())
    missed = [one for one in tally.missed if one.source == PLATFORM]
    assert (missed, tally.false_alerts) == ([], ())
    numbers = [one.number for alert in place.alerts() for one in alert.findings]
    assert len(numbers) == len(set(numbers)) == len(place.findings())
    new = [one for one in expected(2).new if one.source == PLATFORM]
    assert len(place.alerts()) == 29 + len(new)
    assert waiting <= {alert.key for alert in place.alerts()}
    assert place.run("db", "verify").code == 0
    assert place.rows("SELECT count(*) FROM lease") == [(0,)]


def test_a_killed_command_takes_its_sweep_with_it_and_the_next_one_is_clean(
    slow: Installation,
) -> None:
    parent, child = begun(slow, PLATFORM, "--no-send")
    parent.send_signal(signal.SIGKILL)
    finish(parent)
    wait_until(lambda: not is_running(child), what="the child ended with its parent")
    completed(slow)


def test_a_killed_sweep_is_said_to_have_died_and_the_next_one_is_clean(slow: Installation) -> None:
    parent, child = begun(slow, PLATFORM, "--no-send")
    os.kill(child, signal.SIGKILL)
    result = finish(parent)
    assert result.code == 1
    assert f"the sweep of {PLATFORM} died" in result.err
    assert "Traceback" not in result.err
    completed(slow)


def test_what_a_killed_sweep_had_found_is_delivered_once(slow: Installation) -> None:
    with slow.record() as record:
        for entry in record.outbox.claim(slow.alerts()[0].created_at, 1_000):
            record.outbox.dead(entry.id, "not this test's")
    parent, child = begun(slow, BLOG)
    os.kill(child, signal.SIGKILL)
    assert finish(parent).code == 1
    hurry(slow)
    assert slow.run("sweep", BLOG).code == 0
    assert slow.run("notify", "--once").code == 0
    new = [one for one in expected(2).new if one.source == BLOG]
    keys = [key_of(message) for message in slow.messages()]
    assert len(keys) == len(set(keys)) == len(new)


def test_ctrl_c_ends_a_sweep_and_its_child(slow: Installation) -> None:
    parent, child = begun(slow, PLATFORM, "--no-send")
    parent.send_signal(signal.SIGINT)
    result = finish(parent)
    assert result.code not in {0, 3}
    assert "Traceback" not in result.err
    wait_until(lambda: not is_running(child), what="the child ended")
