"""Numbers as people write them: 4,800, 4800, 五千, 5千, 四千八百, 十二."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "億": 100_000_000}
_NUMBER = re.compile(
    r"[0-9]+(?:\.[0-9]+)?(?:[千百万億][0-9千百十]*)*|[〇零一二三四五六七八九十百千万億]+"
)
_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|.")


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    start: int
    end: int


def numbers_in(folded: str) -> Iterator[Number]:
    """Every number of a folded text, thousands separators gone; time is linear in its length."""
    for match in _NUMBER.finditer(folded):
        yield Number(_value(match[0]), match.start(), match.end())


def _value(written: str) -> float:
    """Digits and kanji mixed at will; 二〇一九 is read digit by digit."""
    if written.isascii():  # most are, and pages with a hit are full of them
        return float(written)
    if all(char in _DIGITS for char in written):
        return float("".join(str(_DIGITS[char]) for char in written))
    total = section = digit = 0.0
    begun = False
    for token in _TOKEN.findall(written):
        if token in _LARGE:
            total += (section + (digit if begun else 0.0) or 1.0) * _LARGE[token]
            section, digit, begun = 0.0, 0.0, False
        elif token in _SMALL:
            section += (digit if begun else 1.0) * _SMALL[token]
            digit, begun = 0.0, False
        else:
            digit, begun = float(_DIGITS.get(token, token)), True
    return total + section + digit
