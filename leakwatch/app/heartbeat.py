"""A heartbeat in the record, and a ping to the company's own monitor after each healthy hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.app.hindrances import lasting
from leakwatch.app.watch import Watch
from leakwatch.errors import N_, LeakwatchError, NotifyError
from leakwatch.models import Pulse, Sight, health
from leakwatch.notify import Ping

logger = logging.getLogger(__name__)

#: What can be wrong with a service that lives.
TROUBLES: Mapping[str, str] = {
    "blind": N_("no source is seen: leakwatch sources list"),
    "delivery": N_("alerts do not get through: leakwatch notify list"),
    "schedule": N_("the schedule stands still: restart the service"),
}
#: Heartbeats come a few seconds early or late.
_HALF = timedelta(seconds=30)
#: A minute may be missed, by a restart or a busy machine, and the hour was healthy all the same.
_SHARE = 0.95
#: A service that said nothing for so long is taken for dead.
_SILENT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """How the service is, for whoever asks."""

    alive: bool  #: there was a heartbeat lately
    monitored: bool  #: somebody is pinged
    pulse: Pulse

    @property
    def well(self) -> bool:
        return self.alive and not self.pulse.troubles


async def heartbeat_due(watch: Watch, *, now: datetime, troubles: Iterable[str] = ()) -> bool:
    """Note once a minute that the service lives and how it is; ping when it was well for an hour.

    `troubles` are names (of `TROUBLES`) of what the caller alone can see. False when this minute
    was noted already. Nothing that goes wrong here is raised: it is logged, and tried again.
    """
    try:
        if not await asyncio.to_thread(_beat, watch, now, tuple(troubles)):
            return False
        if await asyncio.to_thread(_ping_is_due, watch, now):
            await _ping(watch, now)
    except LeakwatchError:
        logger.exception("heartbeat")
        return False
    return True


def heartbeat_of(watch: Watch, *, now: datetime) -> Heartbeat:
    """How the service is, as of its last heartbeat. Raises RecordError."""
    pulse = watch.record.heartbeats.pulse()
    alive = pulse.at is not None and abs(now - pulse.at) <= _SILENT
    return Heartbeat(alive=alive, monitored=watch.settings.monitor is not None, pulse=pulse)


def examine_heartbeat(watch: Watch, now: datetime) -> Iterator[Check]:
    """What the doctor says of it."""
    state = heartbeat_of(watch, now=now)
    at = f"{state.pulse.at:%Y-%m-%d %H:%M %Z}" if state.pulse.at else "-"
    if not state.alive:
        yield note("service", N_("it does not run; last heartbeat: {at}"), at=at)
    elif not state.pulse.troubles:
        yield good("service", N_("it runs and is well"))
    for trouble in state.pulse.troubles if state.alive else ():
        yield bad("service", TROUBLES.get(trouble, trouble))
    yield from _monitor(watch, state)


def _monitor(watch: Watch, state: Heartbeat) -> Iterator[Check]:
    settings, pulse = watch.settings.monitor, state.pulse
    if settings is None or (settings.url is None and settings.file is None):
        yield note("monitor", N_("nobody is pinged: a dead service is noticed by nobody (monitor)"))
    elif pulse.ping_error is not None:
        message = N_("the last ping failed ({error}): look at monitor.ping and monitor.file")
        yield bad("monitor", message, error=pulse.ping_error)
    elif pulse.pinged_at is None:
        yield note("monitor", N_("not pinged yet: the first ping follows a healthy hour"))
    else:
        yield good("monitor", N_("last pinged {at}"), at=f"{pulse.pinged_at:%Y-%m-%d %H:%M %Z}")


def _beat(watch: Watch, now: datetime, troubles: tuple[str, ...]) -> bool:
    """The write itself shows that the database takes one."""
    heartbeats = watch.record.heartbeats
    if not heartbeats.is_due(now):
        return False
    found = [*troubles, *(["delivery"] if heartbeats.stuck(now) else [])]
    found += ["blind"] if _sees_nothing(watch) else []
    for trouble in found:
        logger.warning("heartbeat.trouble", extra={"trouble": trouble})
    return heartbeats.beat(now, found)


def _sees_nothing(watch: Watch) -> bool:
    """Whether every source that was ever swept is blind; one alone that is blind is told elsewhere."""
    sights = {
        health(watch.record.sweeps.history(source.name), source).sight
        for source in watch.settings.sources.values()
        if source.enabled and lasting(source) is None
    } - {Sight.NEW}
    return bool(sights) and Sight.SEEING not in sights


def _ping_is_due(watch: Watch, now: datetime) -> bool:
    monitor = watch.settings.monitor
    if monitor is None or (monitor.url is None and monitor.file is None):
        return False
    heartbeats, span = watch.record.heartbeats, timedelta(seconds=monitor.every)
    pulse = heartbeats.pulse()
    if pulse.troubles or (pulse.pinged_at is not None and now - pulse.pinged_at < span - _HALF):
        return False
    minutes = heartbeats.minutes(now - span, now)
    return minutes.healthy >= _SHARE * minutes.all


async def _ping(watch: Watch, now: datetime) -> None:
    monitor, heartbeats = watch.settings.monitor, watch.record.heartbeats
    assert monitor is not None
    try:
        await Ping(monitor, watch.settings.network).send(now)
    except NotifyError as error:
        code = str(error.values["code"])
        logger.warning("heartbeat.ping_failed", extra={"error": code})
        await asyncio.to_thread(heartbeats.ping_failed, now, code)
    else:
        await asyncio.to_thread(heartbeats.pinged, now)
