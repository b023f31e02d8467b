"""Everything of casework that somebody has to do by a day, from whichever part it comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from leakwatch.app.duties_cases import duties as case_duties
from leakwatch.app.duties_charter import duties as charter_duties
from leakwatch.app.duties_evidence import duties as capture_duties
from leakwatch.app.duties_keeping import duties as hold_duties
from leakwatch.app.watch import Watch
from leakwatch.models import Duty


class Duties(Protocol):
    """What one part of casework asks of people, as of a day."""

    def __call__(self, watch: Watch, *, today: date) -> Iterator[Duty]: ...


#: In the order in which they are told.
PARTS: tuple[Duties, ...] = (
    case_duties,
    charter_duties,
    capture_duties,
    hold_duties,
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
