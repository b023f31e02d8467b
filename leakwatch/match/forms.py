"""The spellings of everything on the watchlist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from leakwatch.match.companies import DISTINCTIVE, company_variants
from leakwatch.match.people import person_variants
from leakwatch.match.profiles import profile_variants
from leakwatch.match.spellings import place_spellings, term_spellings
from leakwatch.match.variant import Variant, one_line, strongest
from leakwatch.models import Company, Division, EntryKind, Site, Term, TermKind, Watchlist

#: Endings that an area's name may lose in running text (滋賀県 and 滋賀).
AREA_ENDINGS = "都府県"

#: Terms of these kinds are looked for as they are typed: another spelling is another thing.
LITERAL = frozenset({TermKind.DOMAIN})

#: A longer roster is looked for in each person's common spellings only: with all of them it would
#: take minutes to compile and gigabytes to hold. `check_watchlist` says so.
LONG_ROSTER = 10_000


def all_variants(watchlist: Watchlist) -> Iterator[Variant]:
    """Every spelling of every entry, each once per entry and rule, the strongest.

    One entry at a time, so that a roster of 100,000 is never held as spellings.
    """
    yield from _companies(watchlist.companies)
    for found in chain(
        map(site_variants, watchlist.sites),
        map(division_variants, watchlist.divisions),
        map(term_variants, watchlist.terms),
    ):
        yield from strongest(found)
    common_only = len(watchlist.people) > LONG_ROSTER
    for person in watchlist.people:
        yield from strongest(person_variants(person, common_only=common_only))
    for company in watchlist.companies:
        yield from strongest(profile_variants(company))


def _companies(companies: tuple[Company, ...]) -> Iterator[Variant]:
    """A misspelling that is a name itself, be it another company's, is left to that name."""
    found = [variant for each in companies for variant in strongest(company_variants(each))]
    names = {variant.form for variant in found if variant.rule != "company_misspelt"}
    for variant in found:
        if variant.rule != "company_misspelt" or variant.form not in names:
            yield variant


def site_variants(site: Site) -> Iterator[Variant]:
    base = Variant(form="", entry=site.id, entry_kind=EntryKind.SITE, rule="site_named")
    yield from _spelled(base, (site.name, *site.aliases, *site.english))
    for area in site.region:
        yield from _area(replace(base, rule="site_region", strength=0.6), one_line(area))


def _area(base: Variant, area: str) -> Iterator[Variant]:
    yield replace(base, form=area)
    if area.endswith(tuple(AREA_ENDINGS)) and len(area) >= DISTINCTIVE:
        yield replace(base, form=area[:-1], strength=base.strength * 0.8)


def division_variants(division: Division) -> Iterator[Variant]:
    kind = EntryKind.DIVISION
    base = Variant(form="", entry=division.id, entry_kind=kind, rule="division_named")
    yield from _spelled(base, (division.name, *division.english))
    yield from _spelled(replace(base, strength=0.8), division.aliases)


def _spelled(base: Variant, names: Iterable[str]) -> Iterator[Variant]:
    for name in names:
        form = one_line(name)
        yield replace(base, form=form)
        loose = round(base.strength * 0.9, 2)
        others = (other for other in place_spellings(form) if other != form)
        yield from (replace(base, form=other, strength=loose) for other in others)


def term_variants(term: Term) -> Iterator[Variant]:
    base = Variant(
        form="",
        entry=term.id,
        entry_kind=EntryKind.TERM,
        rule="term_named",
        sensitivity=term.sensitivity,
        context=bool(term.context),
    )
    for form in map(one_line, (term.text, *term.variants)):
        yield replace(base, form=form)
        if form and term.kind not in LITERAL:
            yield from (replace(base, form=o, strength=0.9) for o in term_spellings(form))
