"""Several processes deliver from one database into one Slack, and are killed at it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pytest

from leakwatch.demo.slack import SlackStandIn, Workspace
from leakwatch.demo.slack.workspace import TOKEN, Channel
from leakwatch.models import Delivery, Form, Status
from leakwatch.record import Record, open_record
from tests.logged import make_finding, make_public_source, make_sighting, sweep

_CHANNELS = ("#leakwatch", "#experts")
#: Delivers until it is told to stop, or killed.
_DELIVERER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from leakwatch.config import Network, SlackSettings
from leakwatch.locale import catalogue
from leakwatch.notify import SlackNotifier, deliver
from leakwatch.record import open_record

def clock():
    return datetime.now(UTC)

async def main(record, url, token):
    settings = SlackSettings(token=token, channel="#leakwatch", base_url=url)
    notifier = SlackNotifier(settings, network=Network(), catalogue=catalogue("en"), interval=0.02)
    while True:
        await deliver(record.outbox, notifier, clock=clock, limit=1_000, seconds=5)
        await asyncio.sleep(0.05)

with open_record(Path(sys.argv[1]), sealing_key=None, now=clock()) as record:
    print("ready", flush=True)
    asyncio.run(main(record, *sys.argv[2:]))
"""


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    channels = [
        Channel(id=f"C0000000{number}", name=name.removeprefix("#"))
        for number, name in enumerate(_CHANNELS, start=1)
    ]
    # one message more may come at once for each client that was held up on its way
    with SlackStandIn(Workspace(channels=channels, interval=0.02, burst=3)) as stand_in:
        yield stand_in


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "var", sealing_key=None, now=datetime.now(UTC)) as opened:
        yield opened


class Deliverers:
    """Processes of which each is replaced when it is killed."""

    def __init__(self, state: Path, slack: SlackStandIn, *, count: int) -> None:
        self._command = [sys.executable, "-c", _DELIVERER, str(state), slack.api_url, TOKEN]
        self._running = [self._start() for _ in range(count)]

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, text=True, env=dict(os.environ), cwd=Path.cwd()
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def kill(self, number: int) -> None:
        self._end(self._running[number])
        self._running[number] = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running:
            self._end(process)

    def _end(self, process: subprocess.Popen[str]) -> None:
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)


def find(record: Record, *, each: int) -> None:
    now = datetime.now(UTC)
    for channel in _CHANNELS:
        source = make_public_source(f"s-{channel[1:]}", channel=channel)
        found = [make_finding(make_sighting(source, str(number))) for number in range(each)]
        sweep(record, source, *found, at=now, alert_all=True, storm=1_000)


def until_delivered(record: Record) -> None:
    """No deliverer says when it is done; a test that hangs is ended by its time-out."""
    while (states := set(record.outbox.counts())) != {Delivery.DELIVERED}:
        assert not states & {Delivery.DEAD, Delivery.UNKNOWN}
        time.sleep(0.05)


def standing(slack: SlackStandIn) -> list[dict[str, Any]]:
    return [message for channel in _CHANNELS for message in slack.messages(channel)]


def key_of(message: dict[str, Any]) -> str:
    return str(message["metadata"]["event_payload"]["key"])


def test_two_deliverers_killed_over_and_over_lose_and_double_nothing(
    record: Record, slack: SlackStandIn, tmp_path: Path
) -> None:
    find(record, each=30)
    chance = random.Random(7)
    with Deliverers(tmp_path / "var", slack, count=2) as deliverers:
        for kill in range(4):
            before = len(standing(slack))
            while len(standing(slack)) < min(before + chance.randint(1, 8), 50):
                time.sleep(0.01)
            deliverers.kill(kill % 2)
        for number in range(1001, 1011):
            record.findings.set_status(
                number,
                Status.TAKEN,
                "take",
                actor="R01",
                reason=None,
                until=None,
                now=datetime.now(UTC),
            )
        deliverers.kill(0)
        until_delivered(record)
    assert slack.workspace.offences == []
    said = [key_of(message) for message in standing(slack)]
    assert not [key for key, count in Counter(said).items() if count > 1]
    posted = [one for one in record.outbox.list() if one.form is not Form.UPDATE]
    assert sorted(said) == sorted(one.key for one in posted)
    for channel in _CHANNELS:
        wanted = [one.key for one in posted if one.channel == channel and one.form is Form.POST]
        top = [
            one for one in slack.messages(channel) if one.get("thread_ts", one["ts"]) == one["ts"]
        ]
        stands = [key_of(one) for one in top]
        assert stands == wanted
