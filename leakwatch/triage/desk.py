"""What every handler works with: the record off the event loop, Slack's Web API, the texts."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from leakwatch.config import SlackSettings
from leakwatch.errors import N_, LeakwatchError, NotifyError, NotifyUnclear
from leakwatch.locale import Catalogue
from leakwatch.notify import WebApi, client_for, kit
from leakwatch.notify.inert import cut, escaped
from leakwatch.record import Record
from leakwatch.triage.address import is_slacks, said_over
from leakwatch.triage.backing import Backing
from leakwatch.triage.moment import Clock

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: A view can be opened for three seconds after its trigger; no answer is waited for much longer.
_TIMEOUT = 10
FAULT = N_("That went wrong inside leakwatch, and is in its log: please try again.")
#: Slack cuts texts beyond this.
_TEXT_LIMIT = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody stands who is to be told something."""

    user: str  #: Slack id
    channel: str = ""  #: Slack id; empty outside any channel
    thread: str | None = None  #: `ts` of the thread's first message
    address: str = ""  #: of a click, which takes answers where the app is in no channel


class Desk:
    """One installation's; handlers use its `api` and never bolt's own `say` and `respond`.

    Those make clients of their own, which obey ambient proxy variables.
    """

    def __init__(
        self,
        backing: Backing,
        slack: SlackSettings,
        *,
        catalogue: Catalogue,
        timeout: int = _TIMEOUT,
    ) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        network = backing.settings.network
        self.backing, self.slack, self.catalogue = backing, slack, catalogue
        self.zone = backing.settings.zone
        self.api = WebApi(slack, network, timeout=timeout)
        self.client = client_for(slack, network, timeout=timeout)
        self.team: str | None = None  #: of the workspace the app is in; None: not known yet
        self._busy: set[asyncio.Task[Any]] = set()

    async def find_team(self) -> None:
        """Ask Slack which workspace the app is in. Raises NotifyError and NotifyRefused."""
        answer = await self.api.read(lambda client: client.auth_test(), channel="-")
        team = answer.get("team_id")
        if not isinstance(team, str) or not team:
            message = N_("{host} does not say which workspace the app is in: is that Slack?")
            raise NotifyError(message, code="no_team", host=self.slack.base_url)
        self.team = team

    async def with_record(self, work: Callable[..., T], /, *arguments: object) -> T:
        """`work(record, *arguments)` in a thread. Raises what it raises."""
        return await asyncio.to_thread(work, self.backing.record, *arguments)

    async def refresh(self, place: Place, ts: str) -> None:
        """Have the message `ts` say how things stand, if it does not, and delivered soon."""
        try:
            await self.with_record(_refresh, f"{place.channel}/{ts}", self.backing.now())
        except LeakwatchError as error:
            logger.warning("triage.refresh", extra={"error": type(error).__name__})
        self.backing.wake()

    def keep(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """`work` on its way, waited for when the service stops, whoever else waits for it."""
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._busy.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.info("triage.refused", extra={"error": type(task.exception()).__name__})

    def clock(self) -> Clock:
        return Clock(now=self.backing.now(), zone=self.zone)

    def today(self) -> date:
        return self.clock().today

    async def tell(self, place: Place, text: str, *, blocks: Sequence[kit.Block] = ()) -> bool:
        """Say something to one user where he stands, seen by nobody else; whether it was said.

        `text` is plain, and all there is for who shows no `blocks`.
        """
        if not place.channel or not place.user:
            return False
        content: dict[str, Any] = {
            "text": escaped(cut(text, _TEXT_LIMIT)),
            "blocks": list(blocks) or [kit.rich_text(kit.section(kit.words(text)))],
        }
        try:
            await self.api.post(
                lambda client: client.chat_postEphemeral(
                    channel=place.channel,
                    user=place.user,
                    thread_ts=place.thread,
                    parse="none",
                    link_names=False,
                    **content,
                ),
                channel=place.channel,
            )
        except NotifyError as error:
            logger.warning("triage.tell", extra={"error": error.values.get("code", "")})
            if isinstance(error, NotifyUnclear) or not self._takes_answers(place.address):
                return False
            return await said_over(place.address, content, self.backing.settings.network)
        return True

    def _takes_answers(self, address: str) -> bool:
        return is_slacks(address, self.slack.base_url)

    async def tell_error(self, place: Place, error: LeakwatchError) -> bool:
        return await self.tell(place, self.spoken(error))

    def spoken(self, error: LeakwatchError) -> str:
        """`error` in words; of a file its name only, for where it lies is not Slack's to know."""
        values = {
            name: value.name if isinstance(value, Path) else value
            for name, value in error.values.items()
        }
        return self.catalogue.text(error.message).format(**values)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """What runs inside is waited for when the service stops."""
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        try:
            yield
        finally:
            self._busy.discard(task)

    @asynccontextmanager
    async def answering(self, place: Place) -> AsyncIterator[None]:
        """What goes wrong inside is said to whoever stands at `place`, and raised no further.

        Bolt forgets an acknowledgement when its handler fails right after it.
        """
        with self.at_work():
            try:
                yield
            except LeakwatchError as error:
                await self.tell_error(place, error)
            except Exception as error:  # noqa: BLE001 - a fault of ours must not silence a button
                log_fault(error)
                await self.tell(place, self.catalogue.text(FAULT))

    async def finish(self, *, seconds: float) -> None:
        """Wait for what is under way, no longer than that."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=seconds)


def log_fault(error: Exception) -> None:
    """The kind of a fault and its place; what it says may be out of a payload."""
    trace = traceback.extract_tb(error.__traceback__)
    where = f"{Path(trace[-1].filename).name}:{trace[-1].lineno}" if trace else ""
    logger.error("triage.failed", extra={"error": type(error).__name__, "where": where})


def _refresh(record: Record, receipt: str, now: datetime) -> None:
    record.outbox.refresh(receipt, now=now)
