"""The spellings of a person's full name; a surname alone is never looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from leakwatch.match.variant import Variant, one_line
from leakwatch.models import EntryKind, Person
from leakwatch.text import hiragana, katakana, romanised

#: A kana or Latin name with fewer letters stands in too many other words.
SHORTEST_KANA = 4
SHORTEST_LATIN = 6
#: Of each part of a name, so that one person stays below a hundred spellings.
ROMANISATIONS = 4


def person_variants(person: Person) -> Iterator[Variant]:
    base = Variant(form="", entry=person.id, entry_kind=EntryKind.PERSON, rule="person_named")
    for form in _joined(person.surname, person.given):
        yield replace(base, form=form)
    yield from _kana_variants(person, replace(base, rule="person_kana", strength=0.8))
    yield from _romaji_variants(person, replace(base, rule="person_romaji", strength=0.8))


def _joined(surname: str, given: str) -> tuple[str, ...]:
    """The blank of 「山田 太郎」 is dropped by folding; a middle dot or comma is not."""
    surname, given = one_line(surname), one_line(given)
    if not surname or not given:
        return ()
    return tuple(one_line(surname + glue + given) for glue in (" ", "・", ","))


def _kana_variants(person: Person, base: Variant) -> Iterator[Variant]:
    surname, given = person.surname_kana, person.given_kana
    if not surname or not given:
        return
    for turned in (hiragana, katakana):
        for form in _joined(turned(surname), turned(given)):
            if len(form) >= SHORTEST_KANA:
                yield replace(base, form=form)
        for form in _joined(person.surname, turned(given)):
            yield replace(base, form=form, rule="person_named", strength=0.8)


def _romaji_variants(person: Person, base: Variant) -> Iterator[Variant]:
    for full in person.romaji:
        words = one_line(full).replace(",", " ").split()
        for order in (words, words[::-1]):
            yield from _latin(base, tuple(order))
    surnames = romanised(person.surname_kana or "")[:ROMANISATIONS]
    givens = romanised(person.given_kana or "")[:ROMANISATIONS]
    for surname, given in product(surnames, givens):
        yield from _latin(base, (given, surname))
        yield from _latin(base, (surname, given))


def _latin(base: Variant, words: tuple[str, ...]) -> Iterator[Variant]:
    if len(words) < 2 or sum(map(len, words)) < SHORTEST_LATIN:  # noqa: PLR2004 - full names only
        return
    yield replace(base, form=" ".join(words))
    yield replace(base, form=f"{words[0]}, {' '.join(words[1:])}")
    for glue in ",.-_":
        yield replace(base, form=glue.join(words), strength=0.7)
