"""Readings of roster names for which none is stated, guessed with the extra `ja`.

The dictionary (fugashi with unidic-lite) takes 250 MB, so it is an extra; without it nothing is guessed
and such people are looked for in kanji only. A guess is never treated as stated: it stands in
`Person.guessed_kana`, and every form made of it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from itertools import islice, product
from typing import Any

from leakwatch.models import Person

#: What the dictionary calls a surname and a given name.
SURNAME, GIVEN = "姓", "名"

#: Readings of one name: surname times given name, the likeliest first.
GUESSES = 3
#: Analyses of one part that are looked at; later ones are of no name.
_ANALYSES = 6

#: (name, `SURNAME` or `GIVEN`) → its readings in katakana, the likeliest first.
Reader = Callable[[str, str], list[str]]


def with_guessed_readings(
    people: Iterable[Person], reader: Reader | None = None
) -> tuple[Person, ...]:
    """`people`, with guesses for those without kana, when there is a `reader` to guess."""
    people = tuple(people)
    if all(map(_stated, people)):
        return people  # the dictionary takes a while to open
    reader = reader or dictionary_reader()
    if reader is None:
        return people
    return tuple(person if _stated(person) else _guessed(person, reader) for person in people)


def _stated(person: Person) -> bool:
    return bool(person.surname_kana and person.given_kana)


def _guessed(person: Person, reader: Reader) -> Person:
    surnames = [person.surname_kana] if person.surname_kana else reader(person.surname, SURNAME)
    givens = [person.given_kana] if person.given_kana else reader(person.given, GIVEN)
    pairs = sorted(product(range(len(surnames)), range(len(givens))), key=sum)
    guesses = ((surnames[i], givens[j]) for i, j in pairs)
    return replace(person, guessed_kana=tuple(islice(guesses, GUESSES)))


def dictionary_reader() -> Reader | None:
    """The extra's reader; None without the extra or without its dictionary."""
    try:
        tagger: Any = import_module("fugashi").Tagger()
    except (ImportError, RuntimeError):  # RuntimeError: fugashi is there, its dictionary is not
        return None

    def readings(name: str, part: str) -> list[str]:
        """Only of names the dictionary knows as one word: pieces of others are read wrongly."""
        paths = tagger.nbestToNodeList(_folded(name), _ANALYSES)
        whole = [path[0].feature for path in paths if len(path) == 1]
        kana = [str(f.kana) for f in whole if (f.pos3, f.pos4) == ("人名", part) and f.kana]
        return list(dict.fromkeys(kana))

    return readings


def _folded(text: str) -> str:
    from leakwatch.text import fold_key  # noqa: PLC0415 - the supervisor does without numpy

    return fold_key(text)
