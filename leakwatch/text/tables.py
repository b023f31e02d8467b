"""One table over all code points: what each is folded to, and what kind of character that is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from leakwatch.text.resources import rows

#: Traits of a folded character; the first two say that a code point is not folded to exactly one.
DROPPED, EXPANDED, BLANK, BREAK, JAPANESE, DIGIT, LATIN, MARK, RAISED = (1 << b for b in range(9))

#: An entry of the tables holds a code point in its lower bits and the traits above them.
TRAITS = 21
VALUE = (1 << TRAITS) - 1

VOICED_MARK, SEMIVOICED_MARK = 0x3099, 0x309A

REPLACEMENT = 0xFFFD

#: Code points that show nothing: soft hyphen, fillers, zero-width and direction marks, variation
#: selectors, annotation anchors, tags (Unicode's Default_Ignorable_Code_Point), and combining
#: diacritics, so that ō and o are one letter.
INVISIBLE = (
    (0x00AD, 0x00AD),
    (0x0300, 0x036F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0xE0000, 0xE0FFF),
)

JAPANESE_RANGES = (
    (0x3005, 0x3007),
    (0x3041, 0x309F),
    (0x30A1, 0x30FA),
    (0x30FC, 0x30FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)

#: Where NFKC or casefolding change anything; the ideographs between are left as they are.
CHANGING = ((0x0000, 0x33FF), (0xA000, 0xABFF), (0xF900, 0x1FFFF), (0x2F800, 0x2FA1F))

#: Digits and minus as exponents are set; folded to the plain ones.
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"

ALL = 0x110000


@dataclass(frozen=True, slots=True)
class Tables:
    entries: NDArray[np.uint32]  #: traits and folded code point, or where its row of `flat` begins
    length: NDArray[np.uint8]  #: number of folded code points
    flat: NDArray[np.uint32]  #: entries of the expansions, one behind the other
    voiced: NDArray[np.uint32]  #: kana with a voiced mark, 0 where there is none
    semivoiced: NDArray[np.uint32]


@cache
def folding_tables() -> Tables:
    """Built once, on the first fold (some 0.1 s), not on import."""
    single = np.arange(ALL, dtype=np.uint32)
    length = np.ones(ALL, dtype=np.uint8)
    flat: list[int] = []
    for code, folded in _changes():
        length[code] = len(folded)
        if len(folded) == 1:
            single[code] = ord(folded)
        elif folded:
            single[code] = len(flat)
            flat.extend(map(ord, folded))
    traits = _traits(single, length)
    entries: NDArray[np.uint32] = single | traits << np.uint32(TRAITS)
    voiced, semivoiced = _with_mark(VOICED_MARK), _with_mark(SEMIVOICED_MARK)
    return Tables(entries, length, entries[np.array(flat)], voiced, semivoiced)


def _changes() -> Iterable[tuple[int, str]]:
    """Every code point that is not folded to itself."""
    special = dict(_special())
    outside = (code for code in special if not _within(code, CHANGING))
    for code in (*_codes(CHANGING), *outside):
        folded = _settled(chr(code), special)
        if folded != chr(code):
            yield code, folded


def _settled(char: str, special: Mapping[int, str]) -> str:
    """`char` folded until nothing changes any more, so that folding twice is folding once."""
    folded, before = char, ""
    while folded != before:
        before = folded
        folded = "".join(special.get(ord(each)) or _plain(each, special) for each in before)
    return folded


def _plain(char: str, special: Mapping[int, str]) -> str:
    if ord(char) in special:
        return ""
    folded = unicodedata.normalize("NFKC", char).casefold()
    if folded.isascii():
        return folded
    letters = (each for each in unicodedata.normalize("NFD", folded) if not _diacritic(each))
    return unicodedata.normalize("NFC", "".join(letters))


def _diacritic(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def _special() -> Iterable[tuple[int, str]]:
    """What Unicode's own normalisation would treat otherwise."""
    for codes, stands in (
        ((*range(0x20), *range(0x7F, 0xA0), *_codes(INVISIBLE)), ""),
        ((0x09, 0x0B, 0x1F), " "),
        ((0x0A, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n"),
        (range(0xD800, 0xE000), chr(REPLACEMENT)),
    ):
        yield from ((code, stands) for code in codes)
    for _family, stands, members in rows("character_families"):
        yield from ((code, chr(int(stands, 16))) for code in _codes(_ranges(members)))
    for current, variants in rows("kanji_variants"):
        yield from ((ord(variant), current) for variant in variants)


def _ranges(listed: str) -> Iterable[tuple[int, int]]:
    for member in listed.split():
        first, _, last = member.partition("-")
        yield int(first, 16), int(last or first, 16)


def _codes(ranges: Iterable[tuple[int, int]]) -> Iterable[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


def _within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _traits(single: NDArray[np.uint32], length: NDArray[np.uint8]) -> NDArray[np.uint32]:
    own = np.zeros(ALL, dtype=np.uint32)
    own[[0x20, 0xA0]] = BLANK
    own[0x0A] = BREAK
    own[0x30:0x3A] = DIGIT
    own[0x61:0x7B] = LATIN
    own[[VOICED_MARK, SEMIVOICED_MARK]] = MARK
    for first, last in JAPANESE_RANGES:
        own[first : last + 1] |= JAPANESE
    own[[VOICED_MARK, SEMIVOICED_MARK]] = MARK
    traits = own.copy()
    one = length == 1
    traits[one] = own[single[one]]
    traits[length == 0] = DROPPED
    traits[length > 1] = EXPANDED
    traits[[*map(ord, SUPERSCRIPTS)]] |= RAISED
    return traits


def _with_mark(mark: int) -> NDArray[np.uint32]:
    """For each kana the one that a (semi)voiced mark makes of it, else 0."""
    composed = np.zeros(ALL, dtype=np.uint32)
    for code in range(0x3041, 0x3100):
        whole = unicodedata.normalize("NFC", chr(code) + chr(mark))
        if len(whole) == 1:
            composed[code] = ord(whole)
    return composed
