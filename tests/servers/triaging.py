"""Triage on a stand-in Slack and a real record, run from a thread of its own."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from leakwatch.config import Network, Settings, SlackSettings
from leakwatch.demo.slack import LEAD, REVIEWER, SlackStandIn
from leakwatch.errors import LeakwatchError
from leakwatch.locale import Language, catalogue
from leakwatch.models import Campaign, Case, CharterState, Reviewer, Role, Watchlist
from leakwatch.notify import actions
from leakwatch.notify.blocks import Message
from leakwatch.record import Record
from leakwatch.triage import Chore, Desk, Line, Mark, Registration, build_app
from tests.logged import WATCHLIST, day

CHANNEL = "#leakwatch"
#: Who is who; nobody but the first two is entered in `reviewers.yaml`.
REVIEWERS = (
    Reviewer(id="hanako", role=Role.LEAD, slack=LEAD),
    Reviewer(id="taro", role=Role.REVIEWER, slack=REVIEWER, deputy="hanako"),
)


def make_settings(
    directory: Path,
    slack: SlackSettings,
    *,
    language: Language = "en",
    watchlist: Watchlist = WATCHLIST,
    network: Network | None = None,
) -> Settings:
    return Settings(
        directory=directory,
        state_dir=directory / "state",
        language=language,
        slack=slack,
        network=network or Network(),
        watchlist=watchlist,
        charter=CharterState(charter=None),
    )


@dataclass(kw_only=True)
class Lent:
    """What `app` would hand in; a test changes it at any time."""

    settings: Settings
    record: Record
    entered: Sequence[Reviewer] = REVIEWERS
    clock: datetime = field(default_factory=lambda: day(1))
    wakes: int = 0
    reports: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)  #: cleared, every look waits

    def __post_init__(self) -> None:
        self.gate.set()

    def reviewers(self) -> Sequence[Reviewer]:
        assert self.gate.wait(60)
        return self.entered

    def now(self) -> datetime:
        return self.clock

    def wake(self) -> None:
        self.wakes += 1

    def report(self, event: str, message: str, values: Mapping[str, object]) -> None:
        self.reports.append((event, {"message": message, **values}))

    def enter(self, reviewer: str, **changes: Any) -> None:
        self.entered = [
            replace(one, **changes) if one.id == reviewer else one for one in self.entered
        ]


class Triage:
    """Connected to `slack` within the block."""

    def __init__(
        self,
        slack: SlackStandIn,
        lent: Lent,
        *,
        app_token: str | None = None,
        wait: bool = True,
        also: Callable[[Desk], Sequence[Registration]] = lambda _desk: (),
    ) -> None:
        self.slack, self.lent, self._also = slack, lent, also
        self._app_token, self._wait = app_token or slack.app_token, wait
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        settings = self.lent.settings
        assert settings.slack is not None
        self.desk = Desk(self.lent, settings.slack, catalogue=catalogue(settings.language))
        self.line = Line(
            build_app(self.desk, also=self._also(self.desk)), self.desk, app_token=self._app_token
        )
        async with self.line:
            self._ready.set()
            await self._stop.wait()
        await self._last_goodbyes()

    async def _last_goodbyes(self) -> None:
        """Outlive TLS connections that are closing: aiohttp leaves the end of that to the loop."""
        for _ in range(200):
            held = self._loop._transports.values()  # type: ignore[attr-defined]
            if all(one._sock is None for one in held):
                return
            await asyncio.sleep(0.05)

    def call(self, work: Callable[[], Any]) -> Any:
        """Do something on the event loop and wait for it."""

        async def there() -> Any:
            return work()

        return asyncio.run_coroutine_threadsafe(there(), self._loop).result(30)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        assert not self._thread.is_alive()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(30)
        if self._wait:
            self.slack.wait_for_connection()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


@dataclass(kw_only=True)
class LentChores:
    """Casework as `app` would show it: one case on E012, in taro's hands."""

    chore: Chore | None
    every: tuple[Case, ...] = ()
    campaigned: tuple[Campaign, ...] = ()
    finished: list[tuple[str, str, str]] = field(default_factory=list)  #: label, actor, reason
    refusal: LeakwatchError | None = None

    def look(self, label: str, *, today: date) -> Chore | None:
        del today
        return self.chore if self.chore and self.chore.label == label else None

    def take(self, label: str, *, actor: Reviewer, now: datetime) -> None:
        del label, now
        assert self.chore
        self.chore = replace(self.chore, owner=actor.id)

    def done(self, mark: Mark, *, actor: Reviewer, reason: str, now: datetime) -> None:
        del now
        if self.refusal:
            raise self.refusal
        assert self.chore
        self.finished.append((mark.label, actor.id, reason))
        self.chore = replace(self.chore, duties=())

    def cases(self) -> Sequence[Case]:
        return self.every

    def campaigns(self) -> Sequence[Campaign]:
        return self.campaigned


def post_message(slack: SlackStandIn, message: Message) -> str:
    """What delivery would post; its `ts`."""
    content = {"text": message.text, "blocks": list(message.blocks)}
    return str(slack.workspace.post(slack.workspace.channels[0], content)["ts"])


def post_finding(slack: SlackStandIn, label: str = "F-1001", **changes: Any) -> str:
    """A message with every button there is, as one from before a decision has; its `ts`."""
    buttons = [
        {
            "type": "button",
            "action_id": action,
            "value": label,
            "text": {"type": "plain_text", "text": action},
        }
        for action in actions.BUTTONS
    ]
    block = {"type": "actions", "block_id": actions.block_of(label), "elements": buttons}
    content = {"text": label, "blocks": [block], **changes}
    return str(slack.workspace.post(slack.workspace.channels[0], content)["ts"])


class Person:
    """Somebody at his Slack, before one message."""

    def __init__(self, slack: SlackStandIn, user: str, ts: str) -> None:
        self.slack, self.user, self.ts = slack, user, ts

    def press(self, action: str, **options: Any) -> None:
        assert self.slack.press(self.user, CHANNEL, self.ts, action, **options) == {}

    def opens(self, action: str) -> str:
        """Press it and wait for the modal; its id."""
        self.press(action)
        self.slack.wait_for(lambda: self.slack.views(self.user))
        return str(self.slack.views(self.user)[-1]["id"])

    def submits(self, view: str, *, copies: int = 1, **values: str) -> dict[str, Any]:
        given = {block: {block: value} for block, value in values.items()}
        return dict(self.slack.submit(self.user, view, given, copies=copies))

    def told(self) -> list[str]:
        return [str(one["text"]) for one in self.slack.ephemerals(self.user, CHANNEL)]

    def hears(self) -> str:
        """The next thing only he is told."""
        return str(self.slack.wait_for(self.told)[-1])

    def modal(self) -> str:
        """All words of the modal he has before him."""
        return repr(self.slack.views(self.user)[-1])


def trail(record: Record) -> list[tuple[str, str, str]]:
    """Act, actor and subject of what the audit trail holds of findings."""
    rows = "SELECT act, actor, subject FROM audit WHERE act LIKE 'finding.%' ORDER BY id"
    with closing(sqlite3.connect(record._database.path)) as database:
        return [
            (str(act), str(actor), str(subject)) for act, actor, subject in database.execute(rows)
        ]
