"""One crawl in a process of its own, as its reactor demands; `main` is its other end."""

from __future__ import annotations

import logging
import pickle
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_mb
from leakwatch.config import Network
from leakwatch.crawl import Bounds, Counts, CrawlerIdentity, Wire, crawl, judge
from leakwatch.errors import LeakwatchError, RecordError
from leakwatch.models import Answer, Exchange, Limits, Outcome, Politeness, Shows, Sighting, Source
from tests.warm import finished

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
#: No delay, so that tests are quick; what is polite has tests of its own.
BRISK = Politeness(delay=0.0, concurrency=2, autothrottle=False, timeout=5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the other process is to do."""

    source: Source
    network: Network = field(default_factory=Network)
    modules: tuple[str, ...] = ("tests.servers.walking",)
    overrides: Mapping[str, Any] = field(default_factory=dict)
    contact: str = "watch@example.com"
    bounds: Bounds = field(default_factory=Bounds)
    fail_on: str | None = None  #: raise when a sighting's text holds this
    crash_on: str | None = None  #: the same, with an exception that is none of ours
    listen: bool = False  #: to what goes over the connections
    ask: tuple[str, ...] = ()  #: addresses to ask directly when the spider is through
    level: int = logging.INFO


@dataclass(slots=True, kw_only=True)
class Swept:
    counts: Counts | None = None
    outcome: Outcome | None = None
    reasons: tuple[str, ...] = ()
    sightings: list[Sighting] = field(default_factory=list)
    progress: int = 0
    answers: dict[str, tuple[Answer, str]] = field(default_factory=dict)
    exchanges: tuple[Exchange, ...] = ()
    error: LeakwatchError | None = None
    peak_mb: float = 0.0
    log: str = ""


def make_source(*start: str, **changes: Any) -> Source:
    given: dict[str, Any] = {
        "name": "sample",
        "kind": "walking",
        "start": start,
        "shows": Shows.PROFILE,
        "politeness": BRISK,
        "limits": Limits(pages=500, page_bytes=2_000_000, seconds=60),
        "allow_private": ("127.0.0.1/32",),
    }
    return Source(**(given | changes))


def sweep(order: Order) -> Swept:
    done = finished(main, cwd=ROOT, given=pickle.dumps(order))
    log = done.err.decode()
    assert done.code == 0, log
    swept = pickle.loads(done.out)
    assert isinstance(swept, Swept)
    swept.log = log
    return swept


class _Asking:
    """Doubts about what the order names."""

    def __init__(self, order: Order, swept: Swept) -> None:
        self._order, self._swept = order, swept

    def due(self, _counts: Counts) -> tuple[str, ...]:
        return self._order.ask

    def hear(self, url: str, answer: Answer, how: str) -> None:
        self._swept.answers[url] = (answer, how)


def _obey(order: Order) -> Swept:
    swept = Swept()

    def on_sighting(sighting: Sighting) -> None:
        if order.fail_on and order.fail_on in sighting.text:
            raise RecordError("the disk is full")
        if order.crash_on and order.crash_on in sighting.text:
            raise ZeroDivisionError(sighting.text)
        swept.sightings.append(sighting)

    def on_progress(_counts: Counts) -> None:
        swept.progress += 1

    wire = Wire(clock=lambda: NOW, most_bytes=1_000_000, withheld=order.source.headers)
    try:
        counts = crawl(
            order.source,
            identity=CrawlerIdentity(version="9.9", contact=order.contact),
            network=order.network,
            modules=order.modules,
            on_sighting=on_sighting,
            on_progress=on_progress,
            seen_at=NOW,
            doubts=_Asking(order, swept),
            overrides=order.overrides,
            bounds=order.bounds,
            wire=wire if order.listen else None,
        )
    except LeakwatchError as error:
        swept.error = type(error)(str(error).replace("{", "{{").replace("}", "}}"))
    else:
        swept.counts = counts
        swept.outcome, swept.reasons = judge(counts, order.source, ())
    swept.exchanges = wire.exchanges
    swept.peak_mb = peak_mb()
    return swept


class WholeRecords(logging.Formatter):
    """Everything a record holds, so that a test sees what any formatter could show."""

    def format(self, record: logging.LogRecord) -> str:
        known = vars(logging.makeLogRecord({}))
        extra = {name: value for name, value in vars(record).items() if name not in known}
        error = record.exc_info[1] if record.exc_info else None
        return f"{record.levelname} {record.name} {record.getMessage()} {extra} {error or ''}"


def main() -> None:
    warnings.simplefilter("error")
    order = pickle.loads(sys.stdin.buffer.read())
    handler = logging.StreamHandler()
    handler.setFormatter(WholeRecords())
    logging.basicConfig(level=order.level, handlers=[handler])
    sys.stdout.buffer.write(pickle.dumps(_obey(order)))


if __name__ == "__main__":
    from tests.servers import crawling  # so that what is pickled has a module with a name

    crawling.main()
