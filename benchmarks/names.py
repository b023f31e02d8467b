"""Names of people and companies out of the shared corpus, as entries of a watchlist."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Iterator
from io import StringIO

from benchmarks.corpus import CORPUS
from leakwatch.models import Company, Person

_SEED = 20_261
_GIVEN = tuple(
    f"first_name_{who}_{kind}.csv.gz" for who in ("man", "woman") for kind in ("org", "opti")
)
#: Columns of the filers' list: name, English name, reading.
_NAME, _ENGLISH, _KANA = 6, 7, 8
#: Above the list stand the date of the download and the headings.
_HEAD = 2


def _rows(name: str, encoding: str = "utf-8") -> Iterator[list[str]]:
    with gzip.open(CORPUS / name, "rt", encoding=encoding) as stream:
        yield from csv.reader(StringIO(stream.read()))


def surnames() -> list[tuple[str, str]]:
    """(kanji, reading), by frequency."""
    return [(row[0], row[2]) for row in _rows("names/last_name_org.csv.gz")]


def given_names() -> list[tuple[str, str]]:
    """(kanji, reading), every writing of every reading once."""
    found = (
        (kanji, row[0])
        for name in _GIVEN
        for row in _rows(f"names/{name}")
        for kanji in row[2:]
        if kanji
    )
    return list(dict.fromkeys(found))


def people(count: int | None = None) -> list[Person]:
    """Every given name beside some surname and the other way round; `count` of them, drawn."""
    families, firsts = surnames(), given_names()
    draw = random.Random(_SEED)
    draw.shuffle(firsts)
    return [
        Person(
            id=f"P{number}",
            surname=families[number % len(families)][0],
            surname_kana=families[number % len(families)][1],
            given=kanji,
            given_kana=reading,
            email=f"p{number}@own.example",
        )
        for number, (kanji, reading) in enumerate(firsts[:count])
    ]


def company_names() -> list[tuple[str, str, str]]:
    """(name, English name, reading) of everybody who files reports."""
    rows = list(_rows("companies/EdinetcodeDlInfo.csv.gz", "cp932"))[_HEAD:]
    return [(row[_NAME], row[_ENGLISH], row[_KANA]) for row in rows]


def companies(count: int) -> list[Company]:
    """`count` of them that have all three names, drawn; the first is the owner."""
    complete = [names for names in company_names() if all(names) and names[1] != "-"]
    chosen = random.Random(_SEED).sample(complete, count)
    return [
        Company(id=f"C{number}", name=name, english=(english,), kana=kana, owner=number == 0)
        for number, (name, english, kana) in enumerate(chosen)
    ]
