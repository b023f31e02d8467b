"""`leakwatch run`: one asyncio supervisor of schedule, sweeps and delivery."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Mapping
from datetime import UTC, datetime

from leakwatch.app.deliver import deliver_due
from leakwatch.app.expiring import expired_recordings
from leakwatch.app.hindrances import PASSING, Hindrance, lasting, passing
from leakwatch.app.supervise import PARALLEL, ChildSweep, OnEvent, sweep_child
from leakwatch.app.sweep import SweepOptions
from leakwatch.app.watch import Watch
from leakwatch.errors import LeakwatchError
from leakwatch.models import Source, health
from leakwatch.notify import Notifier
from leakwatch.schedule import Schedule

logger = logging.getLogger(__name__)

#: Seconds between two looks at the outbox when nothing asks for one sooner.
_ROUND = 5.0


class Service:
    """Sweeps each source when it is due and delivers what they find, until told to stop."""

    def __init__(self, watch: Watch, notifier: Notifier, *, on_event: OnEvent) -> None:
        self._watch, self._notifier, self._on_event = watch, notifier, on_event
        self._stopping = asyncio.Event()
        self._due = asyncio.Event()
        self._places = asyncio.Semaphore(PARALLEL)
        self._sweeps: set[asyncio.Task[None]] = set()
        self.schedule = Schedule()

    def stop(self) -> None:
        self._stopping.set()
        self._due.set()

    async def run(self) -> None:
        """Run until `stop()` or a signal; leaves no sweep behind."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        sources = self._swept()
        for source in sources:
            history = self._watch.record.sweeps.history(source.name)
            self.schedule.add(source, self.sweep, last=history[0].ended_at if history else None)
        self.schedule.start()
        self._first_sweeps(sources)
        try:
            await self._deliver_until_stopped()
        finally:
            self.schedule.stop()
            for sweep in self._sweeps:
                sweep.cancel()
            await asyncio.gather(*self._sweeps, return_exceptions=True)
            await self._deliver_round()

    def _swept(self) -> list[Source]:
        """The enabled sources, without those that nothing but a person can help."""
        swept = []
        for source in self._watch.settings.sources.values():
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
            if scheduled and not self._watch.record.sweeps.history(source.name):
                task = asyncio.create_task(self.sweep(source))
                self._sweeps.add(task)
                task.add_done_callback(self._sweeps.discard)

    async def sweep(self, source: Source) -> None:
        """One sweep; whatever goes wrong with it is logged and does not reach the others."""
        if self._rests(source, datetime.now(UTC)) or await self._put_off(source):
            return
        async with self._places:
            try:
                ended = await sweep_child(
                    self._watch.settings, source, options=SweepOptions(), on_event=self._on_event
                )
            except Exception:
                logger.exception("service.sweep", extra={"source": source.name})
            else:
                if ended.fell is not None and ended.reason not in PASSING:
                    self._fell(source, ended)
        self._due.set()

    def _rests(self, source: Source, now: datetime) -> bool:
        """Whether a source in quarantine was tried too lately to be tried again; it says so."""
        try:
            state = health(self._watch.record.sweeps.history(source.name), source)
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
            hindrance = passing(source, self._watch.record, now=now)
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
            self._watch.record.sweeps.fell(source, why=ended.fell or "", now=datetime.now(UTC))
        except LeakwatchError:
            logger.exception("service.fell", extra={"source": source.name})

    async def _deliver_until_stopped(self) -> None:
        while not self._stopping.is_set():
            self._expire()
            await self._deliver_round()
            try:
                async with asyncio.timeout(_ROUND):
                    await self._due.wait()
            except TimeoutError:
                continue
            self._due.clear()

    def _expire(self) -> None:
        """Delete recordings whose time is over."""
        try:
            for gone in expired_recordings(self._watch, now=datetime.now(UTC)):
                self._on_event(
                    {"event": "recording.deleted", "message": gone.message, "values": gone.values}
                )
        except LeakwatchError:
            logger.exception("service.expire")

    async def _deliver_round(self) -> None:
        try:
            await deliver_due(self._watch, self._notifier, seconds=_ROUND)
        except Exception:
            logger.exception("service.deliver")


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
