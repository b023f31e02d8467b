"""What a second sweep costs when next to nothing has changed, and that it misses nothing.

    python -m benchmarks.resweep [--pages 2000] [--sizes 7KB 90KB]

Targets, missed ones end it with 1. Where the site gives validators, a sweep of unchanged pages takes
at most 3 % of the first one's bytes and 40 % of its CPU time, of which starting up is taken off both.
The CPU target is held against pages of 90 KB (of 237 saved real pages a quarter is below 50 KB, the
median is 116 KB); of pages of 7 KB the figure is shown: there most of a sweep is what Scrapy needs
for a request, whatever it brings.
Whatever the site gives, unchanged pages are not judged again, of 1 % that changed exactly those are,
alerts come for new terms alone, no finding goes missing, no exception, every planted term is found.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pipeline_site import SIZES
from benchmarks.resweep_crawl import Resweep
from benchmarks.resweep_site import (
    PER_LISTING,
    ChangingSite,
    Manner,
    changing_site,
    is_changed,
    new_term,
    planted,
)

ROOT = Path(__file__).resolve().parents[1]
MOST_BYTES, MOST_CPU = 0.03, 0.40
MANNERS = (
    Manner("validators", validators=True),
    Manner("no validators", validators=False),
    Manner("no validators, counters", validators=False, noise=True),
)
#: The size that is nearest to real pages.
_REAL = "90KB"
#: Nothing listens there: what starting up costs.
_NOBODY = "http://127.0.0.1:9/list/0"


def measure(address: str, state: Path, details: int) -> Resweep:
    """One sweep in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.resweep_crawl", address, str(state), str(details)],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise SystemExit(f"the sweep died:\n{done.stderr}")
    return Resweep(**json.loads(done.stdout.splitlines()[-1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Three sweeps of one site: as it is, with nothing changed, with 1 % changed."""

    manner: Manner
    details: int
    idle: tuple[float, float]  #: CPU of starting up, the first time and later
    first: Resweep
    same: Resweep
    changed: Resweep

    def cpu(self, sweep: Resweep) -> float:
        """Seconds without those of starting up."""
        return sweep.cpu - (self.idle[0] if sweep is self.first else self.idle[1])

    def complaints(self) -> Iterator[str]:
        """What is wrong, so that the figures are worth nothing or a target is missed."""
        news = [number for number in range(self.details) if new_term(number)]
        changed = sum(map(is_changed, range(self.details)))
        expected = {
            "first": (self.first, self.details, 1, 0),
            "same": (self.same, 0, 1, 0),
            "changed": (self.changed, changed, 2, len(news)),
        }
        for name, (sweep, judged, day, alerts) in expected.items():
            figures = {
                "outcome": (sweep.outcome, "ok"),
                "exceptions": (sweep.exceptions, 0),
                "sightings": (sweep.sightings, self.details),
                "judged": (sweep.judged, judged),
                "unchanged": (sweep.unchanged, self.details - judged),
                "planted terms": (sweep.present, len(planted(self.details, day))),
                "findings": (sweep.findings, len(planted(self.details, day))),
                "missing findings": (sweep.missing, 0),
                "alerts": (sweep.alerts, alerts),
            }
            for figure, (got, wanted) in figures.items():
                if got != wanted:
                    yield f"{self.manner.name}, {name}: {figure} {got}, not {wanted}"

    def costs(self, *, cpu: bool) -> Iterator[str]:
        """Targets of cost that are missed, `cpu` among them; only where the site helps."""
        if not self.manner.validators:
            return
        share = self.same.bytes / self.first.bytes
        if share > MOST_BYTES:
            yield f"{self.manner.name}: {share:.1%} of the bytes, {MOST_BYTES:.0%} allowed"
        share = self.cpu(self.same) / self.cpu(self.first)
        if cpu and share > MOST_CPU:
            yield f"{self.manner.name}: {share:.0%} of the CPU, {MOST_CPU:.0%} allowed"

    def table(self) -> None:
        for name, sweep in (("first", self.first), ("same", self.same), ("1% new", self.changed)):
            cpu = self.cpu(sweep)
            print(
                f"  {self.manner.name:<26}{name:<8}{sweep.requests:>9}{sweep.bytes / 1e6:>9.2f}"
                f"{sweep.bytes / self.first.bytes:>8.1%}{cpu:>8.2f}{cpu / self.cpu(self.first):>7.0%}"
                f"{sweep.judged:>8}{sweep.unchanged:>10}{sweep.alerts:>8}{sweep.peak_mb:>6.0f}"
            )


def sweep_thrice(site: ChangingSite, manner: Manner, details: int) -> Round:
    with tempfile.TemporaryDirectory() as folder:
        nobody = Path(folder) / "idle"
        idle = [measure(_NOBODY, nobody, details).cpu for _ in range(2)]
        state = Path(folder) / "state"
        first = measure(site.address, state, details)
        same = measure(site.address, state, details)
        site.day.value = 2
        changed = measure(site.address, state, details)
    return Round(
        manner=manner,
        details=details,
        idle=(idle[0], idle[1]),
        first=first,
        same=same,
        changed=changed,
    )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=2_000)
    options.add_argument("--sizes", nargs="*", choices=sorted(SIZES), default=sorted(SIZES))
    given = options.parse_args()
    details = given.pages - -(-given.pages // (PER_LISTING + 1))
    wrong: list[str] = []
    for name in given.sizes:
        print(f"\n{name} pages, {given.pages} pages with their listings")
        print(
            f"  {'site gives':<26}{'sweep':<8}{'requests':>9}{'MB':>9}{'':>8}{'CPU s':>8}{'':>7}"
            f"{'judged':>8}{'unchanged':>10}{'alerts':>8}{'MB':>6}"
        )
        for manner in MANNERS:
            with changing_site(SIZES[name], details, manner) as site:
                done = sweep_thrice(site, manner, details)
            done.table()
            wrong += [
                f"{name}, {one}" for one in (*done.complaints(), *done.costs(cpu=name == _REAL))
            ]
    for complaint in wrong:
        print(f"MISSED {complaint}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
