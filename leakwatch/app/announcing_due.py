"""What the calendar wants announced, and announcements whose time is over: looked at by the clock."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, datetime

from leakwatch.app.announcing_staff import close
from leakwatch.app.staff_letters import try_letter
from leakwatch.app.watch import Watch
from leakwatch.casework.awareness import OPEN, SERVICE, proposed_on
from leakwatch.models import Announced, AnnouncementState

logger = logging.getLogger(__name__)


async def announce_due(watch: Watch, *, now: datetime) -> int:
    """Propose what the calendar wants, and close what has been open for long; how many."""
    return await asyncio.to_thread(_due, watch, now)


def _due(watch: Watch, now: datetime) -> int:
    known = watch.record.announcements.list()
    occasions = {one.occasion for one in known}
    count = 0
    calendar = watch.settings.casework.awareness.calendar
    for occasion, entry, day in proposed_on(calendar, watch.day(now)):
        if occasion not in occasions and watch.record.vault.is_open:
            count += _propose(watch, entry, occasion=occasion, due=day, now=now)
    for one in known:
        published = one.published_at
        if one.state is AnnouncementState.PUBLISHED and published and published + OPEN <= now:
            close(watch, one.number, actor=None, now=now)
            logger.info("announcement.closed", extra={"announcement": one.label})
            count += 1
    return count


def _propose(watch: Watch, entry: Announced, *, occasion: str, due: date, now: datetime) -> bool:
    """A draft with its letter; without, where the letter lacks something: somebody has to look."""
    one = watch.record.announcements.propose(
        title=entry.title,
        kind=entry.letter,
        author=SERVICE,
        now=now,
        occasion=occasion,
        due=due,
        once=True,
    )
    if one is None:
        return False
    letter = try_letter(watch, one, now=now)
    extra = {"announcement": one.label, "letter": letter is not None}
    logger.info("announcement.proposed", extra=extra)
    return True
