"""What somebody has to do about legal holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from leakwatch.app.watch import Watch
from leakwatch.models import Duty, HoldState

#: Days after which a hold, or its release, should have been approved.
_APPROVED = 3


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """Holds that wait for a second person, and those that end soon."""
    del today  # every hold that stands has a day
    for hold in watch.record.keeping.holds():
        if hold.state is HoldState.ACTIVE:
            yield Duty(what="hold.ending", label=hold.label, due=hold.until, owner=hold.asked_by)
        elif hold.holds:
            asked = hold.asked_at.date() + timedelta(days=_APPROVED)
            due = min(asked, hold.until)
            yield Duty(what="hold.approve", label=hold.label, due=due, owner="")
