"""An installation of leakwatch beside a running demo world and stand-in Slack, driven from outside."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leakwatch.demo import Claim, Fault, World, write_config
from leakwatch.demo.slack import SlackStandIn
from leakwatch.models import Alert, LoggedFinding
from leakwatch.record import Record, open_record
from tests.warm import PATIENCE, finished, leakwatch

#: Platforms of the demo world that no program reads.
ASKED = frozenset({"kotonoha", "miotsukushi", "todai-experts"})
CHANNEL = "#leakwatch"
PLATFORM, BOARD, BLOG, ARCHIVE = (
    "expert-platform",
    "request-board",
    "tech-blog",
    "tech-blog-archive",
)
LOGIN = pwd.getpwuid(os.getuid()).pw_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one command line ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    def events(self, name: str) -> list[dict[str, Any]]:
        return [event for event in self.lines if event.get("event") == name]


def commanded(
    *arguments: str | Path, environ: Mapping[str, str], cwd: Path, stdin: str = ""
) -> Result:
    """One command line of leakwatch to its end."""
    done = finished(leakwatch, *arguments, cwd=cwd, environ=environ, given=stdin.encode())
    return Result(code=done.code, out=done.out.decode(), err=done.err.decode())


class Installation:
    """Configuration, state and home of one user in `directory`; see `installed`."""

    def __init__(self, directory: Path, *, world: World, slack: SlackStandIn) -> None:
        self.directory, self.world, self.slack = directory, world, slack
        self.config, self.home = directory / "config", directory / "home"
        self.state = directory / "var"
        self.database = self.state / "leakwatch.db"
        self._started: list[subprocess.Popen[str]] = []

    def run(
        self,
        *arguments: str | Path,
        environ: Mapping[str, str] | None = None,
        prefix: Sequence[str] = (),
        stdin: str | None = None,
    ) -> Result:
        """One command line to its end; `prefix` is a program that starts it, such as prlimit."""
        if not prefix:
            return commanded(
                "--config",
                self.config,
                *arguments,
                environ=self._environ(environ),
                cwd=self.home,
                stdin=stdin or "",
            )
        done = subprocess.run(
            [*prefix, *self._command(arguments)],
            env=self._environ(environ),
            cwd=self.home,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Result(code=done.returncode, out=done.stdout, err=done.stderr)

    def start(
        self,
        *arguments: str | Path,
        environ: Mapping[str, str] | None = None,
        stdin: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[str]:
        """One command line that goes on while the test does; `finish` it."""
        process = subprocess.Popen(
            self._command(arguments),
            env=self._environ(environ),
            cwd=self.home,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def end(self) -> None:
        """Leave no process behind, whatever a test left running."""
        for process in self._started:
            process.kill()
            if process.stdout and not process.stdout.closed:
                process.communicate(timeout=PATIENCE)

    def _command(self, arguments: Sequence[str | Path]) -> list[str]:
        where = ["--config", str(self.config)]
        return [sys.executable, "-m", "leakwatch", *where, *map(str, arguments)]

    def _environ(self, more: Mapping[str, str] | None) -> dict[str, str]:
        minimal = {"PATH": os.defpath, "HOME": str(self.home), "LEAKWATCH_LANG": "en"}
        return {**minimal, **(more or {})}

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace `old`, which must be there, in the configuration file `name`."""
        path = self.config / name
        text = path.read_text(encoding="utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new), encoding="utf-8")

    def only(self, *sources: str) -> None:
        """Switch every other source off."""
        for path in (self.config / "sources").iterdir():
            off = "enabled: false\n" in path.read_text(encoding="utf-8")
            if path.stem not in sources and not off:
                self.edit(f"sources/{path.name}", "kind:", "enabled: false\nkind:")

    def import_people(self) -> Result:
        return self.run("people", "import", self.config / "people.csv")

    @contextmanager
    def record(self) -> Iterator[Record]:
        with open_record(self.state, sealing_key=None, now=datetime.now(UTC)) as record:
            yield record

    def findings(self) -> tuple[LoggedFinding, ...]:
        """The whole log, unsealed past the command line; nothing of it is entered anywhere."""
        with self.record() as record:
            numbers = [finding.number for finding in record.findings.list()]
            return tuple(record.findings.get(number, reveal=True) for number in numbers)

    def claims(self) -> list[Claim]:
        """What the log says is out there now, to be held against the truth."""
        return [
            Claim(url=one.url or "", kind=one.kind.value, subject=one.subject)
            for one in self.findings()
            if one.missing_since is None
        ]

    def alerts(self) -> tuple[Alert, ...]:
        with self.record() as record:
            return tuple(entry.alert for entry in record.outbox.list())

    def messages(self) -> tuple[dict[str, Any], ...]:
        """What stands in the channel."""
        return self.slack.messages(CHANNEL)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds, read past leakwatch."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def stored(self) -> list[tuple[Any, ...]]:
        """Everything a sweep may write."""
        tables = ("sweep", "finding", "history", "outbox", "audit")
        return [row for table in tables for row in self.rows(f"SELECT * FROM {table}")]


@contextmanager
def installed(directory: Path, *, people: bool = True) -> Iterator[Installation]:
    """An installation whose user is its reviewer; with `people` the roster is sealed already."""
    with World() as world, SlackStandIn() as slack:
        installation = Installation(directory, world=world, slack=slack)
        installation.home.mkdir(parents=True)
        write_config(
            installation.config,
            world=world,
            slack_url=slack.api_url,
            os_user=LOGIN,
            today=datetime.now(UTC).date(),
            language="en",
        )
        if people:
            imported = installation.import_people()
            assert imported.code == 0, imported.err
        try:
            yield installation
        finally:
            installation.end()


@contextmanager
def copied(original: Installation, directory: Path) -> Iterator[Installation]:
    """A copy of an installation nobody uses at the moment: same world, a Slack of its own."""
    shutil.copytree(original.directory, directory)
    with SlackStandIn() as slack:
        copy = Installation(directory, world=original.world, slack=slack)
        copy.edit("leakwatch.yaml", original.slack.api_url, slack.api_url)
        try:
            yield copy
        finally:
            copy.end()
            copy.world.day, copy.world.fault = 1, Fault.NONE


def finish(process: subprocess.Popen[str]) -> Result:
    """Wait for a process and read what it said."""
    out, err = process.communicate(timeout=PATIENCE)
    return Result(code=process.returncode, out=out, err=err)


def wait_until(condition: Callable[[], object], *, what: str) -> None:
    """Look again and again until `condition` holds; it is no measure of speed."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """Processes that `pid` started, as the kernel lists them."""
    processes = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [one for one in processes if _state(one)[1:] == [str(pid)] and is_running(one)]


def is_running(pid: int) -> bool:
    return _state(pid)[:1] not in ([], ["Z"])


def _state(pid: int) -> list[str]:
    """State and parent of a process (proc(5)); empty when there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()[:2]


def key_of(message: Mapping[str, Any]) -> str:
    """The delivery key in a message's metadata."""
    return str(message["metadata"]["event_payload"]["key"])
