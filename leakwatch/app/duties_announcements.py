"""Announcements that have to go out by a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leakwatch.app.watch import Watch
from leakwatch.casework.awareness import SERVICE
from leakwatch.models import AnnouncementState, Duty


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """What is proposed or approved and not published; of the calendar's it is a lead's."""
    del today  # they are due whatever the day is
    for one in watch.record.announcements.list():
        waits = one.state in {AnnouncementState.DRAFT, AnnouncementState.APPROVED}
        if waits and one.due is not None:
            owner = "" if one.author == SERVICE else one.author
            yield Duty(what="announcement.due", label=one.label, due=one.due, owner=owner)
