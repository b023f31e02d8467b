"""Whether every alert arrives, once and in order, at a Slack that fails while deliverers are killed.

    python -m benchmarks.delivery [--only NAME …] [--deliverers 1 2]

2,000 findings of 40 sources and 200 sweeps, each source with a channel of its own, go out under each
fault and under a mix of all, with one deliverer and with two that share the outbox; every few seconds
one is ended by kill -9. Meanwhile 200 findings are decided upon twice, which edits their messages and
adds to their threads, and 50 wait for a digest and follow in its thread. The stand-in Slack takes 50
messages a second in each channel and counts every call that comes faster (`Pace` says how much it
allows for). Apart from that: a sweep that finds 500, an app that may not read history, and the time
from a finding in the record to its message in Slack with the service as it runs.

Targets, missed ones end it with 1: lost 0, doubled 0, out of order 0, too fast 0; `unknown` 0 where
history can be read, and where it cannot, every message in doubt is listed as such and none is sent
twice; a median of under 2 seconds; under 10 minutes in all on an idle machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.delivery_latency import MOST_SECONDS, Latency, measure
from benchmarks.delivery_run import Result, Trial, run
from benchmarks.delivery_storm import STORM, complaints_of_storm
from benchmarks.delivery_world import DECIDED_EVERY, DIGESTED_EVERY, FINDINGS, Seed
from leakwatch.demo.slack import Fault, FaultKind

#: Of the calls that a fault strikes, so many.
SHARE = 0.03
MOST_MINUTES = 10
FAULTS: Mapping[str, Fault] = {
    "429": Fault(kind=FaultKind.RATE_LIMITED, retry_after=1),
    "5xx, nothing posted": Fault(kind=FaultKind.SERVER_ERROR),
    "5xx, but posted": Fault(kind=FaultKind.ERROR_AFTER),
    "time-out, but posted": Fault(kind=FaultKind.SLOW_AFTER, seconds=3.0),
    "cut, nothing posted": Fault(kind=FaultKind.CUT),
    "cut, but posted": Fault(kind=FaultKind.CUT_AFTER),
    "ok: false": Fault(kind=FaultKind.REFUSED, code="service_unavailable"),
    "slow": Fault(kind=FaultKind.SLOW_AFTER, seconds=0.3),
}
MIX = dict.fromkeys(FAULTS.values(), SHARE / 3)
TRIALS = (
    Trial(name="no fault"),
    *(Trial(name=name, shares={fault: SHARE}) for name, fault in FAULTS.items()),
    Trial(name="all of these, mixed", shares=MIX),
    Trial(name="history closed, mixed", shares=MIX, blind=True),
)
STORM_TRIALS = (Trial(name=f"storm of {STORM}, mixed", decide=False, shares=MIX),)
_HEAD = (
    f"  {'fault':<24}{'by':>3}{'s':>6}{'kills':>6}{'struck':>7}{'arrived':>8}{'replies':>8}"
    f"{'edits':>6}{'lost':>5}{'doubled':>8}{'unknown':>8}{'order':>6}{'haste':>6}"
)


def complaints(result: Result) -> Iterator[str]:
    """What a run misses, its planted facts among it."""
    trial, verdict = result.trial, result.verdict
    yield from result.wrong
    for name in ("lost", "doubled", "disorder", "offences"):
        if getattr(verdict, name):
            yield f"{name}: {getattr(verdict, name)}, none allowed"
    if bool(verdict.unknown) != trial.blind:
        wanted = "some expected" if trial.blind else "none allowed"
        yield f"unknown: {verdict.unknown}, {wanted}"
    if trial.shares and not result.struck:
        yield "no call went wrong"
    if not result.kills:
        yield "no deliverer was killed"
    if trial.decide and not trial.blind:
        yield from _planted(result)


def _planted(result: Result) -> Iterator[str]:
    verdict = result.verdict
    replies = 2 * (FINDINGS // DECIDED_EVERY) + FINDINGS // DIGESTED_EVERY
    if verdict.replies != replies:
        yield f"{verdict.replies} lines in threads, {replies} expected"
    if verdict.delivered - verdict.replies - verdict.edits < FINDINGS - FINDINGS // DIGESTED_EVERY:
        yield "fewer messages than findings"
    if verdict.edits < FINDINGS // DECIDED_EVERY // 2:
        yield f"only {verdict.edits} edits"


def line(result: Result) -> str:
    trial, verdict = result.trial, result.verdict
    return (
        f"  {trial.name:<24}{trial.deliverers:>3}{result.seconds:>6.0f}{result.kills:>6}"
        f"{result.struck:>7}{verdict.delivered:>8}{verdict.replies:>8}{verdict.edits:>6}"
        f"{verdict.lost:>5}{verdict.doubled:>8}{verdict.unknown:>8}{verdict.disorder:>6}"
        f"{verdict.offences:>6}"
    )


class Bench:
    def __init__(self, folder: Path, *, only: list[str] | None) -> None:
        self._folder, self._only = folder, only
        self.wrong: list[str] = []

    def wants(self, name: str) -> bool:
        return self._only is None or any(one in name for one in self._only)

    def run(self, trials: tuple[Trial, ...], deliverers: list[int], *, storm: int = 0) -> None:
        wanted = [trial for trial in trials if self.wants(trial.name)]
        if not wanted:
            return
        seed = Seed(self._folder / f"seed-{storm}", storm=storm)
        for count in deliverers:
            for trial in wanted:
                self._run(replace(trial, deliverers=count), seed)

    def _run(self, trial: Trial, seed: Seed) -> None:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            result = run(trial, seed, Path(folder))
        print(line(result), flush=True)
        missed = [*complaints(result)]
        if not trial.decide:
            missed += complaints_of_storm(result)
        self.wrong += [f"{trial.name}, by {trial.deliverers}: {one}" for one in missed]

    def time(self) -> None:
        if not self.wants("latency"):
            return
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            latency = measure(Path(folder))
        print(f"\nfrom a finding in the record to its message in Slack, {latency.count} findings")
        print(f"  median {latency.median:.2f} s, 95 of 100 within {latency.p95:.2f} s")
        self.wrong += _late(latency)


def _late(latency: Latency) -> Iterator[str]:
    yield from latency.wrong
    if latency.median >= MOST_SECONDS:
        yield f"latency: a median of {latency.median:.2f} s, {MOST_SECONDS} allowed"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", nargs="+", help="parts of names of what is tried, or latency")
    options.add_argument("--deliverers", nargs="+", type=int, default=[1, 2])
    given = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="leakwatch-delivery-") as folder:
        bench = Bench(Path(folder), only=given.only)
        print(f"{FINDINGS} findings in 40 channels and 200 sweeps, {SHARE:.0%} of calls go wrong")
        print(_HEAD, flush=True)
        bench.run(TRIALS, given.deliverers)
        bench.run(STORM_TRIALS, given.deliverers, storm=STORM)
        bench.time()
    took = time.monotonic() - began
    print(f"\n{took:.0f} s in all")
    if given.only is None and took > MOST_MINUTES * 60:
        bench.wrong.append(f"{took / 60:.0f} minutes, {MOST_MINUTES} allowed on an idle machine")
    for complaint in bench.wrong:
        print(f"MISSED {complaint}")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
