"""The watchlist as one automaton over folded spellings, trap words and context words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from leakwatch.match.forms import all_variants
from leakwatch.match.variant import Variant, one_line
from leakwatch.models import Watchlist

#: Code points searched at a time, so that a hostile page cannot make one list of all its matches.
WINDOW = 65_536

Occurrence = tuple[int, int, int]  #: folded start, folded end, number of the literal


@dataclass(slots=True)
class Literal:
    """One string of the automaton, and everything it stands for."""

    variants: list[Variant] = field(default_factory=list)
    trap_of: list[str] = field(default_factory=list)
    context_of: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Compiled:
    automaton: Any  #: None when there is nothing to look for
    literals: tuple[Literal, ...]
    longest: int

    def occurrences(self, text: str) -> Iterator[Occurrence]:
        """Every literal wherever it stands, nested and crossing ones too, by window and by end."""
        if self.automaton is None:
            return
        if len(text) <= WINDOW:
            yield from self.automaton.find_overlapping(text)
            return
        overlap = self.longest - 1
        for begin in range(0, len(text), WINDOW):
            low = max(begin - overlap, 0)
            for start, end, number in self.automaton.find_overlapping(text[low : begin + WINDOW]):
                if low + end > begin:
                    yield low + start, low + end, number


def compile_watchlist(watchlist: Watchlist) -> Compiled:
    """Build the automaton: some 10 ms for a thousand spellings; once per sweep."""
    literals: dict[str, Literal] = {}
    for variant in all_variants(watchlist):
        literals.setdefault(variant.form, Literal()).variants.append(variant)
    for term in watchlist.terms:
        for word in filter(None, map(one_line, term.not_in)):
            literals.setdefault(word, Literal()).trap_of.append(term.id)
        for word in filter(None, map(one_line, term.context)):
            literals.setdefault(word, Literal()).context_of.append(term.id)
    if not literals:
        return Compiled(None, (), 0)
    automaton = CharwiseDoubleArrayAhoCorasick(list(literals))
    return Compiled(automaton, tuple(literals.values()), max(map(len, literals)))
