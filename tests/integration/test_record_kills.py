"""Processes that write the record side by side, and processes that are killed while they do."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from leakwatch.record import Record, open_record
from tests.logged import (
    NOW,
    day,
    sweep_page_by_page,
)

ROOT = Path(__file__).parents[2]


def test_writers_of_many_processes_wait_for_each_other(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from leakwatch.record import open_record\n"
        "from tests.logged import NOW\n"
        "with open_record(Path(sys.argv[1]), sealing_key=None, now=NOW) as record:\n"
        "    for number in range(20):\n"
        "        record.audit.append('test', actor='R01', subject='-', reason=None, now=NOW)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    with open_record(tmp_path, sealing_key=None, now=NOW) as record:
        check = record.audit.verify()
        assert (check.ok, check.rows) == (True, 40)


#: Pages 0-9 are known after day 0, 10-29 are new on day 1.
SWEEP = """
import signal
import sys
from pathlib import Path
from tests.logged import sweep_page_by_page
pages = int(sys.argv[3])
for number in sweep_page_by_page(Path(sys.argv[1]), at=int(sys.argv[2]), pages=pages):
    print(number, flush=True)
    if number + 1 == pages:
        signal.pause()  # however slow the killer is, the sweep does not end before
"""


def run_sweep(state_dir: Path, *, at: int, pages: int) -> None:
    assert list(sweep_page_by_page(state_dir, at=at, pages=pages)) == list(range(pages))


def kill_sweep(state_dir: Path, *, at: int, pages: int, after: int) -> None:
    """Sweep in a child that is killed with -9 while it works on what follows `after` pages."""
    child = subprocess.Popen(
        [sys.executable, "-c", SWEEP, str(state_dir), str(at), str(pages)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    for _ in range(after):
        child.stdout.readline()
    child.kill()
    child.communicate()
    assert child.returncode == -signal.SIGKILL


def told(record: Record) -> Counter[tuple[object, ...]]:
    """Every alert, by what it says and not by its number."""
    return Counter(
        (
            entry.alert.kind,
            tuple((finding.number, finding.subject) for finding in entry.alert.findings),
            tuple(entry.alert.counts.items()),
        )
        for entry in record.outbox.list()
    )


def logged(record: Record) -> list[tuple[object, ...]]:
    return [
        (
            finding.number,
            finding.subject,
            finding.status,
            record.findings.get(finding.number, reveal=True).url,
            [entry.act for entry in record.findings.history(finding.number)],
        )
        for finding in record.findings.list()
    ]


def test_sweeps_killed_in_the_middle_lose_and_double_nothing(tmp_path: Path) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    run_sweep(calm, at=0, pages=10)
    run_sweep(calm, at=1, pages=30)
    for after in (1, 6):
        kill_sweep(rough, at=0, pages=10, after=after)
    run_sweep(rough, at=0, pages=10)
    for after in (1, 11, 25):
        kill_sweep(rough, at=1, pages=30, after=after)
    run_sweep(rough, at=1, pages=30)
    with (
        open_record(calm, sealing_key=None, now=day(2)) as one,
        open_record(rough, sealing_key=None, now=day(2)) as other,
    ):
        assert one.verify() == other.verify() == ()
        assert logged(one) == logged(other)
        assert len(logged(one)) == 60
        assert told(one) == told(other)
        assert sum(told(one).values()) == 21  # a baseline, and one for each new page
        interrupted = [
            report.reasons for report in other.sweeps.history("platform") if report.reasons
        ]
        assert set(interrupted) == {("interrupted",)}
