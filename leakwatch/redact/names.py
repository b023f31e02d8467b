"""Which strings give a person away on one page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from leakwatch.match.people import person_variants
from leakwatch.models import EntryKind, Finding, Person, Sighting, person_of
from leakwatch.text import fold_key, hiragana, is_word, katakana, romanised

#: A shorter part of a name stands in too many other words to be hidden everywhere.
SHORTEST = 2
SHORTEST_LATIN = 3

_GLUE = re.compile(r"[\s・,、，/|()\[\]「」【】<>:;.\-_@]+")
_HONORIFICS = ("さん", "氏", "様", "さま", "君", "くん", "先生", "殿", "-san", " san")
_NAME_FIELDS = ("name", "author", "kana", "reading", "handle", "nickname")


def names_on_page(
    finding: Finding, sighting: Sighting, people: tuple[Person, ...]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Folded strings to hide: (full names of the roster, everything else that names somebody).

    Full names are those of the whole roster. Of the people this finding is about also each part of
    the name; and whatever the page itself gives as its owner's name, whole and in parts.
    """
    named: set[str | None] = {
        hit.entry for hit in finding.hits if hit.entry_kind is EntryKind.PERSON
    }
    named.add(person_of(finding.subject))
    parts = {part for person in people if person.id in named for part in _parts(person)}
    parts |= {part for value in _stated(sighting) for part in _pieces(value)}
    ordered = sorted(filter(_telling, parts), key=len, reverse=True)
    return roster_names(people), tuple(ordered)


def spans_of(folded: str, strings: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where any of `strings` stands; Latin ones only as whole words."""
    for string in strings:
        at = folded.find(string)
        while at >= 0:
            end = at + len(string)
            if not (string.isascii() and _in_word(folded, at, end)):
                yield at, end
            at = folded.find(string, at + 1)


@lru_cache(maxsize=2)
def roster_names(people: tuple[Person, ...]) -> frozenset[str]:
    """Every spelling of the whole name of everybody, folded."""
    return frozenset(variant.form for person in people for variant in person_variants(person))


def _parts(person: Person) -> Iterator[str]:
    yield from (fold_key(person.surname), fold_key(person.given))
    for kana in filter(None, (person.surname_kana, person.given_kana)):
        yield from (fold_key(hiragana(kana)), fold_key(katakana(kana)), *romanised(kana))
    for spelled in person.romaji:
        yield from _GLUE.split(fold_key(spelled))
    for short in filter(lambda part: len(part) < SHORTEST, (fold_key(person.surname),)):
        yield from (short + honorific for honorific in _HONORIFICS)


def _stated(sighting: Sighting) -> Iterator[str]:
    for field, value in sighting.fields.items():
        if field.startswith(_NAME_FIELDS):
            yield value


def _pieces(value: str) -> Iterator[str]:
    yield fold_key(value)
    for piece in _GLUE.split(value):
        yield fold_key(piece)
        yield from _GLUE.split(fold_key(piece))


def _telling(part: str) -> bool:
    return len(part) >= (SHORTEST_LATIN if part.isascii() else SHORTEST)


def _in_word(folded: str, start: int, end: int) -> bool:
    front = start > 0 and is_word(folded[start - 1]) and is_word(folded[start])
    return front or (end < len(folded) and is_word(folded[end]) and is_word(folded[end - 1]))
