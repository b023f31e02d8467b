"""What letters ask of people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leakwatch.app.campaign_letters import is_moot
from leakwatch.app.watch import Watch
from leakwatch.models import Duty, LetterState
from leakwatch.workdays import add_business_days

#: Business days that a letter may wait for what comes next.
_WAIT = 2
#: Announcements remind of theirs themselves.
_ANNOUNCED = "A-"
_WAITING = {
    LetterState.DRAFT: "letter.approve",
    LetterState.APPROVED: "letter.send",
    LetterState.SENDING: "letter.send",
}


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """Drafts for somebody to approve, and what has not certainly left for its author to see to.

    What the line of a campaign went on without is nobody's any more; it stays in the list.
    """
    del today  # they are due whatever the day is
    for letter in watch.record.letters.list():
        what = _WAITING.get(letter.state)
        if what is None or letter.about.startswith(_ANNOUNCED) or is_moot(watch, letter):
            continue
        begun = watch.day(letter.created_at)
        yield Duty(
            what=what,
            label=letter.label,
            due=add_business_days(begun, _WAIT, watch.settings.routing),
            # whoever wrote it cannot approve it
            owner="" if letter.state is LetterState.DRAFT else letter.author,
        )
