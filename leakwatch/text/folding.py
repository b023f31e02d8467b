"""Folding: one spelling for all the ways the same words are typed, with the way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leakwatch.text.tables import (
    BLANK,
    BREAK,
    DIGIT,
    DROPPED,
    EXPANDED,
    JAPANESE,
    LATIN,
    MARK,
    VOICED_MARK,
    Tables,
    folding_tables,
)

Codes = NDArray[np.uint32]
Flags = NDArray[np.uint8]
Places = NDArray[np.int32]

_SPACE, _NEWLINE, _RETURN, _COMMA, _HYPHEN = map(ord, " \n\r,-")
#: What the long vowel and the degree sign come from; most texts of one line hold none.
_SIGNS = "ーｰ°"
_DEGREE, _DEGREE_SIGN, _LETTER_C, _LONG_VOWEL = map(ord, "度°cー")


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


@dataclass(slots=True)
class _Draft:
    """The text while it is being folded: code points, their traits, and where they came from."""

    codes: Codes
    traits: Flags
    firsts: Places | None = None
    lasts: Places | None = None

    def has(self, trait: int) -> bool:
        return bool((self.traits & trait).any())

    def keep(self, kept: NDArray[np.bool_]) -> None:
        if kept.all():
            return
        self.placed()
        assert self.firsts is not None
        assert self.lasts is not None
        same = self.firsts is self.lasts
        self.codes, self.traits = self.codes[kept], self.traits[kept]
        self.firsts = self.firsts[kept]
        self.lasts = self.firsts if same else self.lasts[kept]

    def placed(self) -> None:
        if self.firsts is None:
            self.firsts = self.lasts = np.arange(self.codes.size, dtype=np.int32)

    def swallow(self, hosts: NDArray[np.intp], guests: NDArray[np.intp]) -> None:
        """Let the characters at `guests` become part of those at `hosts`."""
        self.placed()
        assert self.lasts is not None
        self.lasts = self.lasts.copy()
        self.lasts[hosts] = self.lasts[guests]

    def put(self, at: NDArray[np.intp], code: int | Codes, trait: int) -> None:
        self.codes[at] = code
        self.traits[at] = trait


def fold(text: str) -> Folded:
    """Fold `text` in one pass of table look-ups; time and memory are linear in its length.

    What becomes equal: width and compatibility forms (NFKC; ㈱ and (株)), case, Latin diacritics,
    half-width kana, kana with separate voiced marks, hyphens and dashes, middle dots, old and new
    kanji (髙 and 高), small ヶ and ケ, degrees (℃, °C and 度), thousands separators (1,180 and 1180),
    a long-vowel sign typed for a hyphen (TXー7). What is dropped: what shows nothing (zero-width,
    soft hyphen, control), and blanks or one line break between two Japanese characters, because
    Japanese wraps and aligns within words; `Folded.parted` still tells where. Other blanks become
    one space or, with a line break among them, one line break. An empty line, which no wrapping
    makes, stays as two line breaks and so parts what stands around it for good. Hiragana and
    katakana stay different. Lone surrogates become U+FFFD.

    Contract: `fold(fold(x).text).text == fold(x).text`; spans never run backwards; a quote is a
    slice of the original. Scripts other than Latin, kana and kanji are compared as they are encoded,
    apart from NFKC and case.
    """
    if not text:
        return Folded(text, text)
    tables = folding_tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if "\r" in text:
        codes = _line_ends_joined(codes)
    draft = _looked_up(codes, tables)
    if draft.has(MARK):
        _compose(draft, tables)
    if any(sign in text for sign in _SIGNS):
        _settle_signs(draft)
    if draft.has(BLANK | BREAK):
        _settle_blanks(draft)
    _drop_thousands_separators(draft)
    folded = draft.codes.astype("<u4", copy=False).tobytes().decode("utf-32-le")
    return Folded(text, folded, draft.firsts, draft.lasts)


def fold_key(text: str) -> str:
    """The folded text alone, for comparing."""
    return fold(text).text


def _looked_up(codes: Codes, tables: Tables) -> _Draft:
    values, traits = tables.single.take(codes), tables.traits.take(codes)
    draft = _Draft(values, traits)
    if draft.has(EXPANDED):
        return _expanded(codes, values, tables)
    if draft.has(DROPPED):
        draft.keep((traits & DROPPED) == 0)
    return draft


def _expanded(codes: Codes, values: Codes, tables: Tables) -> _Draft:
    lengths = tables.length.take(codes).astype(np.int64)
    begins = np.cumsum(lengths) - lengths
    within = np.arange(int(lengths.sum())) - np.repeat(begins, lengths)
    several = np.repeat(lengths > 1, lengths)
    values = np.repeat(values, lengths)
    values[several] = tables.flat[values[several] + within[several]]
    places = np.repeat(np.arange(codes.size, dtype=np.int32), lengths)
    return _Draft(values, tables.traits.take(values), places, places)


def _line_ends_joined(codes: Codes) -> Codes:
    """CR LF is one line break: the CR becomes a NUL, which is dropped."""
    paired = (codes[:-1] == _RETURN) & (codes[1:] == _NEWLINE)
    return np.where(np.append(paired, [False]), np.uint32(0), codes)


def _compose(draft: _Draft, tables: Tables) -> None:
    """Join kana with the voiced mark behind them; a mark behind anything else shows nothing."""
    marked = (draft.traits & MARK) != 0
    marks = np.flatnonzero(marked)
    marks = marks[marks > 0]
    bases = draft.codes[marks - 1]
    composed = np.where(
        draft.codes[marks] == VOICED_MARK,
        tables.voiced.take(bases),
        tables.semivoiced.take(bases),
    )
    fits = composed != 0
    hosts = marks[fits] - 1
    draft.put(hosts, composed[fits], JAPANESE)
    draft.swallow(hosts, marks[fits])
    draft.keep(~marked)


def _settle_signs(draft: _Draft) -> None:
    codes, traits = draft.codes, draft.traits
    if codes.size < 2:  # noqa: PLR2004 - a sign needs a neighbour
        return
    word = (traits & (DIGIT | LATIN)) != 0
    vowels = np.flatnonzero(codes[1:-1] == _LONG_VOWEL) + 1
    vowels = vowels[word[vowels - 1] & word[vowels + 1]]
    draft.put(vowels, _HYPHEN, 0)
    degrees = np.flatnonzero(codes[:-1] == _DEGREE_SIGN)
    degrees = degrees[codes[degrees + 1] == _LETTER_C]
    letter_follows = np.append(word, [False, False])[degrees + 2]
    degrees = degrees[~letter_follows]
    if degrees.size:
        draft.put(degrees, _DEGREE, JAPANESE)
        draft.swallow(degrees, degrees + 1)
        kept = np.ones(codes.size, dtype=np.bool_)
        kept[degrees + 1] = False
        draft.keep(kept)


def _settle_blanks(draft: _Draft) -> None:
    """Drop or shorten every run of blanks and line breaks, by what stands on either side of it."""
    traits = draft.traits
    places = np.flatnonzero((traits & (BLANK | BREAK)) != 0)
    begins = np.flatnonzero(np.diff(places, prepend=-2) != 1)
    firsts = places[begins]
    lasts = places[np.append(begins[1:], places.size) - 1]
    breaks = np.add.reduceat((traits[places] & BREAK) != 0, begins, dtype=np.int64)
    left = np.where(firsts > 0, traits[firsts - 1], 0)
    right = np.append(traits, np.uint8(0))[lasts + 1]
    inner = (left & JAPANESE != 0) & (right & JAPANESE != 0) & (breaks <= 1)
    after = np.append(draft.codes, np.uint32(0))[lasts + 1]
    unit = (left & DIGIT != 0) & (after == _DEGREE) & (breaks == 0)
    edge = (firsts == 0) | (lasts == traits.size - 1)
    stays = ~(inner | unit | edge)
    kept = (traits & (BLANK | BREAK)) == 0
    empty_line = stays & (breaks > 1)
    kept[firsts[stays]] = True
    kept[firsts[empty_line] + 1] = True
    draft.put(firsts[stays & (breaks == 0)], _SPACE, BLANK)
    draft.put(firsts[stays & (breaks > 0)], _NEWLINE, BREAK)
    draft.put(firsts[empty_line] + 1, _NEWLINE, BREAK)
    draft.keep(kept)


def _drop_thousands_separators(draft: _Draft) -> None:
    """1,180 and 1,180,000 but not 1,18: a comma between a digit and exactly three digits."""
    commas = np.flatnonzero(draft.codes == _COMMA)
    if not commas.size:
        return
    digit = np.concatenate(((draft.traits & DIGIT) != 0, [False] * 5))
    before = digit[commas - 1] & (commas > 0)
    three = digit[commas + 1] & digit[commas + 2] & digit[commas + 3] & ~digit[commas + 4]
    commas = commas[before & three]
    if commas.size:
        kept = np.ones(draft.codes.size, dtype=np.bool_)
        kept[commas] = False
        draft.keep(kept)
