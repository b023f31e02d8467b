"""What of a folded text depends on its neighbours: marks, exponents, signs, blanks, separators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leakwatch.text.tables import (
    BLANK,
    BREAK,
    DIGIT,
    JAPANESE,
    LATIN,
    MARK,
    RAISED,
    VOICED_MARK,
    Tables,
)

Codes = NDArray[np.uint32]
Flags = NDArray[np.uint32]
Places = NDArray[np.int32]
Indices = NDArray[np.intp]

_SPACE, _NEWLINE, _COMMA, _HYPHEN, _CARET = map(ord, " \n,-^")
_DEGREE, _DEGREE_SIGN, _LETTER_C, _LONG_VOWEL = map(ord, "度°cー")


@dataclass(slots=True)
class Draft:
    """The text while it is being folded: code points, their traits, and where they came from.

    `firsts` and `lasts` are as in `Folded`; they are one array while no character was made of two.
    """

    codes: Codes
    traits: Flags
    firsts: Places | None = None
    lasts: Places | None = None

    def only(self, chosen: Indices) -> None:
        """Go on with the characters at `chosen`, in that order; one may be chosen twice."""
        same = self.firsts is self.lasts
        self.codes, self.traits = self.codes.take(chosen), self.traits.take(chosen)
        if self.firsts is None or self.lasts is None:
            self.firsts = self.lasts = chosen.astype(np.int32)
        else:
            self.firsts = self.firsts.take(chosen)
            self.lasts = self.firsts if same else self.lasts.take(chosen)

    def without(self, dropped: Indices) -> None:
        if dropped.size:
            kept = np.ones(self.codes.size, dtype=np.bool_)
            kept[dropped] = False
            self.only(places_of(kept))

    def swallow(self, hosts: Indices, guests: Indices) -> None:
        """Let the characters at `guests` become part of those at `hosts`."""
        if self.lasts is None:
            self.firsts = self.lasts = np.arange(self.codes.size, dtype=np.int32)
        self.lasts = self.lasts.copy()
        self.lasts[hosts] = self.lasts[guests]

    def put(self, at: Indices, code: int | Codes, trait: int) -> None:
        self.codes[at] = code
        self.traits[at] = trait

    def has(self, at: Indices, traits: int) -> NDArray[np.bool_]:
        """Whether the characters at `at` have one of `traits`; beyond an edge the last one counts."""
        found: NDArray[np.bool_] = (self.traits.take(at, mode="clip") & traits) != 0
        return found


def places_of(chosen: NDArray[np.bool_]) -> Indices:
    return chosen.nonzero()[0]


def compose(draft: Draft, tables: Tables) -> None:
    """Join kana with the voiced mark behind them; a mark behind anything else shows nothing."""
    every = places_of((draft.traits & MARK) != 0)
    marks = every[every > 0]
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
    draft.without(every)


def write_exponents(draft: Draft) -> None:
    """`10⁻¹¹` is 10^-11, not the 10-11 that compatibility folding makes of it; `cm³` stays cm3."""
    raised = places_of((draft.traits & RAISED) != 0)
    raised = raised[raised > 0]
    exponents = raised[draft.has(raised - 1, DIGIT) & ~draft.has(raised - 1, RAISED)]
    if not exponents.size:
        return
    times = np.ones(draft.codes.size, dtype=np.intp)
    times[exponents] = 2
    draft.only(np.repeat(np.arange(draft.codes.size, dtype=np.intp), times))
    draft.put(exponents + np.arange(exponents.size), _CARET, 0)


def settle_long_vowels(draft: Draft) -> None:
    """A long-vowel sign between letters and digits was typed for a hyphen."""
    vowels = places_of(draft.codes == _LONG_VOWEL)
    for step in (-1, 1):
        vowels = vowels[draft.has(vowels + step, DIGIT | LATIN)]
    if vowels.size:
        draft.put(vowels, _HYPHEN, 0)


def settle_degrees(draft: Draft) -> None:
    """`°C` is a degree unless a word goes on behind it, as in an angle before `Cu`."""
    degrees = places_of(draft.codes[:-1] == _DEGREE_SIGN)
    degrees = degrees[draft.codes[degrees + 1] == _LETTER_C]
    ends = degrees + 2 == draft.codes.size
    degrees = degrees[ends | ~draft.has(degrees + 2, DIGIT | LATIN)]
    if degrees.size:
        draft.put(degrees, _DEGREE, JAPANESE)
        draft.swallow(degrees, degrees + 1)
        draft.without(degrees + 1)


def settle_blanks(draft: Draft, *, japanese: bool = True) -> None:
    """Drop or shorten every run of blanks and line breaks, by what stands on either side of it.

    Where nothing is Japanese only the edges lose theirs: that is said in a third of the time.
    """
    places = places_of((draft.traits & (BLANK | BREAK)) != 0)
    parted = np.ones(places.size, dtype=np.bool_)
    np.not_equal(places[1:] - places[:-1], 1, out=parted[1:])
    if parted.all():  # as text comes from extraction; half the work
        if japanese:
            draft.without(places[_droppable(draft, places, places)])
        else:
            edges = np.array([0, draft.codes.size - 1])
            draft.without(edges[draft.has(edges, BLANK | BREAK)])
        return
    begins = places_of(parted)
    firsts = places[begins]
    lasts = places[np.append(begins[1:], places.size) - 1]
    breaks = np.add.reduceat(draft.has(places, BREAK), begins, dtype=np.intp)
    stays = ~_droppable(draft, firsts, lasts, breaks)
    empty_line = stays & (breaks > 1)
    draft.put(firsts[stays & (breaks == 0)], _SPACE, BLANK)
    draft.put(firsts[stays & (breaks > 0)], _NEWLINE, BREAK)
    draft.put(firsts[empty_line] + 1, _NEWLINE, BREAK)
    dropped = np.ones(draft.codes.size, dtype=np.bool_)
    dropped[firsts[stays]] = False
    dropped[firsts[empty_line] + 1] = False
    draft.without(places[dropped[places]])


def _droppable(
    draft: Draft, firsts: Indices, lasts: Indices, breaks: Indices | None = None
) -> NDArray[np.bool_]:
    """Runs at the edges, within Japanese, and between a number and the Japanese beside it."""
    left = draft.traits.take(firsts - 1, mode="clip")
    right = draft.traits.take(lasts + 1, mode="clip")
    if breaks is None:
        broken = (draft.traits.take(firsts) & BREAK) // BREAK
    else:
        broken = np.minimum(breaks, 2).astype(np.uint32)
    both = ((left & _NEAR) + (right & _NEAR) * 4) // JAPANESE
    drop: NDArray[np.bool_] = _DROPPED_BETWEEN.take(both + broken * 16)
    drop[0] |= firsts[0] == 0
    drop[-1] |= lasts[-1] == draft.codes.size - 1
    return drop


def _dropped_between() -> NDArray[np.bool_]:
    """Which runs of blanks are dropped, by what stands around them.

    Index: to the left 0 anything, 1 Japanese, 2 a digit; to the right the same, times 4; and the
    number of line breaks between, times 16, 2 for more.
    """
    dropped = np.zeros(48, dtype=np.bool_)
    dropped[[1 + 4, 1 + 4 + 16, 2 + 4, 1 + 8]] = True
    return dropped


_NEAR = JAPANESE | DIGIT
_DROPPED_BETWEEN = _dropped_between()


def drop_thousands_separators(draft: Draft) -> None:
    """1,180 and 1,180,000 but not 1,18: a comma between a digit and exactly three digits."""
    commas = places_of(draft.codes[:-3] == _COMMA)
    for step in (-1, 1, 2, 3):
        commas = commas[draft.has(commas + step, DIGIT)]
        if not commas.size:
            return
    ends = commas + 4 == draft.codes.size
    draft.without(commas[ends | ~draft.has(commas + 4, DIGIT)])
