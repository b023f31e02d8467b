"""When each source is swept: by cron expression or interval, in its own time zone, with jitter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from leakwatch.errors import N_, ConfigError
from leakwatch.models import Source, Timing

Sweep = Callable[[Source], Awaitable[None]]


class Schedule:
    """Calls back when a source is due; never twice at once for the same source.

    A sweep that was missed, because the machine slept or the loop was busy, is made up for once,
    however late: better a late look than none.
    """

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def add(self, source: Source, callback: Sweep, *, last: datetime | None = None) -> None:
        """Call `callback(source)` whenever it is due, from `start` on; never for one without timing.

        An interval counts from `last`, the end of the latest sweep, so that a service that is
        restarted often sweeps all the same, and at once what is overdue. Raises ConfigError for a
        timing that means nothing.
        """
        trigger = _trigger(source)
        if trigger is None:
            return
        due = _from_last(source, last)
        first = {} if due is None else {"next_run_time": due}
        self._scheduler.add_job(
            callback, trigger, args=(source,), id=source.name, replace_existing=True, **first
        )

    def next_runs(self) -> Mapping[str, datetime]:
        """When each source is due next, soonest first; in UTC. Empty before `start`."""
        times = {job.id: getattr(job, "next_run_time", None) for job in self._scheduler.get_jobs()}
        known = [(at.astimezone(UTC), name) for name, at in times.items() if at is not None]
        return {name: at for at, name in sorted(known)}

    def start(self) -> None:
        """Begin calling; needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Call nobody any more; what has been called goes on."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _from_last(source: Source, last: datetime | None) -> datetime | None:
    """When an interval that began with `last` ends; None for other timings."""
    every = source.timing.every
    return None if last is None or every is None else last + timedelta(seconds=every)


def _trigger(source: Source) -> CronTrigger | IntervalTrigger | None:
    timing = source.timing
    jitter = round(timing.jitter) or None
    try:
        if timing.cron is not None:
            return _cron(timing, jitter)
        if timing.every is None:
            return None
        zone = ZoneInfo(timing.timezone)
        return IntervalTrigger(seconds=timing.every, timezone=zone, jitter=jitter)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ConfigError(
            N_("{where}: schedule cannot be read: {why}"),
            where=source.where or source.name,
            why=error,
        ) from error


def _cron(timing: Timing, jitter: int | None) -> CronTrigger:
    trigger = CronTrigger.from_crontab(timing.cron, timezone=ZoneInfo(timing.timezone))
    trigger.jitter = jitter  # from_crontab does not take it
    return trigger


def next_run(source: Source, *, last: datetime | None, now: datetime) -> datetime | None:
    """When a running service would sweep `source` next, in UTC; None for one without timing.

    A source that was never swept is swept as soon as the service runs. What falls into quiet hours
    is put off to their end.
    """
    trigger = _trigger(source)
    if trigger is None:
        return None
    due: datetime | None = now
    if last is not None:
        due = _from_last(source, last) or trigger.get_next_fire_time(None, now)
    if due is None:
        return None
    due = max(due, now)
    return (quiet_until(source, due) or due).astimezone(UTC)


def day_of(source: Source, at: datetime) -> date:
    """The calendar day in the source's time zone."""
    return at.astimezone(ZoneInfo(source.timing.timezone)).date()


def quiet_until(source: Source, at: datetime) -> datetime | None:
    """When the quiet hours that `at` falls into end, in UTC; None when it falls into none."""
    local = at.astimezone(ZoneInfo(source.timing.timezone))
    quiet, awake = source.politeness.quiet, local
    for _ in range(2 * len(quiet) + 1):  # spans may follow on one another
        span = next((one for one in quiet if one.covers(_minute(awake))), None)
        if span is None:
            break
        awake = _next_time(awake, span.end)
    return None if awake == local else awake.astimezone(UTC)


def quiet_from(source: Source, at: datetime) -> datetime | None:
    """When the next quiet hours begin, in UTC; None for a source without any."""
    local = at.astimezone(ZoneInfo(source.timing.timezone))
    starts = [_next_time(local, one.start) for one in source.politeness.quiet]
    return min(starts).astimezone(UTC) if starts else None


def _minute(at: datetime) -> int:
    return 60 * at.hour + at.minute


def _next_time(after: datetime, minute: int) -> datetime:
    """The next time that a clock on the wall shows `minute` of the day, after `after`."""
    midnight = after.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    at = midnight + timedelta(minutes=minute)
    return at if at > after else midnight + timedelta(days=1, minutes=minute)
