"""What letters ask of people: drafts wait for approval, and what broke off for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from leakwatch.app.watch import Watch
from leakwatch.models import Duty, LetterState
from leakwatch.workdays import add_business_days

#: Business days after which a letter that nobody has touched is called to mind.
_PATIENCE = 3
_WAITING = {
    LetterState.DRAFT: "letter.approve",
    LetterState.APPROVED: "letter.send",
    LetterState.SENDING: "letter.unclear",
}


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """One of each letter that is on its way; approval is for whoever is a lead."""
    del today
    zone = ZoneInfo(watch.settings.timezone)
    for letter in watch.record.letters.list():
        what = _WAITING.get(letter.state)
        if what is None:
            continue
        written = letter.created_at.astimezone(zone).date()
        yield Duty(
            what=what,
            label=letter.label,
            due=add_business_days(written, _PATIENCE, watch.settings.routing),
            owner="" if letter.state is LetterState.DRAFT else letter.author,
        )
