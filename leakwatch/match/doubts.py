"""Remarks on what a term says beside its spellings: patterns, context, and the combinations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from leakwatch.errors import N_
from leakwatch.match.combined import entry_ids
from leakwatch.match.noise import PAGES, noise
from leakwatch.match.remark import Advice
from leakwatch.match.variant import one_line
from leakwatch.models import Combination, EntryKind, Term, Watchlist
from leakwatch.text import fold_key, is_kanji, is_katakana

_BLANK_WITHIN = re.compile(r"(\S) (?=(\S))")


def everyday(watchlist: Watchlist) -> Iterator[Advice]:
    """Entries that stand in everyday text."""
    for each in noise(watchlist):
        yield Advice(
            entry=each.entry,
            entry_kind=each.entry_kind,
            message=N_(
                "“{quote}” stands in everyday text ({times} times in a small sample): some"
                " {expected} hits in {pages} pages are to be expected; give it context, or a longer"
                " form"
            ),
            values={
                "quote": each.quote,
                "times": each.times,
                "expected": each.expected,
                "pages": PAGES,
            },
        )


def of_patterns(term: Term) -> Iterator[Advice]:
    """Characters and blanks that no folded text holds, so that the pattern never matches there."""
    for pattern in term.patterns:
        for char in dict.fromkeys(pattern):
            folded = fold_key(char)
            if not char.isascii() and folded != char:
                message = N_("no folded text holds the “{char}” of the pattern {pattern}: {remedy}")
                remedy = f"{char} → {folded or '-'}"
                yield _term(term, message, char=char, pattern=pattern, remedy=remedy)
        for left, right in _BLANK_WITHIN.findall(pattern):
            if _japanese(left) and _japanese(right):
                message = N_("blanks within Japanese are dropped before “{pattern}” is looked for")
                yield _term(term, message, pattern=pattern)


def of_context(term: Term) -> Iterator[Advice]:
    """Context that is always there, or never."""
    if term.context and not any(map(one_line, term.context)):
        yield _term(term, N_("no context word of “{word}” says anything: it will never be found"))
    forms = {one_line(text) for text in (term.text, *term.variants)}
    for word in term.context:
        if one_line(word) and any(one_line(word) in form for form in forms):
            message = N_("the context word “{word}” stands in the term itself: it is always near")
            yield _term(term, message, word=word)


def of_combinations(watchlist: Watchlist) -> Iterator[Advice]:
    """Words that look like the id of an entry."""
    ids = sorted(entry_ids(watchlist))
    for combination in watchlist.combinations:
        for item in (*combination.all, *combination.any, *combination.none):
            near = get_close_matches(item, ids, n=1, cutoff=0.6) if item not in ids else []
            if near:
                yield _combination(combination, item, near)


def _combination(combination: Combination, item: str, near: Iterable[str]) -> Advice:
    return Advice(
        entry=combination.id,
        entry_kind=EntryKind.TERM,
        message=N_("“{word}” is looked for as a word: is the entry {near} meant?"),
        values={"word": item, "near": next(iter(near))},
    )


def _japanese(char: str) -> bool:
    return is_kanji(char) or is_katakana(char) or "ぁ" <= char <= "ゖ"


def _term(term: Term, message: str, **values: object) -> Advice:
    said = {"word": term.text, **values}
    return Advice(entry=term.id, entry_kind=EntryKind.TERM, message=message, values=said)
