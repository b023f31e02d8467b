"""Patterns: a term's own regular expressions, in RE2, over the folded text.

RE2 takes time linear in the text whatever the expression and whatever the page says; it has no
look-around and no references back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import re2

from leakwatch.match.variant import Variant
from leakwatch.models import EntryKind, Term

#: Folded characters of a match that count; a longer one is quoted by as many.
LONGEST = 500

#: Matches of one pattern looked at in one part of a page. Finding all of them is quadratic in theory
#: (`a.*b|a` on a page of `a` reads to the end of the line from each), so there is an end to it.
MOST = 1_000

#: Code points searched at a time: bounds what one match may cost, see `MOST`.
WINDOW = 65_536

#: Compiled expressions of one watchlist together, in bytes; RE2's own default is 8 MB for each.
_MEMORY = 64 << 20

Place = tuple[int, int, Variant]  #: folded start, folded end, the spelling found there


def compiled(pattern: str) -> Any:
    """`pattern` for folded text, which holds small letters only. Raises re2.error."""
    return re2.compile(pattern, _options())


def refusal(pattern: str) -> tuple[str, int] | None:
    """Why RE2 does not take `pattern`, and at which of its characters (from 1); None if it does."""
    try:
        made = compiled(pattern)
    except re2.error as error:
        return _placed(error, pattern)
    return ("it matches the empty text", 1) if made.search("") else None


def _placed(error: Exception, pattern: str) -> tuple[str, int]:
    """RE2 ends its message with the piece it stumbled over, and says nothing of where that stands."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    _, _, piece = text.partition(": ")
    at = pattern.rfind(piece) if piece else -1
    return text, at + 1 if at >= 0 else len(pattern)


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


class Patterns:
    """All patterns of a watchlist; which of them stand in a text is asked once for all."""

    def __init__(self, terms: Sequence[Term]) -> None:
        written = [(pattern, term) for term in terms for pattern in term.patterns]
        self._made = [compiled(pattern) for pattern, _ in written]
        self._bases = [_base(term) for _, term in written]
        numbered = list(enumerate(pattern for pattern, _ in written))
        self._together = list(_together(numbered)) if numbered else []

    def __bool__(self) -> bool:
        return bool(self._made)

    def places(self, text: str) -> tuple[list[Place], int]:
        """Where patterns stand in `text`, and how many of them have more places than `MOST`."""
        found: list[Place] = []
        cut = 0
        for number in self._present(text):
            spans = list(islice(_spans(self._made[number], text), MOST + 1))
            cut += len(spans) > MOST
            for start, end in spans[:MOST]:
                form = text[start:end].strip()
                at = text.index(form, start)
                if form:
                    found.append((at, at + len(form), replace(self._bases[number], form=form)))
        return found, cut

    def _present(self, text: str) -> Iterator[int]:
        for asked, numbers in self._together:
            within = range(len(numbers)) if asked is None else asked.Match(text) or ()
            yield from (numbers[each] for each in within)


def _together(numbered: Sequence[tuple[int, str]]) -> Iterator[tuple[Any, list[int]]]:
    """Sets of patterns with the numbers of these, as few as fit into the memory of one.

    A single pattern that fits into none is asked about by itself (None).
    """
    asked = re2.Set.SearchSet(_options())
    for _, pattern in numbered:
        asked.Add(pattern)
    numbers = [number for number, _ in numbered]
    try:
        asked.Compile()
    except re2.error:
        if len(numbered) == 1:
            yield None, numbers
            return
        half = len(numbered) // 2
        yield from _together(numbered[:half])
        yield from _together(numbered[half:])
    else:
        yield asked, numbers


def _base(term: Term) -> Variant:
    return Variant(
        form="",
        entry=term.id,
        entry_kind=EntryKind.TERM,
        rule="term_named",
        sensitivity=term.sensitivity,
        context=bool(term.context),
    )


def _spans(made: Any, text: str) -> Iterator[tuple[int, int]]:
    """At most one more than `MOST`, none blank, by windows that overlap by `LONGEST`."""
    for begin in range(0, len(text), WINDOW):
        low, high = max(begin - LONGEST, 0), min(begin + WINDOW, len(text))
        inner = (low, high if high < len(text) else high + 1)
        for match in made.finditer(text[low:high]):
            start, end = low + match.start(), low + match.end()
            if (end >= begin or low == 0) and _whole(start, end, inner):
                yield start, min(end, start + LONGEST)


def _whole(start: int, end: int, inner: tuple[int, int]) -> bool:
    """Whether the match is as long as it would be without the window's edges, or too long anyway.

    One that touches an edge stands in the next window, or stood in the one before.
    """
    begun = start > inner[0] or inner[0] == 0
    return begun and (end < inner[1] or end - start >= LONGEST)
