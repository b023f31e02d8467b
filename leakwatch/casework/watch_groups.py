"""Who of the roster is watched on a day: pure rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leakwatch.models import Charter, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The roster as it may be used on one day."""

    people: tuple[Person, ...]  #: those who are watched
    over: tuple[str, ...] = ()  #: roster ids whose group or own date has ended
    nowhere: tuple[str, ...] = ()  #: roster ids in a group the charter does not have

    @property
    def left_out(self) -> int:
        return len(self.over) + len(self.nowhere)


def standing_on(people: Iterable[Person], charter: Charter, today: date) -> Standing:
    """Somebody without a group is watched as long as the charter holds and his own date has not passed."""
    groups = {group.id: group for group in charter.groups}
    watched, over, nowhere = [], [], []
    for person in people:
        group = groups.get(person.group) if person.group else None
        if person.group and group is None:
            nowhere.append(person.id)
        elif _past(person.until, today) or (group is not None and _past(group.until, today)):
            over.append(person.id)
        else:
            watched.append(person)
    return Standing(people=tuple(watched), over=tuple(over), nowhere=tuple(nowhere))


def holds_on(charter: Charter, day: date) -> bool:
    """Whether people may be watched under `charter` on `day`, its first and last one included."""
    return charter.notice_date <= day <= charter.valid_until


def _past(until: date | None, today: date) -> bool:
    return until is not None and until < today
