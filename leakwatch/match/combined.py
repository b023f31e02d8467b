"""Combinations: what says something only together, decided from the places of its items."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from leakwatch.match.page import Page
from leakwatch.match.spot import Spot
from leakwatch.match.variant import Variant, one_line
from leakwatch.models import Combination, EntryKind, Watchlist

#: The group of items that must not be there; those that must are numbered from 0.
BARRED = -1

#: Places of one combination that are told; what comes after is counted.
LISTED = 20

#: Nobody is watched by a combination: a person's name needs the care the score takes with it.
_KINDS = frozenset({EntryKind.COMPANY, EntryKind.SITE, EntryKind.DIVISION, EntryKind.TERM})

Role = tuple[int, int]  #: number of the combination, group of the item
Places = defaultdict[Role, list[Spot]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The spots that together make a combination true, or would if a barred item were not there."""

    combination: Combination
    spots: tuple[Spot, ...]
    barred: bool = False


@dataclass(slots=True)
class Roles:
    """Which accepted spots play a part in which combinations."""

    combinations: tuple[Combination, ...] = ()
    by_entry: dict[str, list[Role]] = field(default_factory=dict)
    by_word: dict[tuple[str, str], list[Role]] = field(default_factory=dict)

    def of(self, variant: Variant) -> list[Role]:
        if variant.entry_kind not in _KINDS:
            return []
        word = self.by_word.get((variant.entry, variant.form), [])
        return [*self.by_entry.get(variant.entry, ()), *word]

    def is_word(self, variant: Variant) -> bool:
        """Whether the spelling is looked for only on behalf of a combination."""
        return (variant.entry, variant.form) in self.by_word


def roles_in(watchlist: Watchlist) -> Roles:
    roles = Roles(watchlist.combinations)
    known = entry_ids(watchlist)
    for number, combination in enumerate(watchlist.combinations):
        for group, item in _grouped(combination):
            role = (number, group)
            if item in known:
                roles.by_entry.setdefault(item, []).append(role)
            else:
                roles.by_word.setdefault((combination.id, one_line(item)), []).append(role)
    return roles


def word_variants(watchlist: Watchlist) -> Iterator[Variant]:
    """Spellings looked for because a combination names them and no entry does."""
    known = entry_ids(watchlist)
    for combination in watchlist.combinations:
        words = (one_line(item) for _, item in _grouped(combination) if item not in known)
        for form in dict.fromkeys(filter(None, words)):
            yield _variant(combination, form)


def entry_ids(watchlist: Watchlist) -> frozenset[str]:
    """What an item of a combination may name by its id."""
    lists = (watchlist.companies, watchlist.sites, watchlist.divisions, watchlist.terms)
    return frozenset(entry.id for entries in lists for entry in entries)


def verdicts(roles: Roles, places: Places, page: Page) -> tuple[list[Verdict], int]:
    """Every combination that holds or is barred, and how many places were left out."""
    found: list[Verdict] = []
    unlisted = 0
    for number, combination in enumerate(roles.combinations):
        groups = {group for group, _ in _grouped(combination) if group != BARRED}
        if any((number, group) not in places for group in groups):
            continue
        mine = {group: places[number, group] for group in sorted(groups)}
        each = list(_held(combination, mine, places.get((number, BARRED), []), page))
        found += each[:LISTED]
        unlisted += len(each[LISTED:])
    return found, unlisted


def as_variant(verdict: Verdict, spot: Spot) -> Variant:
    """The spelling at `spot` in the combination's own name."""
    return _variant(verdict.combination, spot.form, strength=spot.variant.strength)


def _variant(combination: Combination, form: str, *, strength: float = 1.0) -> Variant:
    return Variant(
        form=form,
        entry=combination.id,
        entry_kind=EntryKind.TERM,
        rule="term_named",
        strength=strength,
        sensitivity=combination.sensitivity,
    )


def _grouped(combination: Combination) -> Iterator[tuple[int, str]]:
    """Each item with its group: those of `all` have one each, those of `any` one together."""
    yield from enumerate(combination.all)
    yield from ((len(combination.all), item) for item in combination.any)
    yield from ((BARRED, item) for item in combination.none)


def _held(
    combination: Combination, groups: Mapping[int, list[Spot]], barred: list[Spot], page: Page
) -> Iterator[Verdict]:
    areas = page.areas(combination.fields)
    if combination.within is None:
        inside = {group: _inside(spots, areas) for group, spots in groups.items()}
        if all(inside.values()):
            spots = tuple(min(spots, key=_start) for spots in inside.values())
            yield Verdict(combination, spots, barred=bool(_inside(barred, areas)))
        return
    for area in areas:
        stops = sorted(spot.start for spot in _inside(barred, [area]))
        inside = {group: _inside(spots, [area]) for group, spots in groups.items()}
        for spots in _near(inside, combination.within):
            near = _near_to(spots, stops, combination.within)
            yield Verdict(combination, spots, barred=near)


def _near(groups: Mapping[int, list[Spot]], within: int) -> Iterator[tuple[Spot, ...]]:
    """One spot of each group, all within reach of each other; no spot is used twice.

    Linear in the spots: the last spot of each group is kept while the area is read once.
    """
    order = sorted(
        ((spot.start, spot.end, group) for group, spots in groups.items() for spot in spots)
    )
    found = {(group, spot.start, spot.end): spot for group in groups for spot in groups[group]}
    last: dict[int, Spot] = {}
    for start, end, group in order:
        last[group] = found[group, start, end]
        if len(last) < len(groups):
            continue
        first, final = min(map(_start, last.values())), max(spot.end for spot in last.values())
        if final - first <= within:
            yield tuple(sorted(last.values(), key=_start))
            last = {}


def _near_to(spots: Iterable[Spot], stops: list[int], within: int) -> bool:
    places = [place for spot in spots for place in (spot.start, spot.end)]
    at = bisect_left(stops, min(places) - within)
    return at < len(stops) and stops[at] <= max(places) + within


def _inside(spots: list[Spot], areas: list[tuple[int, int]]) -> list[Spot]:
    return [
        spot for spot in spots if any(low <= spot.start and spot.end <= high for low, high in areas)
    ]


def _start(spot: Spot) -> int:
    return spot.start
