"""Buttons, commands and reports of a running service: everything that Slack calls back with."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from leakwatch.app.chores import CaseworkChores
from leakwatch.app.reviewers_now import ReviewersNow
from leakwatch.app.slack_operations import Serving, SlackOperations
from leakwatch.config import Settings, SlackSettings
from leakwatch.locale import Catalogue
from leakwatch.models import Reviewer
from leakwatch.record import Record
from leakwatch.triage import Commands, Desk, DutyButtons, Line, Reporting, build_app

logger = logging.getLogger(__name__)

Report = Callable[[Mapping[str, object]], None]


class Backing:
    """`triage.Backing` over a running service."""

    def __init__(self, service: Serving, *, report: Report) -> None:
        self._service, self._report = service, report
        self.settings: Settings = service.watch.settings
        self.record: Record = service.watch.record
        self._reviewers = ReviewersNow(self.settings, today=self._today)

    def reviewers(self) -> tuple[Reviewer, ...]:
        return self._reviewers()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wake(self) -> None:
        self._service.wake()

    def report(self, event: str, message: str, values: Mapping[str, object]) -> None:
        said = {name: str(value) for name, value in values.items()}
        self._report({"event": event, "at": self.now(), "message": message, "values": said})

    def _today(self) -> date:
        return self.now().astimezone(self.settings.zone).date()


class SlackDesk:
    """Open from `start()` to `stop()`; what goes wrong is reported and tried again, never raised."""

    def __init__(
        self,
        service: Serving,
        slack: SlackSettings,
        *,
        app_token: str,
        catalogue: Catalogue,
        report: Report,
    ) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        desk = Desk(Backing(service, report=report), slack, catalogue=catalogue)
        operations = SlackOperations(service)
        chores = CaseworkChores(service.watch)
        self._commands = Commands(desk, operations, chores)
        self._reporting = Reporting(desk, operations)
        duties = DutyButtons(desk, chores)
        also = (self._commands.register, self._reporting.register, duties.register)
        app = build_app(desk, also=also)
        self._line = Line(app, desk, app_token=app_token)

    def start(self) -> None:
        self._line.start()

    async def stop(self) -> None:
        """Say of what is under way that it ends, then close the line."""
        await self._commands.stop()
        await self._reporting.stop()
        await self._line.stop()
