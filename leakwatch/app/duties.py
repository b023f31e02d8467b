"""Everything of casework that somebody has to do by a day, from whichever part it comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from leakwatch.app import (
    duties_announcements,
    duties_campaigns,
    duties_cases,
    duties_charter,
    duties_evidence,
    duties_keeping,
    duties_letters,
)
from leakwatch.app.watch import Watch
from leakwatch.models import Duty


class Duties(Protocol):
    """What one part of casework asks of people, as of a day."""

    def __call__(self, watch: Watch, *, today: date) -> Iterator[Duty]: ...


#: In the order in which they are told.
PARTS: tuple[Duties, ...] = (
    duties_cases.duties,
    duties_campaigns.duties,
    duties_letters.duties,
    duties_announcements.duties,
    duties_charter.duties,
    duties_evidence.duties,
    duties_keeping.duties,
)


def duties(
    watch: Watch, *, today: date, parts: tuple[Duties, ...] | None = None
) -> tuple[Duty, ...]:
    """All of them, soonest due first; one comes once, however many parts name it."""
    found = dict.fromkeys(
        duty for part in (PARTS if parts is None else parts) for duty in part(watch, today=today)
    )
    return tuple(sorted(found, key=lambda one: (one.due, one.label, one.what)))


def duties_of(watch: Watch, label: str, *, today: date) -> tuple[Duty, ...]:
    """Those of one case, letter or line."""
    return tuple(one for one in duties(watch, today=today) if one.label == label)


def overdue(watch: Watch, *, today: date) -> Mapping[str, int]:
    """How many duties are past their day, by name."""
    return Counter(one.what for one in duties(watch, today=today) if one.due < today)
