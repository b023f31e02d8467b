"""A person's name in Latin letters: romanisations, both orders, initials, mail addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from leakwatch.match.variant import Variant, one_line
from leakwatch.models import Person
from leakwatch.text import romanisations, romanised

#: A name with fewer letters stands in too many other words.
SHORTEST_LATIN = 6
#: A surname with fewer letters beside one initial is no name any more.
SHORTEST_SURNAME = 3
#: Run together without anything between, as in handles.
SHORTEST_JOINED = 9

#: Pairs of spellings of surname and given name, those of one system first.
PAIRS, PAIRS_GUESSED, PAIRS_COMMON = 20, 5, 3
#: Pairs that are also looked for as handles and local parts of mail addresses.
JOINED_PAIRS = 2
#: Spellings of a surname and an initial that are looked for side by side.
ABBREVIATED = 4
#: The first spellings of a surname: without long vowels, with oh, with every vowel.
USUAL = 4

Reading = tuple[tuple[str, str], Variant]


def latin_variants(
    person: Person, readings: Sequence[Reading], base: Variant, *, common_only: bool
) -> Iterator[Variant]:
    """Forms by the rules `person_romaji`, `person_initials` and `person_address`.

    Sources are the roster's own spellings and what `readings` are romanised to.
    """
    base = replace(base, rule="person_romaji", strength=0.8)
    stated = list(_stated(person))
    for given, surname in stated:
        yield from _ordered(given, surname, base)
    pairs = [((given, surname), base) for given, surname in stated]
    for (family, first), each in readings:
        most = PAIRS_GUESSED if each.guessed else PAIRS
        found = _pairs(family, first)[: PAIRS_COMMON if common_only else most]
        named = replace(each, rule="person_romaji", strength=0.8)
        for given, surname in found:
            yield from _ordered(given, surname, named)
        pairs += [(pair, named) for pair in found]
    if not common_only:
        yield from _mixed_scripts(person, pairs[:1])
        for (given, surname), named in pairs[:JOINED_PAIRS]:
            yield from _joined(given, surname, named)
        yield from _initials(pairs)
    yield from _addresses(person, pairs, base)


def _stated(person: Person) -> Iterator[tuple[str, str]]:
    """(given, surname) as the roster spells them; of two plain words the order is not known."""
    spellings = list(person.romaji)
    if (person.surname + person.given).isascii():
        spellings.append(f"{person.surname}, {person.given}")
    for full in spellings:
        behind_comma = full.partition(",")[2]
        words = one_line(full).replace(",", " ").split()
        if len(words) < 2:  # noqa: PLR2004 - full names only
            continue
        raw = full.replace(",", " ").split()
        surname_first = bool(behind_comma) or (raw[0].isupper() and not raw[-1].isupper())
        if surname_first:
            yield " ".join(words[1:]), words[0]
        else:
            yield " ".join(words[:-1]), words[-1]


def _pairs(surname_kana: str, given_kana: str) -> list[tuple[str, str]]:
    """Both parts in the same system, commonest first, then mixed, without repeats.

    The apostrophe of `jun'ichi` goes with each usual spelling of the surname: of all mixtures it is
    the one that passports make (ohno, jun'ichi).
    """
    same = zip(romanisations(given_kana), romanisations(surname_kana), strict=False)
    givens, surnames = romanised(given_kana), romanised(surname_kana)
    parted = product([each for each in givens if "'" in each][:1], surnames[:USUAL])
    ranked = sorted(product(range(len(givens)), range(len(surnames))), key=sum)
    mixed = ((givens[i], surnames[j]) for i, j in ranked)
    return [pair for pair in dict.fromkeys((*same, *parted, *mixed)) if _long_enough(*pair)]


def _long_enough(given: str, surname: str) -> bool:
    return len(given) + len(surname) >= SHORTEST_LATIN


def _ordered(given: str, surname: str, base: Variant) -> Iterator[Variant]:
    if _long_enough(given, surname):
        yield replace(base, form=f"{given} {surname}")
        yield replace(base, form=f"{surname} {given}")
        yield replace(base, form=f"{surname}, {given}")


def _joined(given: str, surname: str, base: Variant) -> Iterator[Variant]:
    if not _long_enough(given, surname):
        return
    for first, last in ((given, surname), (surname, given)):
        for glue in ",.-_":
            yield replace(base, form=first.replace(" ", glue) + glue + last, strength=0.7)
        if len(first) + len(last) >= SHORTEST_JOINED:
            yield replace(base, form=(first + last).replace(" ", ""), strength=0.6)


def _mixed_scripts(
    person: Person, pairs: list[tuple[tuple[str, str], Variant]]
) -> Iterator[Variant]:
    """The surname in kanji and the given name in Latin letters."""
    surname = one_line(person.surname)
    if not surname.isascii():
        for (given, _), base in pairs:
            for blank in ("", " "):
                form = f"{surname}{blank}{given}"
                yield replace(base, form=form, rule="person_named", strength=0.7)


def _initials(pairs: list[tuple[tuple[str, str], Variant]]) -> Iterator[Variant]:
    """`k. sato`: one of a hundred people, so a weak hit."""
    found: dict[tuple[str, str], Variant] = {}
    for (given, surname), base in pairs:
        if len(surname) >= SHORTEST_SURNAME:
            found.setdefault((given[0], surname), base)
    for place, ((initial, surname), base) in enumerate(list(found.items())[:ABBREVIATED]):
        weak = replace(base, rule="person_initials", strength=0.5)
        forms = _abbreviated(initial, surname) + (_boxes(initial, surname) if place < 1 else ())
        yield from (replace(weak, form=form) for form in forms)


def _abbreviated(initial: str, surname: str) -> tuple[str, ...]:
    return (
        f"{initial}. {surname}",
        f"{initial}.{surname}",
        f"{initial} {surname}",
        f"{surname} {initial}",
        f"{surname}, {initial}",
        f"{initial}{surname}@",
        f"{surname}.{initial}@",
    )


def _boxes(initial: str, surname: str) -> tuple[str, ...]:
    """Local parts of mail addresses that companies make of names less often."""
    return (f"{initial}_{surname}@", f"{surname}_{initial}@", f"{surname}{initial}@")


def _addresses(
    person: Person, pairs: list[tuple[tuple[str, str], Variant]], base: Variant
) -> Iterator[Variant]:
    """The roster's own address, others made of the name at its host, its local part elsewhere."""
    local, at, host = one_line(person.email or "").rpartition("@")
    if not local or not at or not host:
        return
    yield replace(base, rule="person_address", form=f"{local}@{host}", strength=1.0)
    if person.email and any(char in local for char in "._-"):
        yield replace(base, rule="person_initials", form=f"{local}@", strength=0.6)
    for (given, surname), each in pairs[:1]:
        made = replace(each, rule="person_address", strength=0.7)
        for name in (f"{given[0]}.{surname}", f"{given[0]}{surname}", f"{surname}.{given[0]}"):
            yield replace(made, form=f"{name}@{host}")
