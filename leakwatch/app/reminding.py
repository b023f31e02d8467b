"""Duties of casework reach whoever has to see to them: in time, once each, and never in a flood."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from leakwatch.app.duties import duties
from leakwatch.app.subjects import subjects_of
from leakwatch.app.watch import Watch
from leakwatch.casework.stages import reminder_before, reminder_now
from leakwatch.config import load_reviewers
from leakwatch.errors import ConfigError
from leakwatch.models import Alert, AlertKind, Duty, Reminder, Reviewer
from leakwatch.review import who_sees_to_it
from leakwatch.workdays import is_business_day

logger = logging.getLogger(__name__)

#: Nobody is called before work begins.
_BEGIN = time(9)
#: More than these at once are told in one message; it takes two to be told together.
_MOST, _SEVERAL = 10, 2
#: What comes up while a matter is worked through is mostly done by then.
_PAUSE = timedelta(minutes=15)


async def remind_due(watch: Watch, *, now: datetime) -> int:
    """Queue what somebody has to be reminded of today; returns how many messages there were.

    On business days from nine o'clock on. Each stage of a duty is told once; what lay through a
    time of silence is told together.
    """
    local = now.astimezone(watch.zone)
    if local.time() < _BEGIN or not is_business_day(local.date(), watch.settings.routing):
        return 0
    return await asyncio.to_thread(remind, watch, duties(watch, today=local.date()), now=now)


def remind(watch: Watch, due: Iterable[Duty], *, now: datetime) -> int:
    """Queue the reminders of `due` that nobody got yet; how many messages that made.

    None within a quarter of an hour after others: what is still due then is told then.
    """
    today = watch.day(now)
    ahead = watch.record.reminders.forget_ahead(now=now)
    if ahead:
        logger.warning("duty.told_on_days_to_come", extra={"duties": sorted(set(ahead))})
    untold = watch.record.reminders.untold(_reminders(watch, due, today))
    last = watch.record.reminders.last_told()
    if not untold or (last is not None and last <= now < last + _PAUSE):
        return 0
    reviewers = _reviewers(watch, today)
    addressed = [_addressed(watch, one, reviewers, today) for one in untold]
    count = 0
    for group in _groups(addressed, silent=_silent(watch, untold)):
        alert = _alert(group, reviewers, now)
        if watch.record.reminders.remind(alert, now=now):
            count += 1
            logger.info("duty.reminded", extra={"duties": len(group)})
    return count


def _reminders(watch: Watch, due: Iterable[Duty], today: date) -> Iterator[Reminder]:
    warn, calendar = watch.settings.casework.deadlines.warn, watch.settings.routing
    for duty in due:
        found = reminder_now(duty, today=today, warn=warn, calendar=calendar)
        if found is not None:
            yield found


def _reviewers(watch: Watch, today: date) -> tuple[Reviewer, ...]:
    """As the file says now: whoever went away this morning is not called."""
    try:
        return load_reviewers(watch.settings.directory, today=today)
    except ConfigError:
        return watch.settings.reviewers


def _addressed(watch: Watch, one: Reminder, reviewers: Sequence[Reviewer], today: date) -> Reminder:
    owner, about = one.duty.owner, subjects_of(watch, one.duty.label)
    called = who_sees_to_it(owner, reviewers, today=today, about=about)
    if called is None:
        return one
    return replace(
        one, called=called.id, instead_of=owner if owner and called.id != owner else None
    )


def _silent(watch: Watch, untold: Sequence[Reminder]) -> frozenset[str]:
    """Keys of those whose reminder before this one was never told: nobody was there to tell it."""
    before = {one.key: before_it for one in untold if (before_it := reminder_before(one))}
    missed = {one.key for one in watch.record.reminders.untold(before.values())}
    return frozenset(key for key, one in before.items() if one.key in missed)


def _groups(
    reminders: Sequence[Reminder], *, silent: frozenset[str]
) -> Iterator[tuple[Reminder, ...]]:
    """What goes into one message each: all of it when it is too much, else what lay too long."""
    late = tuple(one for one in reminders if one.key in silent)
    together = tuple(reminders) if len(reminders) > _MOST else late
    if len(together) < _SEVERAL:
        together = ()
    else:
        yield together
    for one in reminders:
        if one not in together:
            yield (one,)


def _alert(group: Sequence[Reminder], reviewers: Iterable[Reviewer], now: datetime) -> Alert:
    slack = {one.id: one.slack for one in reviewers}
    called = dict.fromkeys(slack.get(one.called or "") for one in group)
    return Alert(
        key=_key(group),
        kind=AlertKind.REMINDER,
        source="",
        channel=None,
        created_at=now,
        mention=tuple(one for one in called if one),
        reminders=tuple(group),
    )


def _key(group: Sequence[Reminder]) -> str:
    if len(group) == 1:
        return group[0].key
    return "reminders:" + sha256("\n".join(one.key for one in group).encode()).hexdigest()[:32]
