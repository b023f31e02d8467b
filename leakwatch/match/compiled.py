"""The watchlist as one automaton over folded spellings, trap words and context words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everything one string of the automaton stands for; the string itself is in the automaton.

    A string that is only an entry's spelling, as nearly all are, has nothing but `variants`.
    """

    variants: tuple[Variant, ...] = ()
    trap_of: tuple[str, ...] = ()
    context_of: tuple[str, ...] = ()


class Literal:
    """A meaning, and what to ask of each occurrence: worked out when the first one is met."""

    __slots__ = (
        "context_of",
        "full_name",
        "names_company",
        "told_when_inside",
        "trap_of",
        "variants",
        "word_first",
        "word_last",
    )

    def __init__(self, form: str, meaning: Meaning) -> None:
        self.variants = meaning.variants
        self.trap_of, self.context_of = meaning.trap_of, meaning.context_of
        terms = any(variant.entry_kind is EntryKind.TERM for variant in meaning.variants)
        rules = {variant.rule for variant in meaning.variants}
        #: A suppressed term is worth telling; that a name's letters stand in a longer word is not.
        self.told_when_inside = terms or bool(self.trap_of or self.context_of)
        self.word_first, self.word_last = is_word(form[0]), is_word(form[-1])
        self.names_company = bool(rules & COMPANY_NAMES)
        self.full_name = bool(rules & FULL_NAMES)

    def begins_inside(self, text: str, start: int) -> bool:
        """Whether a Latin word or a number began before `start` and goes on."""
        return self.word_first and start > 0 and is_word(text[start - 1])

    def ends_inside(self, text: str, end: int) -> bool:
        return self.word_last and end < len(text) and is_word(text[end])


class Literals:
    """The literals by their number; of a hundred thousand a page meets a handful."""

    def __init__(self, size: int, read: Callable[[int], Meaning]) -> None:
        self._size, self.read = size, read
        self._met: dict[int, Literal] = {}

    def __len__(self) -> int:
        return self._size

    def at(self, number: int, form: str) -> Literal:
        """The literal of that number, which was found as `form`."""
        literal = self._met.get(number)
        if literal is None:
            literal = self._met[number] = Literal(form, self.read(number))
        return literal


@dataclass(frozen=True, slots=True)
class Compiled:
    automaton: Any  #: None when there is nothing to look for
    literals: Literals
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
    meanings = meanings_of(watchlist)
    automaton = CharwiseDoubleArrayAhoCorasick(list(meanings)) if meanings else None
    longest = max(map(len, meanings), default=0)
    literals = Literals(len(meanings), tuple(meanings.values()).__getitem__)
    return assembled(watchlist, automaton, literals, longest=longest)


def assembled(
    watchlist: Watchlist, automaton: Any, literals: Literals, *, longest: int
) -> Compiled:
    """The costly parts, with those that are quickly made anew."""
    patterns, roles = Patterns(watchlist.terms), roles_in(watchlist)
    return Compiled(automaton, literals, longest, patterns, roles)


def meanings_of(watchlist: Watchlist) -> dict[str, Meaning]:
    """Everything the automaton looks for."""
    meanings: dict[str, Meaning] = {}
    for variant in chain(all_variants(watchlist), word_variants(watchlist)):
        known = meanings.get(variant.form)
        variants = (*known.variants, variant) if known else (variant,)
        meanings[variant.form] = Meaning(variants)
    for word, term in _around(watchlist, "not_in"):
        known = meanings.get(word, Meaning())
        meanings[word] = replace(known, trap_of=(*known.trap_of, term))
    for word, term in _around(watchlist, "context"):
        known = meanings.get(word, Meaning())
        meanings[word] = replace(known, context_of=(*known.context_of, term))
    return meanings


def _around(watchlist: Watchlist, key: str) -> Iterator[tuple[str, str]]:
    """The words a term lists under `key`, as folded, each with the term's id."""
    for term in watchlist.terms:
        words: tuple[str, ...] = getattr(term, key)
        yield from ((word, term.id) for word in map(one_line, words) if word)
