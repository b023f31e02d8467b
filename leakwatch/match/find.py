"""Find hits: lay the sighting out, run the automaton once, let the rules decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from leakwatch.match.compiled import Compiled, Occurrence
from leakwatch.match.page import TEXT, Page, covered, lay_out, widest
from leakwatch.match.rules import RULES
from leakwatch.match.spot import Spot
from leakwatch.match.variant import Variant
from leakwatch.models import EntryKind, Hit, Sighting, Suppression
from leakwatch.text import is_word

#: Hits, and suppressions, listed for one entry by one rule in one part of a page. What comes after is
#: counted in `Matches.unlisted`: a page that says a word ten thousand times gives no more reasons.
LISTED = 20

_RULES = {rule.__name__: rule for rule in RULES}

#: Rules that look for another spelling of the same thing: of two nested hits the longer one counts.
_FAMILIES = {
    "company_weak": "company_named",
    "former_name": "company_named",
    "person_kana": "person_named",
    "person_romaji": "person_named",
}


@dataclass(frozen=True, slots=True)
class Matches:
    hits: tuple[Hit, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    unlisted: int = 0  #: occurrences beyond `LISTED`, of either sort


NOTHING = Matches()


@dataclass(slots=True)
class _Tally:
    page: Page
    accepted: defaultdict[tuple[str, str, int], list[Spot]] = field(
        default_factory=lambda: defaultdict(list)
    )
    refused: list[tuple[Spot, str]] = field(default_factory=list)
    counts: Counter[tuple[str, str, int, bool]] = field(default_factory=Counter)
    unlisted: int = 0


def find_hits(sighting: Sighting, compiled: Compiled) -> Matches:
    """Everything of the watchlist that `sighting` says, each with its exact quote.

    Time is linear in the length of the page and the number of occurrences.
    """
    page = lay_out(sighting)
    found = list(_worth_a_look(compiled, page))
    if not found:
        return NOTHING
    _note_surroundings(found, compiled, page)
    tally = _Tally(page)
    for start, end, number in found:
        for variant in compiled.literals[number].variants:
            _weigh(Spot(variant, start, end, page), tally)
    kept = _longest(tally)
    hits = [hit for spot in kept for hit in _hits(spot)]
    refused = [Suppression(hit=_hits(spot)[0], rule=name) for spot, name in _told(tally, kept)]
    return Matches(tuple(hits), tuple(refused), tally.unlisted)


def _worth_a_look(compiled: Compiled, page: Page) -> Iterator[Occurrence]:
    """Occurrences, without the inside of longer Latin words unless a term might be hidden there."""
    text = page.text
    for start, end, number in compiled.occurrences(text):
        inside = (start and is_word(text[start]) and is_word(text[start - 1])) or (
            end < len(text) and is_word(text[end - 1]) and is_word(text[end])
        )
        if not inside or _told_when_inside(compiled, number):
            yield start, end, number


def _told_when_inside(compiled: Compiled, number: int) -> bool:
    """A suppressed term is worth telling; that a name's letters stand in a word is not."""
    literal = compiled.literals[number]
    terms = any(variant.entry_kind is EntryKind.TERM for variant in literal.variants)
    return terms or bool(literal.trap_of or literal.context_of)


def _note_surroundings(found: list[Occurrence], compiled: Compiled, page: Page) -> None:
    traps: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    companies: list[tuple[int, int]] = []
    for start, end, number in found:
        literal = compiled.literals[number]
        for entry in literal.trap_of:
            traps[entry].append((start, end))
        if literal.context_of and not _inside_latin(page.text, start):
            for entry in literal.context_of:
                page.contexts.setdefault(entry, []).append(start)
        rules = {variant.rule for variant in literal.variants}
        if rules & {"company_named", "former_name", "company_weak"}:
            page.company_ends.add(end)
        if rules & {"company_named", "former_name"}:
            companies.append((start, end))
    page.traps = {entry: widest(spans) for entry, spans in traps.items()}
    page.companies = widest(companies)
    for places in page.contexts.values():
        places.sort()


def _inside_latin(text: str, start: int) -> bool:
    """`atm` in `treatment`; the end is left open, as in `sinter` and `sintering`."""
    return start > 0 and is_word(text[start]) and is_word(text[start - 1])


def _weigh(spot: Spot, tally: _Tally) -> None:
    variant, part = spot.variant, tally.page.number(spot.start)
    key = (variant.entry, variant.rule, part)
    if tally.counts[(*key, True)] >= LISTED:
        tally.unlisted += 1
        return
    objection = _RULES[variant.rule](spot)
    if not objection:
        tally.counts[(*key, True)] += 1
        family = f"{variant.entry_kind}:{_FAMILIES.get(variant.rule, variant.rule)}"
        tally.accepted[variant.entry, family, part].append(spot)
    elif tally.counts[(*key, False)] < LISTED:
        tally.counts[(*key, False)] += 1
        tally.refused.append((spot, objection))
    else:
        tally.unlisted += 1


def _told(tally: _Tally, kept: list[Spot]) -> Iterator[tuple[Spot, str]]:
    """Suppressions, without those inside a longer hit of the same entry: nothing was lost there."""
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
    return sorted(kept, key=lambda spot: (spot.start, spot.end))


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
