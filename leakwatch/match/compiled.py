"""The watchlist as one automaton over folded spellings, trap words and context words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from leakwatch.match.combined import Roles, roles_in, word_variants
from leakwatch.match.forms import all_variants
from leakwatch.match.patterns import Patterns
from leakwatch.match.variant import Variant, one_line
from leakwatch.models import EntryKind, Watchlist
from leakwatch.text import is_word

#: Code points searched at a time, so that a hostile page cannot make one list of all its matches.
WINDOW = 65_536

Occurrence = tuple[int, int, int]  #: folded start, folded end, number of the literal


#: Rules whose spellings name a company in full, and all that name one.
FULL_NAMES = frozenset({"company_named", "former_name"})
COMPANY_NAMES = FULL_NAMES | {"company_weak"}


@dataclass(slots=True)
class Literal:
    """One string of the automaton, everything it stands for, and what to ask of each occurrence."""

    form: str
    variants: list[Variant] = field(default_factory=list)
    trap_of: list[str] = field(default_factory=list)
    context_of: list[str] = field(default_factory=list)

    #: A suppressed term is worth telling; that a name's letters stand in a longer word is not.
    told_when_inside: bool = False
    word_first: bool = False
    word_last: bool = False
    names_company: bool = False
    full_name: bool = False

    def settle(self) -> Literal:
        """Work out once what would otherwise be asked at every occurrence."""
        terms = any(variant.entry_kind is EntryKind.TERM for variant in self.variants)
        rules = {variant.rule for variant in self.variants}
        self.told_when_inside = terms or bool(self.trap_of or self.context_of)
        self.word_first, self.word_last = is_word(self.form[0]), is_word(self.form[-1])
        self.names_company = bool(rules & COMPANY_NAMES)
        self.full_name = bool(rules & FULL_NAMES)
        return self

    def begins_inside(self, text: str, start: int) -> bool:
        """Whether a Latin word or a number began before `start` and goes on."""
        return self.word_first and start > 0 and is_word(text[start - 1])

    def ends_inside(self, text: str, end: int) -> bool:
        return self.word_last and end < len(text) and is_word(text[end])


@dataclass(frozen=True, slots=True)
class Compiled:
    automaton: Any  #: None when there is nothing to look for
    literals: Sequence[Literal]
    longest: int
    patterns: Patterns
    roles: Roles

    def occurrences(self, text: str, *, window: int = WINDOW) -> Iterator[Occurrence]:
        """Every literal wherever it stands, nested and crossing ones too, by window and by end."""
        if self.automaton is None:
            return
        if len(text) <= window:
            yield from self.automaton.find_overlapping(text)
            return
        overlap = self.longest - 1
        for begin in range(0, len(text), window):
            low = max(begin - overlap, 0)
            for start, end, number in self.automaton.find_overlapping(text[low : begin + window]):
                if low + end > begin:
                    yield low + start, low + end, number


def compile_watchlist(watchlist: Watchlist) -> Compiled:
    """Build the automaton: some 50 ms for a thousand spellings; once per sweep."""
    literals = literals_of(watchlist)
    automaton = CharwiseDoubleArrayAhoCorasick(list(literals)) if literals else None
    settled = tuple(literal.settle() for literal in literals.values())
    return assembled(watchlist, automaton, settled, longest=max(map(len, literals), default=0))


def assembled(
    watchlist: Watchlist, automaton: Any, literals: Sequence[Literal], *, longest: int
) -> Compiled:
    """The costly parts with those that are quickly made anew."""
    patterns, roles = Patterns(watchlist.terms), roles_in(watchlist)
    return Compiled(automaton, literals, longest, patterns, roles)


def literals_of(watchlist: Watchlist) -> dict[str, Literal]:
    """Everything the automaton looks for, by its form."""
    literals: dict[str, Literal] = {}
    for variant in chain(all_variants(watchlist), word_variants(watchlist)):
        form = variant.form
        if form not in literals:
            literals[form] = Literal(form)
        literals[form].variants.append(variant)
    for term in watchlist.terms:
        for word in filter(None, map(one_line, term.not_in)):
            literals.setdefault(word, Literal(word)).trap_of.append(term.id)
        for word in filter(None, map(one_line, term.context)):
            literals.setdefault(word, Literal(word)).context_of.append(term.id)
    return literals
