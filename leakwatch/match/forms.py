"""The spellings of companies, sites, divisions and terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from leakwatch.match.people import person_variants
from leakwatch.match.profiles import profile_variants
from leakwatch.match.variant import Variant, one_line
from leakwatch.models import Company, Division, EntryKind, Site, Term, Watchlist
from leakwatch.text import hiragana, is_kanji, is_katakana, katakana, respelled, stripped

#: A name without its legal form that is shorter is a common word as often as a company.
DISTINCTIVE = 3
DISTINCTIVE_LATIN = 5
#: A code of letters and digits, whose hyphen comes and goes.
_CODE = re.compile(r"[a-z]{2,}-[0-9]+|[a-z]+-[0-9]{2,}")
#: Endings that an area's name may lose in running text (滋賀県 and 滋賀).
AREA_ENDINGS = "都府県"


def all_variants(watchlist: Watchlist) -> Iterator[Variant]:
    """Every spelling of every entry, each once per entry and rule, the strongest first."""
    found = chain(
        chain.from_iterable(map(company_variants, watchlist.companies)),
        chain.from_iterable(map(site_variants, watchlist.sites)),
        chain.from_iterable(map(division_variants, watchlist.divisions)),
        chain.from_iterable(map(term_variants, watchlist.terms)),
        chain.from_iterable(map(person_variants, watchlist.people)),
        chain.from_iterable(map(profile_variants, watchlist.companies)),
    )
    best: dict[tuple[str, EntryKind, str, str], Variant] = {}
    for variant in found:
        key = (variant.form, variant.entry_kind, variant.entry, variant.rule)
        if variant.form and (key not in best or best[key].strength < variant.strength):
            best[key] = variant
    return iter(best.values())


def company_variants(company: Company) -> Iterator[Variant]:
    base = Variant(form="", entry=company.id, entry_kind=EntryKind.COMPANY, rule="company_named")
    core, _ = stripped(company.name)
    yield from _name_variants(company.name, base)
    for name in (*company.aliases, *company.english):
        yield from _name_variants(name, base)
        yield from _joined(name, base)
    for name in company.former_names:
        yield from _name_variants(name, replace(base, rule="former_name", strength=0.9))
    for name in company.weak_aliases:
        yield replace(base, form=one_line(name), rule="company_weak", strength=0.5)
    for reading in _readings(core, company.kana):
        yield replace(base, form=one_line(reading), strength=0.9)
    for domain in company.domains:
        yield replace(base, form=one_line(domain), rule="domain_named")


def _name_variants(name: str, base: Variant) -> Iterator[Variant]:
    core, group = stripped(name)
    for form in (one_line(name), *respelled(core, group)):
        yield replace(base, form=form)
    if not group:
        return
    if _distinctive(core):
        yield replace(base, form=core)
        yield from (replace(base, form=dotted, strength=0.9) for dotted in _dotted(core))
    else:
        yield replace(base, form=core, rule="company_weak", strength=0.5)


def _distinctive(core: str) -> bool:
    return len(core) >= (DISTINCTIVE_LATIN if core.isascii() else DISTINCTIVE)


def _dotted(core: str) -> Iterator[str]:
    """With a middle dot where kanji meet katakana, as some lay names out."""
    for place in range(1, len(core)):
        left, right = core[place - 1], core[place]
        if is_kanji(left) != is_kanji(right) and (is_katakana(left) or is_katakana(right)):
            yield f"{core[:place]}・{core[place:]}"


def _joined(name: str, base: Variant) -> Iterator[Variant]:
    """Two Latin words as one, as in addresses, tags and handles."""
    words = stripped(name)[0].split()
    if len(words) > 1 and all(word.isascii() for word in words):
        for glue in ("", "-", "_"):
            yield replace(base, form=glue.join(words), strength=0.8)


def _readings(core: str, kana: str | None) -> Iterator[str]:
    """A reading in both kana, and with the katakana of the name itself left as they are."""
    if not kana:
        return
    yield hiragana(kana)
    yield katakana(kana)
    tail = re.search(r"[ァ-ヺー]+$", core)
    if tail and katakana(kana).endswith(tail.group()):
        yield hiragana(kana)[: -len(tail.group())] + tail.group()


def site_variants(site: Site) -> Iterator[Variant]:
    base = Variant(form="", entry=site.id, entry_kind=EntryKind.SITE, rule="site_named")
    yield from _spelled(base, (site.name, *site.aliases), site.english)
    for area in site.region:
        yield from _area(replace(base, rule="site_region", strength=0.6), one_line(area))


def _area(base: Variant, area: str) -> Iterator[Variant]:
    yield replace(base, form=area)
    if area.endswith(tuple(AREA_ENDINGS)) and len(area) >= DISTINCTIVE:
        yield replace(base, form=area[:-1], strength=base.strength * 0.8)


def division_variants(division: Division) -> Iterator[Variant]:
    kind = EntryKind.DIVISION
    base = Variant(form="", entry=division.id, entry_kind=kind, rule="division_named")
    yield from _spelled(base, (division.name,), division.english)
    yield from (replace(base, form=one_line(alias), strength=0.8) for alias in division.aliases)


def _spelled(base: Variant, names: Iterable[str], english: Iterable[str]) -> Iterator[Variant]:
    for name in (*names, *english):
        yield replace(base, form=one_line(name))


def term_variants(term: Term) -> Iterator[Variant]:
    base = Variant(
        form="",
        entry=term.id,
        entry_kind=EntryKind.TERM,
        rule="term_named",
        sensitivity=term.sensitivity,
        context=bool(term.context),
    )
    for text in (term.text, *term.variants):
        form = one_line(text)
        yield replace(base, form=form)
        yield from (replace(base, form=one_line(o), strength=0.9) for o in _inflected(form))


def _inflected(form: str) -> Iterator[str]:
    """The plural of an English phrase, and the other ways to join words, letters and digits."""
    if not form.isascii():
        return
    if " " in form:
        yield form + ("es" if form.endswith(("s", "x", "ch", "sh")) else "s")
    if "-" in form:
        yield form.replace("-", " ")
    if _CODE.fullmatch(form):
        yield form.replace("-", "")
