"""How long a finding takes from the record to Slack, with the service as `leakwatch run` starts it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from benchmarks.delivery_world import channels, found, write_config
from leakwatch.demo.slack import SlackStandIn, Workspace
from leakwatch.record import open_record

MOST_SECONDS = 2.0
FINDINGS = 15
#: Seconds between two findings: no rhythm that could fall in with the service's own.
_APART = (0.5, 2.0)
_PATIENCE = 90.0
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    count: int
    median: float  #: seconds
    p95: float
    wrong: tuple[str, ...]


def measure(folder: Path) -> Latency:
    state, chance, times = folder / "state", random.Random(5), []
    workspace = Workspace(channels=channels(1))
    with SlackStandIn(workspace) as slack:
        config = write_config(folder / "config", address=slack.api_url, state=state)
        with (
            open_record(state, sealing_key=None, now=datetime.now(UTC)) as record,
            service(config) as process,
        ):
            for number in range(FINDINGS + 1):
                found(record, 0, range(number * 100, number * 100 + 1))
                recorded = time.time()
                arrived = _arrived(slack, number + 1)
                if arrived is None:
                    break
                times.append(arrived - recorded)
                time.sleep(chance.uniform(*_APART))
            ended = process.poll()
    times = times[1:]  # the first one waited for the service to start
    wrong = [] if ended is None else [f"latency: the service ended by itself with {ended}"]
    if len(times) < FINDINGS:
        wrong.append(f"latency: {len(times)} of {FINDINGS} findings arrived")
    times = times if len(times) > 1 else [_PATIENCE, _PATIENCE]
    return Latency(
        count=len(times), median=median(times), p95=quantiles(times, n=20)[-1], wrong=tuple(wrong)
    )


@contextmanager
def service(config: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "leakwatch", "--config", str(config), "run"],
        cwd=_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE)


def _arrived(slack: SlackStandIn, count: int) -> float | None:
    """When the last of `count` messages was taken, by the stand-in's clock; None: it was not."""
    deadline = time.monotonic() + _PATIENCE
    while len(messages := slack.messages("#c00")) < count:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.01)
    return float(messages[count - 1]["ts"])
