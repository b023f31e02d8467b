"""Whole sweeps of one source, each in a process of its own over the same record; see `crawling`."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from leakwatch.app.sweep import SweepOptions, sweep_here
from leakwatch.app.watch import Watch
from leakwatch.config import Settings
from leakwatch.models import (
    AlertKind,
    CharterState,
    Company,
    LoggedFinding,
    Source,
    SweepReport,
    Term,
    TermKind,
    Watchlist,
)
from leakwatch.record import open_record
from tests.servers.behaviours import Asked, send
from tests.servers.crawling import ROOT, make_source
from tests.warm import finished

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
SECRET = "蒼炎計画"
WATCHLIST = Watchlist(
    companies=(Company(id="own", name="サンプル商会株式会社", owner=True),),
    terms=(Term(id="T1", text=SECRET, sensitivity=3, kind=TermKind.CODE_NAME),),
    digest="one",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    source: Source
    state: Path
    at: datetime = NOW
    watchlist: Watchlist = WATCHLIST
    options: SweepOptions = field(default_factory=SweepOptions)


@dataclass(slots=True)
class Place:
    """An installation with one source, swept once a day."""

    state: Path
    days: int = 0

    def sweep(self, source: Source, **changes: Any) -> SweepReport:
        at = NOW + timedelta(days=self.days)
        self.days += 1
        given: dict[str, Any] = {"source": source, "state": self.state, "at": at}
        order = Order(**(given | changes))
        done = finished(main, cwd=ROOT, given=pickle.dumps(order))
        assert done.code == 0, done.err.decode()
        report = pickle.loads(done.out)
        assert isinstance(report, SweepReport)
        return report

    @staticmethod
    def start(_order: Order) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.servers.resweeping"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )

    def record(self) -> Any:
        return open_record(self.state, sealing_key=None, now=NOW)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A page with an ETag, that says 304 to whoever knows it."""

    body: str
    tag: str = '"v1"'
    headers: Mapping[str, str] = field(default_factory=dict)

    async def answer(self, asked: Asked, out: Any) -> None:
        if asked.headers.get("if-none-match") == self.tag:
            await send(out, b"", status=304)
        else:
            await send(out, self.body.encode(), headers={"ETag": self.tag, **self.headers})


def make_pages_source(*start: str, **changes: Any) -> Source:
    given: dict[str, Any] = {"kind": "directory", "domains": ("127.0.0.1",)}
    return make_source(*start, **(given | changes))


def findings(place: Place) -> tuple[LoggedFinding, ...]:
    with place.record() as record:
        return tuple(record.findings.list())


def told(place: Place) -> list[int]:
    """Findings told in alerts, baselines and summaries apart."""
    with place.record() as record:
        alerts = [entry.alert for entry in record.outbox.list()]
    return [
        one.number for alert in alerts if alert.kind is AlertKind.FINDINGS for one in alert.findings
    ]


def _obey(order: Order) -> SweepReport:
    settings = Settings(
        directory=order.state,
        state_dir=order.state,
        contact="watch@example.com",
        language="en",
        watchlist=order.watchlist,
        charter=CharterState(charter=None),
        sources={order.source.name: order.source},
    )
    with open_record(order.state, sealing_key=None, now=order.at) as record:
        watch = Watch(settings=settings, record=record, watchlist=order.watchlist, notices=())
        return sweep_here(
            watch,
            order.source,
            options=order.options,
            emit=lambda _event: None,
            clock=lambda: order.at,
        )


def main() -> None:
    warnings.simplefilter("error")
    logging.basicConfig(level=logging.INFO)
    order = pickle.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pickle.dumps(_obey(order)))


if __name__ == "__main__":
    from tests.servers import resweeping  # so that what is pickled has a module with a name

    resweeping.main()
