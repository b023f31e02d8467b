"""Find hits: lay the sighting out, run the automaton once, let the rules decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from leakwatch.match.boxes import parts_with_boxes
from leakwatch.match.combined import LISTED, Places, Verdict, as_variant, verdicts
from leakwatch.match.compiled import Compiled, Literal
from leakwatch.match.page import TEXT, Page, covered, lay_out, widest
from leakwatch.match.patterns import Place
from leakwatch.match.reading import PUBLIC, Reading, of_others
from leakwatch.match.rules import RULES
from leakwatch.match.spot import Spot
from leakwatch.match.variant import Variant
from leakwatch.models import Hit, Sighting, Suppression

_RULES = {rule.__name__: rule for rule in RULES}

#: Rules that look for another spelling of the same thing: of two nested hits the longer one counts.
_FAMILIES = {
    "company_misspelt": "company_named",
    "company_weak": "company_named",
    "former_name": "company_named",
    "person_kana": "person_named",
    "person_romaji": "person_named",
    "person_initials": "person_named",
    "person_address": "person_named",
}


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found, in the order of the page, and what was set aside.

    Of one entry by one rule in one part `LISTED` hits are told, and as many suppressions: a page
    that says a word ten thousand times gives no more reasons. What comes after is counted.
    """

    hits: tuple[Hit, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    unlisted: int = 0  #: occurrences beyond `LISTED`, of either sort; of patterns at least
    reading: Reading | None = field(default=None, compare=False, repr=False)  #: None without hits


NOTHING = Matches()

_Key = tuple[str, str, int]  #: entry, rule or family, number of the part


@dataclass(slots=True)
class _Tally:
    page: Page
    compiled: Compiled
    accepted: defaultdict[_Key, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    refused: list[tuple[Spot, str]] = field(default_factory=list)
    counts: Counter[_Key] = field(default_factory=Counter)
    set_aside: Counter[_Key] = field(default_factory=Counter)
    places: Places = field(default_factory=lambda: defaultdict(list))
    unlisted: int = 0


def find_hits(sighting: Sighting, compiled: Compiled) -> Matches:
    """Everything of the watchlist that `sighting` says, each with its exact quote.

    Time is linear in the length of the page and the number of occurrences.
    """
    page = lay_out(sighting)
    found = list(_worth_a_look(compiled, page))
    tally = _Tally(page, compiled)
    by_pattern = _by_pattern(tally) if compiled.patterns else []
    if not found and not by_pattern:
        return NOTHING
    _note_surroundings(found, page)
    for start, end, literal in found:
        for variant in literal.variants:
            _weigh(variant, start, end, tally)
    for start, end, variant in by_pattern:
        _weigh(variant, start, end, tally)
    kept = _longest(tally)
    together, barred = _together(tally) if compiled.roles.combinations else ([], [])
    kept = sorted([*kept, *together], key=lambda spot: (spot.start, spot.end))
    hits = [hit for spot in kept for hit in _hits(spot)]
    set_aside = [*_told(tally, kept), *barred]
    refused = [Suppression(hit=_hits(spot)[0], rule=name) for spot, name in set_aside]
    reading = Reading(sighting)
    beside = _beside(hits, page, reading, sighting)
    refused += [Suppression(hit=hit, rule=of_others.__name__) for hit in beside]
    about = tuple(hit for hit in hits if hit not in beside) if beside else tuple(hits)
    return Matches(about, tuple(refused), tally.unlisted, reading)


def _beside(hits: list[Hit], page: Page, reading: Reading, sighting: Sighting) -> list[Hit]:
    """Hits in boxes about others, by their headings or by the page's markup."""
    if all(hit.sensitivity > PUBLIC for hit in hits):
        return []
    boxed = parts_with_boxes(page)
    if TEXT not in boxed and sighting.markup.beside:
        boxed |= {TEXT}
    return [hit for hit in hits if hit.field in boxed and of_others(hit, reading)]


def _by_pattern(tally: _Tally) -> list[Place]:
    """Part by part, so that `^` and `$` are the edges of one."""
    page, found = tally.page, list[Place]()
    for low, high in map(page.bounds, range(len(page.names))):
        places, cut = tally.compiled.patterns.places(page.text[low:high].rstrip("\n"))
        found += ((low + start, low + end, variant) for start, end, variant in places)
        tally.unlisted += cut
    return found


def _worth_a_look(compiled: Compiled, page: Page) -> Iterator[tuple[int, int, Literal]]:
    """Occurrences, without the inside of longer Latin words unless a term might be hidden there."""
    text = page.text
    for start, end, number in compiled.occurrences(text):
        literal = compiled.literals.at(number, text[start:end])
        if (
            literal.told_when_inside
            or not (literal.word_first or literal.word_last)
            or not (literal.begins_inside(text, start) or literal.ends_inside(text, end))
        ):
            yield start, end, literal


def _note_surroundings(found: list[tuple[int, int, Literal]], page: Page) -> None:
    traps: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    companies: list[tuple[int, int]] = []
    for start, end, literal in found:
        for entry in literal.trap_of:
            traps[entry].append((start, end))
        # `atm` in `treatment` is no context; its end is left open, as in `sinter` and `sintering`.
        if literal.context_of and not literal.begins_inside(page.text, start):
            for entry in literal.context_of:
                page.contexts.setdefault(entry, []).append(start)
        if literal.names_company:
            page.company_ends.add(end)
        if literal.full_name:
            companies.append((start, end))
    page.traps = {entry: widest(spans) for entry, spans in traps.items()}
    page.companies = widest(companies)
    for places in page.contexts.values():
        places.sort()


def _weigh(variant: Variant, start: int, end: int, tally: _Tally) -> None:
    part = tally.page.number(start)
    key = (variant.entry, variant.rule, part)
    roles = tally.compiled.roles.of(variant) if tally.compiled.roles.combinations else []
    full = tally.counts[key] >= LISTED
    if full and not roles:
        tally.unlisted += 1
        return
    spot = Spot(variant, start, end, tally.page)
    objection = _RULES[variant.rule](spot)
    if objection:
        _set_aside(spot, objection, key, tally)
        return
    for role in roles:
        tally.places[role].append(spot)
    if tally.compiled.roles.is_word(variant):
        return
    tally.counts[key] += 1
    tally.unlisted += full
    if not full:
        tally.accepted[variant.entry, _family(variant), part].append(spot)


def _family(variant: Variant) -> str:
    return f"{variant.entry_kind}:{_FAMILIES.get(variant.rule, variant.rule)}"


def _set_aside(spot: Spot, objection: str, key: _Key, tally: _Tally) -> None:
    if tally.set_aside[key] < LISTED:
        tally.set_aside[key] += 1
        tally.refused.append((spot, objection))
    else:
        tally.unlisted += 1


def _together(tally: _Tally) -> tuple[list[Spot], list[tuple[Spot, str]]]:
    """Spots that make a combination true, in its name, and those that a barred item spoils."""
    found, unlisted = verdicts(tally.compiled.roles, tally.places, tally.page)
    tally.unlisted += unlisted
    held = chain.from_iterable(_renamed(each) for each in found if not each.barred)
    barred = [
        (spot, "with_barred_word") for each in found if each.barred for spot in _renamed(each)
    ]
    return list(held), barred


def _renamed(verdict: Verdict) -> list[Spot]:
    return [
        Spot(as_variant(verdict, spot), spot.start, spot.end, spot.page) for spot in verdict.spots
    ]


def _told(tally: _Tally, kept: list[Spot]) -> Iterator[tuple[Spot, str]]:
    """Suppressions, without those inside a longer hit of the same entry: nothing was lost there."""
    if not tally.refused:
        return
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for spot in kept:
        spans[spot.variant.entry].append((spot.start, spot.end))
    found = {entry: widest(each) for entry, each in spans.items()}
    for spot, objection in tally.refused:
        if not covered(found.get(spot.variant.entry, []), spot.start, spot.end):
            yield spot, objection


def _longest(tally: _Tally) -> list[Spot]:
    """Of an entry's nested hits only the longest, in the order of the page."""
    kept: list[Spot] = []
    for spots in tally.accepted.values():
        spots.sort(key=lambda spot: (spot.start, -spot.end, -spot.variant.strength))
        reach = -1
        for spot in spots:
            if spot.end > reach:
                kept.append(spot)
                reach = spot.end
    return kept


def _hits(spot: Spot) -> list[Hit]:
    """The hit itself, and again for each labelled field that repeats that stretch of the text."""
    page, number = spot.page, spot.page.number(spot.start)
    first, last = page.folded.span(spot.start, spot.end)
    name, begin = page.names[number], page.begins[number]
    hit = _hit(spot.variant, name, first - begin, page.folded.original[first:last])
    return [hit, *_copied(hit, page)] if name == TEXT else [hit]


def _copied(hit: Hit, page: Page) -> Iterator[Hit]:
    for name, begin, end in page.copies:
        if begin <= hit.start and hit.end <= end:
            yield replace(hit, field=name, start=hit.start - begin, end=hit.end - begin)


def _hit(variant: Variant, name: str, start: int, quote: str) -> Hit:
    return Hit(
        entry=variant.entry,
        entry_kind=variant.entry_kind,
        rule=variant.rule,
        field=name,
        start=start,
        end=start + len(quote),
        quote=quote,
        folded=variant.form,
        strength=variant.strength,
        sensitivity=variant.sensitivity,
    )
