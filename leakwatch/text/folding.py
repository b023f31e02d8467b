"""Folding: one spelling for all the ways the same words are typed, with the way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leakwatch.text.plain import is_folded, only_case_differs
from leakwatch.text.settling import (
    Codes,
    Draft,
    Places,
    compose,
    drop_thousands_separators,
    places_of,
    settle_blanks,
    settle_degrees,
    settle_long_vowels,
    write_exponents,
)
from leakwatch.text.tables import (
    BLANK,
    BREAK,
    DROPPED,
    EXPANDED,
    JAPANESE,
    MARK,
    RAISED,
    TRAITS,
    VALUE,
    Tables,
    folding_tables,
)

_NEWLINE, _RETURN = map(ord, "\n\r")


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A folded text that knows where each of its characters stood in the original.

    Offsets are code points. `firsts` and `lasts` hold, for each folded character, the first and the
    last original code point it was made of; None when the two texts run in step.
    """

    original: str
    text: str
    firsts: Places | None = None
    lasts: Places | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of `text[start:end]`; what was dropped at the edges stays outside."""
        if self.firsts is None or self.lasts is None:
            return start, end
        if start >= end:
            place = int(self.firsts[start]) if start < len(self.firsts) else len(self.original)
            return place, place
        return int(self.firsts[start]), int(self.lasts[end - 1]) + 1

    def quote(self, start: int, end: int) -> str:
        """Exactly what the original says where `text[start:end]` stands."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def parted(self, offset: int) -> bool:
        """Whether blanks or a line break were dropped right before `offset`."""
        if self.firsts is None or self.lasts is None or not 0 < offset < len(self.firsts):
            return False
        gap = self.original[int(self.lasts[offset - 1]) + 1 : int(self.firsts[offset])]
        return bool(gap) and any(char.isspace() for char in gap)


def fold(text: str) -> Folded:
    """Fold `text` in one pass of table look-ups; time and memory are linear in its length.

    What becomes equal: width and compatibility forms (NFKC; ㈱ and (株)), case, Latin diacritics,
    half-width kana, kana with separate voiced marks, hyphens and dashes, middle dots, old and new
    kanji (髙 and 高), small ヶ and ケ, degrees (℃, °C and 度), thousands separators (1,180 and 1180),
    exponents (10⁻¹¹ and 10^-11), a long-vowel sign typed for a hyphen (RVー4). What is dropped: what
    shows nothing (zero-width, soft hyphen, control), blanks or one line break between two Japanese
    characters, because Japanese wraps and aligns within words, and blanks between a number and the
    Japanese beside it (第 3 世代); `Folded.parted` still tells where. Other blanks become one space
    or, with a line break among them, one line break. An empty line, which no wrapping makes, stays
    as two line breaks and so parts what stands around it for good. Lone surrogates become U+FFFD.

    What stays different although people confuse it, because a page would say things it does not
    say: hiragana and katakana, small and large kana, long vowels, kanji and other digits (三木 is no
    3木), spelled-out units. Variants of the entries cover those (`match.spellings`).

    Contract: `fold(fold(x).text).text == fold(x).text`; spans never run backwards; a quote is a
    slice of the original. Scripts other than Latin, kana and kanji are compared as they are encoded,
    apart from NFKC and case.
    """
    if text.isascii() and only_case_differs(text):
        return Folded(text, text.lower())
    if is_folded(text):
        return Folded(text, text)
    tables = folding_tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if "\r" in text:
        codes = _line_ends_joined(codes)
    draft, seen = _looked_up(codes, tables)
    if seen & MARK:
        compose(draft, tables)
    if seen & RAISED:
        write_exponents(draft)
    _settle_signs(draft, text, seen)
    drop_thousands_separators(draft)
    folded = draft.codes.astype("<u4", copy=False).tobytes().decode("utf-32-le")
    return Folded(text, folded, draft.firsts, draft.lasts)


def _settle_signs(draft: Draft, text: str, seen: int) -> None:
    """Degrees, blanks and long vowels, where there can be any."""
    japanese = bool(seen & JAPANESE)
    if "°" in text:
        settle_degrees(draft)
        japanese = True  # it may have become one
    if seen & (BLANK | BREAK):
        settle_blanks(draft, japanese=japanese)
    if japanese:
        settle_long_vowels(draft)  # after the blanks, which may part the sign from its neighbours


def fold_key(text: str) -> str:
    """The folded text alone, for comparing."""
    return fold(text).text


def _looked_up(codes: Codes, tables: Tables) -> tuple[Draft, int]:
    """The draft, and every trait that some character of it has."""
    entries = tables.entries.take(codes)
    draft = Draft(entries & np.uint32(VALUE), entries >> np.uint32(TRAITS))
    seen = int(np.bitwise_or.reduce(draft.traits))
    if seen & EXPANDED:
        _expand(draft, codes, tables)
        seen = int(np.bitwise_or.reduce(draft.traits))
    if seen & DROPPED:
        draft.without(places_of((draft.traits & DROPPED) != 0))
    return draft, seen


def _expand(draft: Draft, codes: Codes, tables: Tables) -> None:
    """Put the rows of `flat` where one code point is folded to several."""
    one = places_of((draft.traits & EXPANDED) != 0)
    lengths = tables.length.take(codes[one]).astype(np.intp)
    begins = draft.codes[one].astype(np.intp)
    times = np.ones(codes.size, dtype=np.intp)
    times[one] = lengths
    draft.only(np.repeat(np.arange(codes.size, dtype=np.intp), times))
    before = np.cumsum(lengths) - lengths
    within = np.arange(int(lengths.sum())) - np.repeat(before, lengths)
    at = np.repeat(one + before - np.arange(one.size), lengths) + within
    entries = tables.flat[np.repeat(begins, lengths) + within]
    draft.codes[at] = entries & VALUE
    draft.traits[at] = entries >> TRAITS


def _line_ends_joined(codes: Codes) -> Codes:
    """CR LF is one line break: the CR becomes a NUL, which is dropped."""
    paired = (codes[:-1] == _RETURN) & (codes[1:] == _NEWLINE)
    return np.where(np.append(paired, [False]), np.uint32(0), codes)
