"""What a whole sweep costs, page by page, beside a bare Scrapy crawl of the same pages.

    python -m benchmarks.pipeline [--requests 2000] [--rounds 3]

Targets, missed ones end it with 1: CPU per page at most 1.25 times that of a bare spider reading
three fields with response.css, a peak under 250 MB, no exception, every planted term found.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.pipeline_crawls import Measured
from benchmarks.pipeline_site import PLANTED_EVERY, SIZES, Pages, Size, site

ROOT = Path(__file__).resolve().parents[1]
MOST_TIMES_BARE = 1.25
MOST_MEGABYTES = 250
#: Beside the two that are compared; beautifulsoup4 takes minutes, so it gets fewer pages.
SHARE_OF_SOUP = 0.1


def measure(kind: str, address: str, requests: int) -> Measured:
    """One crawl in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pipeline_crawls", kind, address, str(requests)],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise SystemExit(f"{kind} died:\n{done.stderr}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def check(kind: str, done: Measured, details: int) -> list[str]:
    """What is wrong with a crawl, so that its figures are worth nothing."""
    wrong = []
    if done.exceptions:
        wrong.append(f"{kind}: {done.exceptions} exceptions")
    if done.read != details:
        wrong.append(f"{kind}: {done.read} of {details} details read")
    planted = len(range(0, details, PLANTED_EVERY))
    if kind == "sweep" and done.hits != planted:
        wrong.append(f"{kind}: {done.hits} of {planted} planted terms found")
    return wrong


class Set:
    """The crawls of one set of pages."""

    def __init__(self, size: Size, requests: int) -> None:
        self._size, self._requests = size, requests
        self._idle = {kind: self._start_up(kind) for kind in ("fields", "sweep")}
        self._ratios: list[float] = []
        self._cost: dict[str, list[float]] = {"fields": [], "sweep": []}
        self._peak = 0.0
        self.wrong: list[str] = []

    @staticmethod
    def _start_up(kind: str) -> float:
        return min(measure(kind, "http://127.0.0.1:9/", 0).cpu for _ in range(3))

    def run(self, rounds: int) -> None:
        for number in range(rounds):
            kinds = ("fields", "sweep") if number % 2 == 0 else ("sweep", "fields")
            cost = {kind: self._crawl(kind, self._requests) for kind in kinds}
            self._ratios.append(cost["sweep"] / cost["fields"])
            for kind, milliseconds in cost.items():
                self._cost[kind].append(milliseconds)

    def _crawl(self, kind: str, requests: int) -> float:
        """Milliseconds of CPU a page, without those of starting up."""
        with site(self._size, requests) as address:
            done = measure(kind, address, requests)
        self.wrong += check(kind, done, Pages(self._size, requests).details)
        if kind == "sweep":
            self._peak = max(self._peak, done.peak_mb)
        idle = self._idle["sweep" if kind == "sweep" else "fields"]
        return 1_000 * (done.cpu - idle) / max(done.requests, 1)

    def table(self) -> None:
        nothing = self._crawl_nothing()
        soup = self._crawl("bs4", max(100, int(self._requests * SHARE_OF_SOUP)))
        bare, ours = (median(self._cost[kind]) for kind in ("fields", "sweep"))
        print(f"\n{self._size.name} pages, {self._requests} requests, {len(self._ratios)} rounds")
        print(f"  {'crawl':<42}{'start s':>9}{'ms/page':>9}{'x bare':>8}")
        for name, start, cost in (
            ("Scrapy, reads nothing", self._idle["fields"], nothing),
            ("Scrapy, three fields by response.css", self._idle["fields"], bare),
            ("Scrapy, three fields and text by bs4", self._idle["fields"], soup),
            ("leakwatch, the whole sweep", self._idle["sweep"], ours),
        ):
            print(f"  {name:<42}{start:>9.2f}{cost:>9.2f}{cost / bare:>8.2f}")
        each = ", ".join(f"{ratio:.2f}" for ratio in self._ratios)
        print(f"  ratios by round: {each}; peak of a sweep: {self._peak:.0f} MB")
        self._judge()

    def _crawl_nothing(self) -> float:
        wrong, self.wrong = self.wrong, []
        cost = self._crawl("nothing", self._requests)
        self.wrong = wrong + self.wrong
        return cost

    def _judge(self) -> None:
        ratio = median(self._ratios)
        if ratio > MOST_TIMES_BARE:
            self.wrong.append(
                f"{self._size.name}: {ratio:.2f} times bare, {MOST_TIMES_BARE} allowed"
            )
        if self._peak >= MOST_MEGABYTES:
            self.wrong.append(
                f"{self._size.name}: peak {self._peak:.0f} MB, {MOST_MEGABYTES} allowed"
            )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=2_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--sizes", nargs="*", choices=sorted(SIZES), default=sorted(SIZES))
    given = options.parse_args()
    wrong: list[str] = []
    for name in given.sizes:
        pages = Set(SIZES[name], given.requests)
        pages.run(given.rounds)
        pages.table()
        wrong += pages.wrong
    for complaint in wrong:
        print(f"MISSED {complaint}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
