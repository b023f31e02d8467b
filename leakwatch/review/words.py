"""Words in an excerpt: the longer one around a quote, and companies beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from leakwatch.models import Excerpt
from leakwatch.text import fold, fold_key, is_kanji, is_katakana, is_word, rows

#: A longer stretch of one script is a list or a heading rather than a word.
LONGEST = 24

_SCRIPTS: tuple[Callable[[str], bool], ...] = (is_kanji, is_katakana, is_word)


def longer_word(excerpt: Excerpt) -> str:
    """The quote with the letters of its own script that go on at either end; empty without any."""
    quote = excerpt.quote
    front = _run(reversed(excerpt.before), like=quote[:1])[::-1]
    back = _run(excerpt.after, like=quote[-1:])
    word = front + quote + back
    return word if word != quote and len(word) <= LONGEST else ""


def stands_in(word: str, excerpt: Excerpt) -> bool:
    """Whether the excerpt's quote is a part of `word` there."""
    before, quote = fold_key(excerpt.before), fold_key(excerpt.quote)
    text, form = before + quote + fold_key(excerpt.after), fold_key(word)
    at = text.find(form) if form else -1
    while at >= 0:
        if at <= len(before) and at + len(form) >= len(before) + len(quote):
            return True
        at = text.find(form, at + 1)
    return False


def employers_in(text: str) -> list[str]:
    """Names with a Japanese legal form before or behind them, as `text` writes them, each once."""
    folded = fold(text)
    spans = [folded.span(start, end) for start, end in sorted(_companies(folded.text))]
    return list(dict.fromkeys(text[start:end] for start, end in spans))


def _companies(folded: str) -> Iterator[tuple[int, int]]:
    for form in _japanese_forms():
        at = folded.find(form)
        while at >= 0:
            end = at + len(form)
            front = len(_name(reversed(folded[max(0, at - LONGEST) : at])))
            back = 0 if front else len(_name(folded[end : end + LONGEST]))
            if front or back:
                yield at - front, end + back
            at = folded.find(form, end)


@cache
def _japanese_forms() -> tuple[str, ...]:
    forms = (form for _group, form, _place in rows("legal_forms") if not form.isascii())
    return tuple(map(fold_key, forms))


def _run(text: Iterator[str] | str, *, like: str) -> str:
    """The beginning of `text` in the script of `like`."""
    script = next((one for one in _SCRIPTS if like and one(fold_key(like)[:1] or " ")), None)
    if script is None:
        return ""
    return _while(text, lambda char: script(fold_key(char)[:1] or " "))


def _name(text: Iterator[str] | str) -> str:
    return _while(text, lambda char: any(one(fold_key(char)[:1] or " ") for one in _SCRIPTS))


def _while(text: Iterator[str] | str, holds: Callable[[str], bool]) -> str:
    found = []
    for char in text:
        if not holds(char):
            break
        found.append(char)
    return "".join(found)
