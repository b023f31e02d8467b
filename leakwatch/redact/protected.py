"""Protected topics: at a word of private life or lawful protection what is kept of a page ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from leakwatch.errors import N_
from leakwatch.match import Matches, part
from leakwatch.models import Hit, Sighting, Suppression
from leakwatch.text import Folded, fold, fold_key, is_word

#: Original characters that may stand for one folded one, such as letters that are spaced out.
_SPREAD = 4
#: The rule that sets aside what stands inside a protected word.
PROTECTED = "in_protected_topic"
PROTECTED_WORDS = N_("it is part of a protected topic")
_SENTENCE_END = re.compile(r"[。．！？!?\n]|\.\s")


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text[first:last]` may be kept; on `cuts` of its two sides a protected word ended it."""

    first: int
    last: int
    cuts: int


@lru_cache(maxsize=8)
def folded_topics(topics: tuple[str, ...]) -> tuple[str, ...]:
    """`topics` as they are looked for; those that fold to nothing are left out."""
    return tuple(dict.fromkeys(filter(None, map(fold_key, topics))))


def around(
    text: str,
    start: int,
    end: int,
    *,
    width: int,
    topics: tuple[str, ...],
    edges: tuple[int, int] | None = None,
) -> Stretch:
    """`text[start:end]` with up to `width` characters on either side, none of a protected word.

    `edges` are places it does not go beyond. In front of the quote the rest of that word's sentence goes as well: it speaks of the same thing.
    What is quoted itself is kept whole, also where a protected word reaches into it.
    """
    low, high = edges or (0, len(text))
    first, last = max(low, start - width), min(high, end + width)
    # A word may reach across the edge of the stretch: look its length further.
    reach = _SPREAD * max(map(len, topics), default=0)
    low = max(0, first - reach)
    begin, finish = first, last
    for opening, closing in _spans(fold(text[low : last + reach]), topics):
        if low + opening < start:
            begin = max(begin, _sentence_end(text, low + closing, start))
        if low + closing > end:
            finish = min(finish, max(low + opening, end))
    return Stretch(begin, finish, (begin > first) + (finish < last))


def unprotected(sighting: Sighting, matches: Matches, *, topics: tuple[str, ...]) -> Matches:
    """`matches` with the hits inside a protected word set aside, as `in_protected_topic`.

    The configuration refuses entries that are such words; a pattern may still find one.
    """
    if not topics:
        return matches
    inside = {hit for hit in matches.hits if _stands_inside(part(sighting, hit.field), hit, topics)}
    if not inside:
        return matches
    set_aside = [Suppression(hit=hit, rule=PROTECTED) for hit in matches.hits if hit in inside]
    return replace(
        matches,
        hits=tuple(hit for hit in matches.hits if hit not in inside),
        suppressions=(*matches.suppressions, *set_aside),
    )


def _stands_inside(text: str, hit: Hit, topics: tuple[str, ...]) -> bool:
    reach = _SPREAD * max(map(len, topics))
    low = max(0, hit.start - reach)
    return any(
        low + opening <= hit.start and hit.end <= low + closing
        for opening, closing in _spans(fold(text[low : hit.end + reach]), topics)
    )


def beginning(text: str, *, topics: tuple[str, ...]) -> str:
    """`text` up to its first protected word."""
    return text[: min((opening for opening, _ in _spans(fold(text), topics)), default=None)]


def _spans(folded: Folded, topics: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where any of `topics` stands, in offsets of the original, whatever line breaks lie in it.

    Latin words begin where a word does (`illness` is not in `stillness`) and may go on (`unions`).
    """
    for word in topics:
        for found in _pattern(word).finditer(folded.text):
            yield folded.span(*found.span())


def _sentence_end(text: str, at: int, stop: int) -> int:
    """Where the sentence that goes on at `at` ends, `stop` at the latest."""
    found = _SENTENCE_END.search(text, at, stop) if at < stop else None
    return found.end() if found else stop


@lru_cache(maxsize=1_000)
def _pattern(word: str) -> re.Pattern[str]:
    glue = "" if word.isascii() else r"\s*"
    letters = glue.join(r"\s+" if char == " " else re.escape(char) for char in word)
    return re.compile((r"(?<![a-z0-9])" if is_word(word[0]) else "") + letters)
