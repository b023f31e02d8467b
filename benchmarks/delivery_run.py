"""One run of the delivery benchmark: a fault, deliverers that are killed, people who decide."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.delivery_deliverer import Deliverers
from benchmarks.delivery_judge import Judge, Verdict
from benchmarks.delivery_world import (
    CHANNELS,
    DECIDED_EVERY,
    INTERVAL,
    Seed,
    channels,
    write_config,
)
from leakwatch.demo.slack import TOKEN, Fault, Mix, SlackStandIn, Workspace
from leakwatch.models import Alert, AlertKind, Delivery, Status
from leakwatch.record import Record, open_record
from leakwatch.record.outbox import Place

ALL_SCOPES = ("chat:write", "channels:read", "channels:history", "groups:read", "groups:history")
BLIND_SCOPES = ("chat:write", "channels:read", "groups:read")
#: Calls that faults strike; looks are among them, so that a look can fail as well.
STRUCK = frozenset(
    {
        "chat.postMessage",
        "chat.update",
        "conversations.history",
        "conversations.list",
        "conversations.replies",
    }
)
#: Seconds between two looks at the outbox, and after which a run has failed.
_LOOK, _LONGEST = 0.25, 300.0
#: Seconds between two decisions.
_THOUGHT = 0.01
_OPEN = (Delivery.WAITING, Delivery.RETRY, Delivery.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried."""

    name: str
    shares: Mapping[Fault, float] = field(default_factory=dict)
    blind: bool = False  #: the app may not read history
    deliverers: int = 1
    lives: tuple[float, float] = (3.0, 6.0)  #: seconds between two kills
    decide: bool = True
    seed: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    trial: Trial
    seconds: float
    kills: int
    struck: int  #: calls that went wrong on purpose
    verdict: Verdict
    wrong: tuple[str, ...]


def run(trial: Trial, seed: Seed, folder: Path) -> Result:
    workspace = Workspace(
        channels=channels(CHANNELS),
        tokens={TOKEN: BLIND_SCOPES if trial.blind else ALL_SCOPES},
        interval=INTERVAL,
        burst=1 + trial.deliverers,
    )
    state = folder / "state"
    seed.copy(state)
    with SlackStandIn(workspace) as slack:
        config = write_config(folder / "config", address=slack.api_url, state=state)
        if trial.shares:
            slack.mix(Mix(seed=trial.seed, shares=trial.shares, methods=STRUCK))
        began = time.monotonic()
        deliverers = Deliverers(config, count=trial.deliverers, seed=trial.seed, lives=trial.lives)
        with _opened(state) as record:
            decided = _numbers(record) if trial.decide else []
            with deliverers:
                finished = _story(record, decided) if trial.decide else _until(record, _is_over)
            seconds = time.monotonic() - began
            entries = record.outbox.list()
    verdict = Judge(workspace, entries).verdict(decided=decided, blind=trial.blind)
    wrong = [*deliverers.wrong, *verdict.wrong]
    if not finished:
        wrong.append(f"not over after {_LONGEST:.0f} s")
    return Result(
        trial=trial,
        seconds=seconds,
        kills=deliverers.kills,
        struck=sum(workspace.fault_list.shown.values()),
        verdict=verdict,
        wrong=tuple(wrong),
    )


@contextmanager
def _opened(state: Path) -> Iterator[Record]:
    with open_record(state, sealing_key=None, now=datetime.now(UTC)) as record:
        yield record


def _numbers(record: Record) -> list[int]:
    return sorted(one.number for one in record.findings.list())[::DECIDED_EVERY]


def _story(record: Record, decided: list[int]) -> bool:
    """Two decisions on each and two digests, while alerts are under way."""
    finished = _until(record, lambda one: _share(one) > 0.2)
    _decide_all(record, decided, Status.TAKEN)
    _digest(record, 1)
    finished &= _until(record, lambda one: _share(one) > 0.8)
    _decide_all(record, decided, Status.CONFIRMED)
    finished &= _until(record, _is_over)
    _digest(record, 2)
    return _until(record, _is_over) and finished


def _share(record: Record) -> float:
    """How much of what is to be sent so far is settled."""
    counts = record.outbox.counts()
    return 1 - sum(counts.get(state, 0) for state in _OPEN) / max(sum(counts.values()), 1)


def _decide_all(record: Record, numbers: list[int], status: Status) -> None:
    for number in numbers:
        _decide(record, number, status)
        time.sleep(_THOUGHT)


def _decide(record: Record, number: int, status: Status) -> None:
    record.findings.set_status(
        number,
        status,
        status.value,
        actor="R01",
        reason=None,
        until=None,
        now=datetime.now(UTC),
    )


def _digest(record: Record, number: int) -> None:
    """The digest as the service queues it, and what waited for it follows in its thread."""
    now = datetime.now(UTC)
    key, channel = f"digest:{number}", f"#c{number:02}"
    alert = Alert(key=key, kind=AlertKind.DIGEST, source="", channel=channel, created_at=now)
    record.outbox.put(alert, place=Place(channel=channel))
    record.outbox.release("digest", key)


def _is_over(record: Record) -> bool:
    counts = record.outbox.counts()
    return not any(counts.get(state) for state in _OPEN)


def _until(record: Record, over: Callable[[Record], bool]) -> bool:
    """Wait until `over`; False when that takes too long."""
    deadline = time.monotonic() + _LONGEST
    while not over(record):
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK)
    return True
