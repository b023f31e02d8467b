"""The demo: the real product, pointed at a world of our own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from leakwatch.app.deliver import deliver_due, notifier_for
from leakwatch.app.supervise import ChildSweep, OnEvent, sweep_all
from leakwatch.app.sweep import SweepOptions
from leakwatch.app.watch import Watch, open_watch
from leakwatch.config import read_roster
from leakwatch.demo import Claim, Expected, Tally, World, expected, write_config
from leakwatch.demo.slack import SlackStandIn
from leakwatch.dispatch import child_environment
from leakwatch.locale import Language, catalogue
from leakwatch.models import Alert, LoggedFinding
from leakwatch.notify import Deliveries
from leakwatch.review import acting_uid, login_of

#: A service that was asked to end has its sweeps to end first.
_END_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one round of sweeps over the world brought."""

    sweeps: tuple[ChildSweep, ...]
    deliveries: Deliveries
    alerts: tuple[Alert, ...]  #: queued by this round
    findings: tuple[LoggedFinding, ...]  #: the whole log
    tally: Tally  #: the log held against what was planted
    accepted: int  #: messages that stand in the stand-in Slack's channel by now


class Demonstration:
    """A running world with an installation of leakwatch beside it; ends with its context."""

    def __init__(self, *, language: Language) -> None:
        self._language = language
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.directory = Path(tempfile.mkdtemp(prefix="leakwatch-demo-"))
        self.world = self._stack.enter_context(World())
        self.slack = self._stack.enter_context(SlackStandIn())
        self.config = self.directory / "config"
        self.login = login_of(acting_uid(os.getuid(), os.environ))
        write_config(
            self.config,
            world=self.world,
            slack_url=self.slack.api_url,
            os_user=self.login,
            today=datetime.now(UTC).date(),
            language=self._language,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @contextmanager
    def open(self) -> Iterator[Watch]:
        """The installation; ambient LEAKWATCH_* variables do not reach it."""
        with open_watch(self.config, environ={}, now=datetime.now(UTC)) as watch:
            yield watch

    def import_people(self) -> int:
        """Seal the sample roster and delete its file, as users are told to; how many it holds."""
        roster = self.config / "people.csv"
        people = read_roster(roster)
        with self.open() as watch:
            actor = next(one.id for one in watch.settings.reviewers if one.os_user == self.login)
            watch.record.people.replace(people, actor=actor, now=datetime.now(UTC))
        roster.unlink()
        return len(people)

    @contextmanager
    def service(self) -> Iterator[subprocess.Popen[bytes]]:
        """`leakwatch run` beside the world: it answers the stand-in's buttons and commands."""
        environ = {
            name: value
            for name, value in child_environment(os.environ).items()
            if not name.startswith("LEAKWATCH_")
        }
        command = [sys.executable, "-m", "leakwatch", "--config", str(self.config), "run"]
        with (
            self.service_log.open("wb") as log,
            subprocess.Popen(  # noqa: S603 - every argument is ours
                command,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            ) as process,
        ):
            try:
                yield process
            finally:
                _end(process)

    @property
    def service_log(self) -> Path:
        """What the service says."""
        return self.directory / "service.log"

    @property
    def zone(self) -> ZoneInfo:
        """Time zone of the installation."""
        with self.open() as watch:
            return watch.zone

    def truth(self) -> Expected:
        return expected(self.world.day)

    def sweep(self, *, on_event: OnEvent) -> Day:
        """Sweep every source of the world as it is today, and deliver."""
        with self.open() as watch:
            known = {entry.id for entry in watch.record.outbox.list()}
            sources = [one for one in watch.settings.sources.values() if one.enabled]
            ended = asyncio.run(
                sweep_all(watch.settings, sources, options=SweepOptions(), on_event=on_event)
            )
            notifier = notifier_for(
                watch.settings, catalogue=catalogue(self._language), write=_unheard
            )
            deliveries = asyncio.run(deliver_due(watch, notifier))
            findings = self._revealed(watch)
            return Day(
                sweeps=ended,
                deliveries=deliveries,
                alerts=tuple(
                    entry.alert for entry in watch.record.outbox.list() if entry.id not in known
                ),
                findings=findings,
                tally=self.truth().tally(_claims(findings)),
                accepted=len(self.slack.messages("#leakwatch")),
            )

    def _revealed(self, watch: Watch) -> tuple[LoggedFinding, ...]:
        """Every finding with its address, to hold it against the truth; the people are invented."""
        return tuple(
            watch.record.findings.get(one.number, reveal=True)
            for one in watch.record.findings.list()
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _unheard(_text: str) -> None:
    raise AssertionError("the demo delivers to its stand-in Slack")


def _claims(findings: tuple[LoggedFinding, ...]) -> list[Claim]:
    return [
        Claim(url=one.url or "", kind=one.kind.value, subject=one.subject)
        for one in findings
        if one.missing_since is None
    ]
