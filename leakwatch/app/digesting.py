"""Digests by the clock: once for each period and channel, one made up after a missed time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from leakwatch.app.duties import overdue
from leakwatch.app.hindrances import lasting
from leakwatch.app.placing import default_channel, place
from leakwatch.app.watch import Watch
from leakwatch.config import Settings
from leakwatch.errors import N_, LeakwatchError, OutputError
from leakwatch.locale import Catalogue, catalogue
from leakwatch.models import (
    Alert,
    AlertKind,
    Blind,
    Delivery,
    Digest,
    DigestPlan,
    Expiring,
    Period,
    Sight,
    Source,
    health,
)
from leakwatch.notify import digest_html, digest_markdown, write_whole

logger = logging.getLogger(__name__)

#: What ends within these is told, so that somebody can see to it.
_SOON = timedelta(days=30)
#: Alerts of these states are somebody's business.
_UNDELIVERED = (Delivery.DEAD, Delivery.UNKNOWN, Delivery.RETRY)
_DEFAULT = "default"
#: A digest that reached farther ahead was told by a clock that has been set back since.
_AHEAD = timedelta(days=1)


async def digest_due(watch: Watch, *, now: datetime) -> int:
    """Queue the digests whose time has come and write their files; returns how many were queued."""
    plans = watch.settings.routing.digests
    return await asyncio.to_thread(_tell_due, watch, plans, now) if plans else 0


def digest_of(watch: Watch, *, since: datetime, until: datetime, now: datetime) -> Digest:
    """Everything a digest says of a time. Raises RecordError."""
    record, settings = watch.record, watch.settings
    minutes = record.heartbeats.minutes(since, until)
    counts = record.outbox.counts()
    sources = [source for source in settings.sources.values() if _is_swept(source)]
    today = watch.day(now)
    return replace(
        record.digests.counted(since, until),
        blind=tuple(_blind(watch, sources)),
        never_swept=tuple(
            source.name for source in sources if not record.sweeps.history(source.name, limit=1)
        ),
        undelivered={state.value: counts[state] for state in _UNDELIVERED if state in counts},
        overdue=dict(overdue(watch, today=today)),
        expiring=tuple(sorted(_expiring(settings, today), key=lambda one: (one.on, one.id))),
        minutes=minutes.all,
        lived=minutes.lived,
        healthy=minutes.healthy,
    )


def due_at(plan: DigestPlan, zone: ZoneInfo, now: datetime) -> datetime:
    """The last time at or before `now` at which a digest of `plan` was due.

    A time that a change to summer time skips is that much later; of one that comes twice the
    first counts.
    """
    day = now.astimezone(zone).date()
    if _on(plan, zone, day) > now:
        day -= timedelta(days=1)
    if plan.period is Period.WEEKLY:
        day -= timedelta(days=(day.weekday() - plan.weekday) % 7)
    return _on(plan, zone, day)


def before(plan: DigestPlan, zone: ZoneInfo, due: datetime) -> datetime:
    """The time at which the digest before the one of `due` was due."""
    days = 1 if plan.period is Period.DAILY else 7
    return _on(plan, zone, due.astimezone(zone).date() - timedelta(days=days))


def _on(plan: DigestPlan, zone: ZoneInfo, day: date) -> datetime:
    at = time(plan.minute // 60, plan.minute % 60, tzinfo=zone)
    return datetime.combine(day, at).astimezone(ZoneInfo("UTC"))


def _tell_due(watch: Watch, plans: tuple[DigestPlan, ...], now: datetime) -> int:
    count = 0
    for plan in plans:
        try:
            count += _tell(watch, plan, now)
        except LeakwatchError:
            logger.exception("digest", extra={"period": plan.period.value})
    return count


def _tell(watch: Watch, plan: DigestPlan, now: datetime) -> bool:
    zone = watch.zone
    digests, due = watch.record.digests, due_at(plan, zone, now)
    name = f"{plan.period.value}:{plan.channel or _DEFAULT}"
    told = digests.told(name, now)
    day = due.astimezone(zone).date().isoformat()
    key = f"digest:{plan.period.value}:{day}:{plan.channel or _DEFAULT}"
    queued = False
    misreckoned = told.until > now + _AHEAD
    if (told.until < due or misreckoned) and digests.queued(key) is None:
        since = before(plan, zone, due) if told.first or misreckoned else told.until
        alert = _alert(watch, plan, key, since=since, until=due, now=now)
        routed = place(alert, watch.settings, now=now)
        channels = frozenset(_channels(watch.settings))
        queued = digests.tell(alert, plan=name, routed=routed, until=due, channels=channels)
        logger.info("digest.queued", extra={"period": plan.period.value, "queued": queued})
    if plan.folder is not None:
        _write(watch, plan, key, day=day)
    return queued


def _alert(
    watch: Watch, plan: DigestPlan, key: str, *, since: datetime, until: datetime, now: datetime
) -> Alert:
    digest = digest_of(watch, since=since, until=until, now=now)
    return Alert(
        key=key,
        kind=AlertKind.DIGEST,
        source="",
        channel=plan.channel,
        created_at=now,
        digest=replace(digest, language=plan.language),
    )


def _channels(settings: Settings) -> Iterator[str]:
    """Where digests go, so that what was gathered finds a thread."""
    for plan in settings.routing.digests:
        yield plan.channel or default_channel(settings)


def _is_swept(source: Source) -> bool:
    return source.enabled and lasting(source) is None


def _blind(watch: Watch, sources: list[Source]) -> Iterator[Blind]:
    for source in sources:
        state = health(watch.record.sweeps.history(source.name), source)
        if state.sight in {Sight.BLIND, Sight.QUARANTINED}:
            yield Blind(
                source=source.name,
                sight=state.sight,
                reasons=state.reasons,
                since=state.last_clean,
            )


def _expiring(settings: Settings, today: date) -> Iterator[Expiring]:
    """The charter and the reviewers whose time ends soon; of the latter not those already gone."""
    charter = settings.charter.charter
    if charter is not None and charter.valid_until <= today + _SOON:
        yield Expiring(what="charter", on=charter.valid_until)
    for one in settings.reviewers:
        if one.valid_until is not None and today <= one.valid_until <= today + _SOON:
            yield Expiring(what="reviewer", id=one.id, on=one.valid_until)


def _write(watch: Watch, plan: DigestPlan, key: str, *, day: str) -> None:
    """The files of the digest of `key`, unless they are there. Raises OutputError."""
    folder = Path(plan.folder or "")
    stem = f"digest-{plan.period.value}-{day}"
    texts = _texts(plan, watch.settings)
    zone = watch.zone
    for ending, told in ((".md", digest_markdown), (".html", digest_html)):
        file = folder / (stem + ending)
        if file.exists():
            continue
        digest = watch.record.digests.queued(key)
        if digest is None:  # none was due since the plan is known
            return
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(file, told(digest, texts, zone=zone))
        except OSError as error:
            message = N_("{file} cannot be written ({reason}): the digest is in its channel only")
            reason = error.strerror or type(error).__name__
            raise OutputError(message, file=file, reason=reason) from error


def _texts(plan: DigestPlan, settings: Settings) -> Catalogue:
    return catalogue("ja" if (plan.language or settings.language) == "ja" else "en")
