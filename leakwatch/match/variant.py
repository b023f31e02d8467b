"""One spelling of one entry, as the automaton looks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leakwatch.models import EntryKind
from leakwatch.text import fold_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    form: str  #: as folded; never empty, never with a line break
    entry: str
    entry_kind: EntryKind
    rule: str  #: the rule of `RULES` that decides whether an occurrence counts
    strength: float = 1.0  #: 0-1, how literal the spelling is
    sensitivity: int = 0
    context: bool = False  #: counts only near one of the entry's context words
    guessed: bool = False  #: made from a reading that nobody stated


#: Words of ASCII that folding leaves alone: no capitals, no comma, single blanks.
_SETTLED = re.compile(r"[!-+\--@\[-~]+(?: [!-+\--@\[-~]+)*")


def one_line(text: str) -> str:
    """`text` folded to a form: a line break would never match within a part of a page."""
    if text.isascii() and _SETTLED.fullmatch(
        text
    ):  # two spellings of three, in a tenth of the time
        return text
    return " ".join(fold_key(text).split())


def strongest(variants: Iterable[Variant]) -> Iterator[Variant]:
    """Each form once per rule, as literal as it gets, in the order in which they come."""
    best: dict[tuple[str, str], Variant] = {}
    for variant in variants:
        key = (variant.form, variant.rule)
        if variant.form and (key not in best or _rank(best[key]) < _rank(variant)):
            best[key] = variant
    return iter(best.values())


def _rank(variant: Variant) -> tuple[bool, float]:
    return not variant.guessed, variant.strength
