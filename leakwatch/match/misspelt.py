"""A company's name with one katakana wrong or missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from leakwatch.text import enlarged, fold_key, rows

#: A shorter name is too often another word with one kana changed, and so is a shorter run of
#: katakana, unless the other characters of the name say whose it is.
LONG_ENOUGH = 6
_BESIDE_OTHERS = 5
_RUN = re.compile(f"[ァ-ヺー]{{{_BESIDE_OTHERS},}}")
_MARKS = ("\u3099", "\u309a")
#: A small っ is heard, and so written, in front of these.
_DOUBLED = "カキクケコサシスセソタチツテトパピプペポ"
#: The plural of a loan word: a name of nothing but katakana without it is the word itself.
_PLURAL = "スズ"


def misspelt(name: str) -> Iterator[str]:
    """`name` with one kana of a long run of katakana left out or taken for another, folded.

    Every kana for every other would be some 80 spellings a place, most of which nobody writes and
    some of which are other names. So a kana is only taken for what it is mistaken for: voiced for
    unvoiced, small for large, a look-alike, the other notation of a loan word; ッ may be doubled.
    That is some 4 spellings a place.
    """
    name = fold_key(name)
    if len(name) < LONG_ENOUGH:
        return
    slips = (each for run in _RUN.finditer(name) for each in _slips(name, *run.span()))
    bare = name[:-1] if name.endswith(tuple(_PLURAL)) and _RUN.fullmatch(name) else name
    yield from (each for each in dict.fromkeys(map(fold_key, slips)) if each not in {name, bare})


def _slips(name: str, first: int, end: int) -> Iterator[str]:
    for place in range(first, end):
        before, kana, behind = name[:place], name[place], name[place + 1 :]
        yield before + behind
        yield from (before + taken + behind for taken in mistaken(kana))
        if kana in _DOUBLED and place > first and name[place - 1] not in "ッンー":
            yield f"{before}ッ{kana}{behind}"


@cache
def mistaken(kana: str) -> tuple[str, ...]:
    """What one katakana is written for by mistake."""
    listed = "".join(row[2] for row in rows("kana_slips") if row[1] == kana)
    return tuple(dict.fromkeys([*_voiced(kana), *_resized(kana), *listed]))


def _voiced(kana: str) -> Iterator[str]:
    base = unicodedata.normalize("NFD", kana)[0]
    for marked in (base, *(unicodedata.normalize("NFC", base + mark) for mark in _MARKS)):
        if len(marked) == 1 and marked != kana:
            yield marked


def _resized(kana: str) -> Iterator[str]:
    yield from (other for other in _KANA if enlarged(other) == kana and other != kana)
    if enlarged(kana) != kana:
        yield enlarged(kana)


_KANA = tuple(map(chr, range(ord("ァ"), ord("ヺ") + 1)))
