"""`leakwatch run`: one asyncio supervisor of schedule, sweeps and delivery."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from leakwatch.app.deliver import deliver_due
from leakwatch.app.expiring import expired_recordings
from leakwatch.app.hindrances import PASSING, Hindrance, lasting, passing
from leakwatch.app.periodic import work_due
from leakwatch.app.supervise import PARALLEL, ChildSweep, OnEvent, sweep_child
from leakwatch.app.sweep import SweepOptions
from leakwatch.app.waiting import until_due
from leakwatch.app.watch import Watch
from leakwatch.errors import LeakwatchError
from leakwatch.locale import Catalogue, catalogue as catalogue_of
from leakwatch.models import Source, health
from leakwatch.notify import Notifier
from leakwatch.schedule import Schedule

if TYPE_CHECKING:  # loading Slack's libraries is for those who have an app token
    from leakwatch.app.slack_desk import SlackDesk

logger = logging.getLogger(__name__)

#: Seconds between two rounds of delivery when nothing asks for one sooner.
_ROUND = 5.0
#: An appointment that is still ahead of the schedule when it is this long past was missed.
_LATE = timedelta(minutes=10)


class Service:
    """Sweeps each source when it is due and delivers what they find, until told to stop."""

    def __init__(
        self,
        watch: Watch,
        notifier: Notifier,
        *,
        on_event: OnEvent,
        catalogue: Catalogue | None = None,
    ) -> None:
        """`catalogue` is for those who press and type in Slack; else that of the settings."""
        self.watch, self._notifier, self._on_event = watch, notifier, on_event
        self._catalogue = catalogue or catalogue_of(watch.settings.language)
        self._stopping = asyncio.Event()
        self._due = asyncio.Event()
        self._places = asyncio.Semaphore(PARALLEL)
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._sweeps: set[asyncio.Task[None]] = set()
        self._sweeping: set[str] = set()
        self.since: datetime | None = None
        self.last_delivery: datetime | None = None
        self.schedule = Schedule()

    @property
    def sweeping(self) -> frozenset[str]:
        """Names of the sources that are swept at this moment, whoever asked."""
        return frozenset(self._sweeping)

    def wake(self) -> None:
        """Something was queued: deliver soon."""
        self._due.set()

    def stop(self) -> None:
        self._stopping.set()
        self._due.set()

    async def run(self) -> None:
        """Run until `stop()` or a signal; leaves no sweep behind."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        self.since = datetime.now(UTC)
        sources = self._swept()
        for source in sources:
            history = self.watch.record.sweeps.history(source.name)
            self.schedule.add(source, self.sweep, last=history[0].ended_at if history else None)
        self.schedule.start()
        desk = self._open_desk()
        self._first_sweeps(sources)
        try:
            await asyncio.gather(self._deliver_until_stopped(), self._work_until_stopped())
        finally:
            self.schedule.stop()
            for sweep in self._sweeps:
                sweep.cancel()
            await asyncio.gather(*self._sweeps, return_exceptions=True)
            await _closed(desk)
            await self._deliver_round()

    def _open_desk(self) -> SlackDesk | None:
        """What Slack calls back with; without an app token its libraries are not even loaded.

        Nothing that goes wrong with it keeps the service from sweeping and delivering.
        """
        slack = self.watch.settings.slack
        if slack is None or slack.app_token is None:
            return None
        try:
            from leakwatch.app.slack_desk import SlackDesk  # noqa: PLC0415 - see above

            desk = SlackDesk(
                self,
                slack,
                app_token=slack.app_token,
                catalogue=self._catalogue,
                report=self._on_event,
            )
            desk.start()
        except Exception:
            logger.exception("service.slack")
            return None
        return desk

    def _swept(self) -> list[Source]:
        """The enabled sources, without those that nothing but a person can help."""
        swept = []
        for source in self.watch.settings.sources.values():
            hindrance = lasting(source) if source.enabled else None
            if hindrance is not None and hindrance.reason != "manual":
                self._on_event(_put_off(source, hindrance))
            elif source.enabled and hindrance is None:
                swept.append(source)
        return swept

    def _first_sweeps(self, sources: list[Source]) -> None:
        """A source that has never been swept is not left alone until its first appointment."""
        for source in sources:
            scheduled = source.timing.cron or source.timing.every
            if scheduled and not self.watch.record.sweeps.history(source.name):
                task = asyncio.create_task(self.sweep(source))
                self._sweeps.add(task)
                task.add_done_callback(self._sweeps.discard)

    async def sweep(self, source: Source) -> None:
        """One sweep; whatever goes wrong with it is logged and does not reach the others."""
        if self._rests(source, datetime.now(UTC)) or await self._put_off(source):
            return
        try:
            await self.sweep_now(source, options=SweepOptions(), on_event=_unheard)
        except Exception:
            logger.exception("service.sweep", extra={"source": source.name})

    async def sweep_now(
        self, source: Source, *, options: SweepOptions, on_event: OnEvent
    ) -> ChildSweep:
        """Sweep `source` when there is a place for one more, and never twice at once.

        What it found is delivered soon. Raises SweepError when no process can be started.
        """

        def heard(event: Mapping[str, object]) -> None:
            self._on_event(event)
            on_event(event)

        async with self._turns[source.name], self._places:
            self._sweeping.add(source.name)
            try:
                ended = await sweep_child(
                    self.watch.settings, source, options=options, on_event=heard
                )
            finally:
                self._sweeping.discard(source.name)
                self.wake()
        if ended.fell is not None and ended.reason not in PASSING:
            self._fell(source, ended)
            self.wake()
        return ended

    def _rests(self, source: Source, now: datetime) -> bool:
        """Whether a source in quarantine was tried too lately to be tried again; it says so."""
        try:
            state = health(self.watch.record.sweeps.history(source.name), source)
        except LeakwatchError:
            logger.exception("service.health", extra={"source": source.name})
            return False
        until = state.rests_until
        if until is None or until <= now:
            return False
        event = {"event": "sweep.resting", "source": source.name, "until": until}
        self._on_event({**event, "reasons": list(state.reasons)})
        return True

    async def _put_off(self, source: Source) -> bool:
        """Wait for the end of quiet hours; whether this appointment falls away altogether."""
        while True:
            now = datetime.now(UTC)
            hindrance = passing(source, self.watch.record, now=now)
            if hindrance is None:
                return False
            self._on_event(_put_off(source, hindrance))
            if hindrance.reason != "quiet_hours" or hindrance.until is None:
                return True
            await _sleep_until(hindrance.until)

    def _fell(self, source: Source, ended: ChildSweep) -> None:
        """A sweep without a report: the channel hears that the source is blind."""
        self._on_event(_without_report(source, ended.message, ended.values or {}))
        try:
            self.watch.record.sweeps.fell(source, why=ended.fell or "", now=datetime.now(UTC))
        except LeakwatchError:
            logger.exception("service.fell", extra={"source": source.name})

    async def _deliver_until_stopped(self) -> None:
        while not self._stopping.is_set():
            await self._deliver_round()
            await until_due(self.watch.record, self._due, seconds=_ROUND)
            self._due.clear()

    async def _work_until_stopped(self) -> None:
        """Apart from delivery: a channel that is slow must not make a heartbeat late."""
        while not self._stopping.is_set():
            self._expire()
            now = datetime.now(UTC)
            await work_due(self.watch, now=now, troubles=self._troubles(now))
            with suppress(TimeoutError):
                async with asyncio.timeout(_ROUND):
                    await self._stopping.wait()

    def _troubles(self, now: datetime) -> tuple[str, ...]:
        """What only the service itself can see of itself, by the names of `heartbeat.TROUBLES`."""
        late = any(at < now - _LATE for at in self.schedule.next_runs().values())
        return ("schedule",) if late else ()

    def _expire(self) -> None:
        """Delete recordings whose time is over."""
        try:
            for gone in expired_recordings(self.watch, now=datetime.now(UTC)):
                self._on_event(
                    {"event": "recording.deleted", "message": gone.message, "values": gone.values}
                )
        except LeakwatchError:
            logger.exception("service.expire")

    async def _deliver_round(self) -> None:
        try:
            done = await deliver_due(self.watch, self._notifier, seconds=_ROUND)
            if done.delivered:
                self.last_delivery = datetime.now(UTC)
        except Exception:
            logger.exception("service.deliver")


async def _closed(desk: SlackDesk | None) -> None:
    if desk is None:
        return
    try:
        await desk.stop()
    except Exception:
        logger.exception("service.slack")


def _unheard(_event: Mapping[str, object]) -> None:
    """Of a sweep by the clock nobody but the service's own listener hears."""


async def _sleep_until(at: datetime) -> None:
    """By the clock on the wall, which goes on while a machine sleeps."""
    while (left := (at - datetime.now(UTC)).total_seconds()) > 0:  # noqa: ASYNC110 - no event tells the time
        await asyncio.sleep(min(left, _ROUND))


def _put_off(source: Source, hindrance: Hindrance) -> Mapping[str, object]:
    return {
        "event": "sweep.put_off",
        "source": source.name,
        "reason": hindrance.reason,
        "until": hindrance.until,
        "message": hindrance.message,
        "values": dict(hindrance.values),
    }


def _without_report(
    source: Source, message: str, values: Mapping[str, object]
) -> Mapping[str, object]:
    return {
        "event": "sweep.died",
        "source": source.name,
        "at": datetime.now(UTC),
        "message": message,
        "values": dict(values),
    }
