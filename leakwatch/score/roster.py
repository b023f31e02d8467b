"""The roster, indexed once for all pages: by id, by division, and the job titles on it."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from leakwatch.models import Person
from leakwatch.text import fold_key

#: Rosters remembered; one installation has one, and for a moment a second after a change.
_REMEMBERED = 2


@dataclass(frozen=True, slots=True)
class Roster:
    people: tuple[Person, ...]
    by_id: Mapping[str, Person]
    by_division: Mapping[str | None, tuple[Person, ...]]  #: those still employed
    titles: tuple[str, ...]  #: folded, longest first, so that 主任研究員 is found before 主任
    titles_of: Mapping[str, frozenset[str]]  #: roster id → folded titles
    active: int


_indexed: OrderedDict[int, Roster] = OrderedDict()


def indexed(people: tuple[Person, ...]) -> Roster:
    """The index over `people`, made when this very tuple is first asked for.

    By identity: to compare or hash a hundred thousand people on every page would cost more than
    the index. The index holds the tuple, so that its identity cannot pass to another.
    """
    known = _indexed.get(id(people))
    if known is None:
        known = _indexed[id(people)] = _index(people)
        while len(_indexed) > _REMEMBERED:
            _indexed.popitem(last=False)
    return known


def _index(people: tuple[Person, ...]) -> Roster:
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
