"""The roster, indexed once for all pages: by id, by division, and the job titles on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from leakwatch.models import Person
from leakwatch.score.remembered import by_identity
from leakwatch.text import fold_key


@dataclass(frozen=True, slots=True)
class Roster:
    people: tuple[Person, ...]
    by_id: Mapping[str, Person]
    by_division: Mapping[str | None, tuple[Person, ...]]  #: those still employed
    titles: tuple[str, ...]  #: folded, longest first, so that 主任研究員 is found before 主任
    titles_of: Mapping[str, frozenset[str]]  #: roster id → folded titles
    active: int


@by_identity
def indexed(people: tuple[Person, ...]) -> Roster:
    """The index over `people`."""
    folded: dict[str, str] = {}
    titles_of: dict[str, frozenset[str]] = {}
    by_division: defaultdict[str | None, list[Person]] = defaultdict(list)
    for person in people:
        for title in person.titles:
            if title not in folded:
                folded[title] = fold_key(title)
        titles_of[person.id] = frozenset(folded[title] for title in person.titles)
        if person.left is None:
            by_division[person.division].append(person)
    titles = sorted(set(folded.values()) - {""}, key=lambda title: (-len(title), title))
    return Roster(
        people=people,
        by_id={person.id: person for person in people},
        by_division={division: tuple(each) for division, each in by_division.items()},
        titles=tuple(titles),
        titles_of=titles_of,
        active=sum(map(len, by_division.values())),
    )
