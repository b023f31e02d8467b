"""The spellings of a person's full name; a surname alone is never looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from leakwatch.match.latin_names import latin_variants
from leakwatch.match.variant import Variant, one_line
from leakwatch.models import EntryKind, Person
from leakwatch.text import enlarged, hiragana, is_kanji, is_katakana, is_word, katakana, lengthened

#: A kana name with fewer letters stands in too many other words.
SHORTEST_KANA = 4

#: What joins surname and given name. A blank is dropped by folding; a middle dot or comma is not.
GLUES = (" ", "・", ",")

#: Between two kanji of a surname these are read alike and written for one another.
_ALIKE = ("ケがガ", "ノの之")
#: Kana that sound alike, so that ears and dictionaries differ on them.
_SAME_SOUND = str.maketrans("づぢヅヂ", "ずじズジ")


def person_variants(person: Person, *, common_only: bool = False) -> Iterator[Variant]:
    """Every spelling of a full name, at most some 150; the common ones alone are some 20.

    Readings that were guessed serve only when none is stated, and their forms say so.
    """
    base = Variant(form="", entry=person.id, entry_kind=EntryKind.PERSON, rule="person_named")
    surname, given = one_line(person.surname), one_line(person.given)
    if not surname or not given:
        return
    if (surname + given).isascii():
        yield from latin_variants(person, [], base, common_only=common_only)
        return
    for form in _glued(surname, given, GLUES[:2] if common_only else GLUES):
        yield replace(base, form=form)
    if not common_only:
        yield from _alike(surname, given, replace(base, strength=0.8))
    readings = list(_readings(person, base))
    for (family, first), each in readings:
        few = common_only or each.guessed
        yield from _kana_variants(family, first, each, common_only=few)
        if not common_only:
            yield from _half_kana(surname, given, family, first, replace(each, strength=0.8))
    yield from latin_variants(person, readings, base, common_only=common_only)


def _readings(person: Person, base: Variant) -> Iterator[tuple[tuple[str, str], Variant]]:
    if person.surname_kana and person.given_kana:
        stated = [((person.surname_kana, person.given_kana), base)]
    else:
        stated = [(guess, replace(base, guessed=True)) for guess in person.guessed_kana]
    for (surname, given), variant in stated:
        folded = one_line(surname), one_line(given)
        if all(folded):
            yield folded, variant


def _glued(surname: str, given: str, glues: tuple[str, ...] = GLUES) -> Iterator[str]:
    """Both parts are folded; folding each form again would take most of a long roster's time."""
    blank = " " if is_word(surname[-1]) or is_word(given[0]) else ""
    yield from (surname + (blank if glue == " " else glue) + given for glue in glues)


def _alike(surname: str, given: str, base: Variant) -> Iterator[Variant]:
    """関ケ原 and 関が原, 井ノ口 and 井之口, 佐々木 and 佐佐木; both katakana: in the other order."""
    for family in _rewritten(surname):
        yield replace(base, form=family + given)
    for first in _unrepeated(given):
        yield replace(base, form=surname + first)
    if all(map(is_katakana, surname + given)):
        yield from (replace(base, form=form) for form in _glued(given, surname))


def _rewritten(surname: str) -> Iterator[str]:
    yield from _unrepeated(surname)
    for place in range(1, len(surname) - 1):
        between = is_kanji(surname[place - 1]) and is_kanji(surname[place + 1])
        for family in _ALIKE:
            if between and surname[place] in family:
                for other in family:
                    if other != surname[place]:
                        yield surname[:place] + other + surname[place + 1 :]


def _unrepeated(name: str) -> Iterator[str]:
    place = name.find("々")
    if place > 0:
        yield name[:place] + name[place - 1] + name[place + 1 :]


def _kana_variants(
    surname: str, given: str, base: Variant, *, common_only: bool
) -> Iterator[Variant]:
    base = replace(base, rule="person_kana", strength=0.8)
    for turned in (hiragana, katakana):
        for form in _glued(turned(surname), turned(given), GLUES[:2] if common_only else GLUES):
            if len(form) >= SHORTEST_KANA:
                yield replace(base, form=form)
    if common_only:
        return
    family, first = katakana(surname), katakana(given)
    less_usual = chain(
        _glued(first, family, GLUES[:2]),
        _glued(enlarged(family), enlarged(first), GLUES[:1]),
        _glued(lengthened(family), lengthened(first), GLUES[:1]),
        _glued(family.translate(_SAME_SOUND), first.translate(_SAME_SOUND), GLUES[:1]),
        (enlarged(hiragana(surname + given)), hiragana(surname + given).translate(_SAME_SOUND)),
        (family + hiragana(given), hiragana(surname) + first),
    )
    yield from (
        replace(base, form=form, strength=0.7) for form in less_usual if len(form) >= SHORTEST_KANA
    )


def _half_kana(
    surname: str, given: str, surname_kana: str, given_kana: str, base: Variant
) -> Iterator[Variant]:
    """One part in kanji and the other in kana, as on ballots and in profiles."""
    for turned in (hiragana, katakana):
        yield from (replace(base, form=form) for form in _glued(surname, turned(given_kana)))
        yield replace(base, form=turned(surname_kana) + given, strength=0.7)
