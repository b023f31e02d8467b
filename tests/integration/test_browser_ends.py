"""However a sweep with a browser ends, nothing of the browser is left behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leakwatch.crawl.browser.chromium import make_home, remove_home
from leakwatch.crawl.browser.memory import descendants
from tests.servers.behaviours import Page, Site, serving
from tests.servers.browsing import needs_browser, script

pytestmark = [
    needs_browser,
    pytest.mark.skipif(sys.platform != "linux", reason="only on Linux, where /proc tells"),
]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place for temporary files whose name marks processes; short, as sockets are there."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="lw-") as name:
        yield Path(name)


def processes(folder: Path) -> dict[int, str]:
    """What uses `folder` for temporary files, and all it started: the command lines, by process.

    Chromium's own children write their title over their environment.
    """
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            said = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            if str(folder).encode() in said:
                found |= {int(entry.name), *descendants(int(entry.name))}
    return {pid: line for pid in found if (line := command_line(pid))}


def command_line(pid: int) -> str:
    """Empty when the process has ended, whether its parent has noticed or not."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def eventually(what: Callable[[], bool], *, seconds: float = 60.0) -> bool:
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.05)
    return what()


@contextmanager
def under_way(role: str, folder: Path, page: Page) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A process that sweeps, or whose child does, in the midst of `page`; and the sweep's own id."""
    routes = {"/": Page('<a href="/a">a</a><i class=ready></i>'), "/a": page}
    environ = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    with (
        serving(Site(routes)) as site,
        subprocess.Popen(
            [sys.executable, "-m", "tests.servers.patient", role, site.url("/")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environ,
        ) as process,
    ):
        assert process.stdout is not None
        pid = int(json.loads(process.stdout.readline())["pid"])
        site.wait_for("/a")
        there = processes(folder)
        assert any("--type=renderer" in line for line in there.values())
        try:
            yield process, pid
            assert eventually(lambda: not processes(folder)), processes(folder)
            assert eventually(lambda: all(command_line(one) != line for one, line in there.items()))
        finally:
            process.kill()


WAITING, LOOPING = script(""), script("while (true) {}")


@pytest.mark.parametrize("page", [WAITING, LOOPING], ids=["waiting", "looping"])
@pytest.mark.parametrize("role", ["parent", "sweep"])
def test_the_browser_ends_when_its_sweep_or_the_parent_of_that_is_killed(
    folder: Path, role: str, page: Page
) -> None:
    with under_way(role, folder, page) as (process, _pid):
        process.kill()


@pytest.mark.parametrize("page", [WAITING, LOOPING], ids=["waiting", "looping"])
def test_a_sweep_that_is_asked_to_end_does_so_with_its_report(folder: Path, page: Page) -> None:
    with under_way("sweep", folder, page) as (process, pid):
        os.kill(pid, signal.SIGTERM)
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == {"stopped": "stopped"}
        assert process.wait(60) == 0
    assert list(folder.iterdir()) == []


def test_a_sweep_outlives_its_browsers_driver_and_ends(folder: Path) -> None:
    with under_way("sweep", folder, WAITING) as (process, _pid):
        (driver,) = [pid for pid, line in processes(folder).items() if "run-driver" in line]
        os.kill(driver, signal.SIGKILL)
        assert process.stdout is not None
        assert "stopped" in json.loads(process.stdout.readline())
        assert process.wait(60) == 0


def test_what_a_killed_sweep_left_on_disk_is_removed_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    left = folder / f"leakwatch-browser-{gone.pid}-abc"
    others = [folder / "leakwatch-browser-x-abc", folder / f"leakwatch-browser-{os.getpid()}-b"]
    for each in (left, *others):
        each.mkdir()
    home = make_home(None)
    assert home.stat().st_mode & 0o777 == 0o700
    assert not left.exists()
    assert all(each.exists() for each in others)
    remove_home(home)


def test_a_place_for_temporary_files_with_a_long_name_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("a" * 40)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    home = make_home(None)
    assert home.parent == Path("/tmp")
    remove_home(home)
