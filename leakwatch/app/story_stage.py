"""Where a story is played: the demo's world, two reviewers, and days that pass when it says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from leakwatch.app.deliver import deliver_due, notifier_for
from leakwatch.app.demo_sweep import sweep_on
from leakwatch.app.demonstration import Demonstration
from leakwatch.app.periodic import WORK, work_due
from leakwatch.app.watch import Watch, open_watch
from leakwatch.errors import LeakwatchError
from leakwatch.locale import Language, catalogue
from leakwatch.models import LoggedFinding, Reviewer, Status
from leakwatch.workdays import is_business_day

#: Of the sample platforms the one that a program can read.
SWEPT = "expert-platform"
#: A lead and a reviewer: what one asks for the other approves.
LEAD, REVIEWER = "demo", "reviewer"
_MORNING = time(10)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step, as a catalogue message, and whether it went as the story has it."""

    at: datetime
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    right: bool = True
    heading: bool = False


Hear = Callable[[Told], None]


class Stage:
    """One playing; `now` is the day of the story, at ten in the morning of the sample company."""

    def __init__(self, world: Demonstration, *, language: Language, hear: Hear) -> None:
        self.world, self.language, self._hear = world, language, hear
        self.zone = world.zone
        first = datetime.now(UTC).astimezone(self.zone).date() + _DAY
        self.now = datetime.combine(first, _MORNING, tzinfo=self.zone)
        self._to_business_day()
        self.wrong = 0
        self._refusals: set[str] = set()

    def act(self, message: str, **values: object) -> None:
        """A heading."""
        self._hear(Told(at=self.now, message=message, values=values, heading=True))

    def tell(self, message: str, **values: object) -> None:
        self._hear(Told(at=self.now, message=message, values=values))

    def expect(self, message: str, *, right: bool, **values: object) -> None:
        """Tell a step that may have gone otherwise; the story says so then, and goes on."""
        self.wrong += not right
        self._hear(Told(at=self.now, message=message, values=values, right=right))

    @contextmanager
    def refused(self, message: str, **values: object) -> Iterator[None]:
        """What is done inside has to be refused; told once, however often it is tried.

        `message` may hold {why}.
        """
        try:
            yield
        except LeakwatchError as error:
            if message not in self._refusals:
                why = self.words(error.message, **error.values)
                self.expect(message, right=True, why=why, **values)
            self._refusals.add(message)
        else:
            self.expect(message, right=False, why="-", **values)

    def words(self, message: str, **values: object) -> str:
        """In the language of the story."""
        return catalogue(self.language).text(message, **values)

    @contextmanager
    def open(self) -> Iterator[Watch]:
        with open_watch(self.world.config, environ={}, now=self.now) as watch:
            yield watch

    def reviewer(self, watch: Watch, name: str) -> Reviewer:
        return next(one for one in watch.settings.reviewers if one.id == name)

    def sweep(self) -> None:
        """Read the platform, and let the service do what is due then. Raises SweepError."""
        sweep_on(self.world.config, SWEPT, at=self.now)
        self.work()

    def pass_days(self, count: int) -> None:
        """Let so many days pass, and then go on to the next business day."""
        self.now += count * _DAY
        self._to_business_day()
        self.work()

    def _to_business_day(self) -> None:
        with self.open() as watch:
            calendar = watch.settings.routing
        while not is_business_day(self.now.date(), calendar):
            self.now += _DAY

    def work(self) -> None:
        """One round of the service: its periodic work, then delivery."""
        with self.open() as watch:
            asyncio.run(work_due(watch, now=self.now.astimezone(UTC), work=WORK))
            notifier = notifier_for(
                watch.settings, catalogue=catalogue(self.language), write=_unheard
            )
            asyncio.run(deliver_due(watch, notifier))

    def findings(self, watch: Watch, subject: str) -> tuple[LoggedFinding, ...]:
        found = watch.record.findings.list(source=SWEPT)
        return tuple(one for one in found if one.subject == subject)

    def confirm(self, watch: Watch, finding: LoggedFinding, *, actor: str, reason: str) -> None:
        watch.record.findings.set_status(
            finding.number,
            Status.CONFIRMED,
            "confirm",
            actor=actor,
            reason=reason,
            until=None,
            now=self.now,
            expected=finding.status,
        )

    def posted(self, text: str) -> bool:
        """Whether a message with `text` stands in the channel."""
        return any(text in repr(one) for one in self.world.slack.messages("#leakwatch"))


def _unheard(_text: str) -> None:
    raise AssertionError("the demo delivers to its stand-in Slack")
