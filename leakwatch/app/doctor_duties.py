"""What the doctor says of casework: what is past its day, and who cannot be reminded of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leakwatch.app.checks import Check, good, note
from leakwatch.app.duties import duties
from leakwatch.app.watch import Watch
from leakwatch.errors import N_
from leakwatch.models import Duty
from leakwatch.review import who_sees_to_it

_SHOWN = 5


def examine_duties(watch: Watch, now: datetime) -> Iterator[Check]:
    today = watch.day(now)
    every = duties(watch, today=today)
    late = [one for one in every if one.due < today]
    if late:
        yield note(
            "casework",
            N_("{count} things are overdue: {labels}"),
            count=len(late),
            labels=_labels(late),
        )
    elif every:
        yield good("casework", N_("{count} things to do, none overdue"), count=len(every))
    reviewers = watch.settings.reviewers
    lost = [one for one in every if who_sees_to_it(one.owner, reviewers, today=today) is None]
    if lost:
        yield note(
            "casework",
            N_("nobody on duty is reminded of {labels}: enter a deputy or a lead"),
            labels=_labels(lost),
        )


def _labels(found: list[Duty]) -> str:
    labels = list(dict.fromkeys(one.label for one in found))
    left = len(labels) - _SHOWN
    return ", ".join([*labels[:_SHOWN], *([f"+{left}"] if left > 0 else [])])
