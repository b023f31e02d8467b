"""How a sentence words what a person has to do with a company it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from leakwatch.match import Mention, Sentence
from leakwatch.text import rows


class Relation(StrEnum):
    EMPLOYED = "employed"
    FORMER = "former"
    OUTSIDER = "outsider"  #: customer, supplier, competitor, adviser, observer
    REPORTED = "reported"  #: the subject of a news item
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Worded:
    relation: Relation
    close: bool  #: said by the words right beside the name, not by some word of the sentence


#: Passed over between a name and the words that say something of it.
_BESIDE = re.compile(
    r"(?: ?\([^()]{0,40}\)| ?\[[^\[\]]{0,40}\]|[」』】》)”\"’'])*(?:グループ|社(?![員内外長製])| group)?"
)
#: Openings of quotation right in front of a name.
_OPENING = re.compile(r"[「『【《“\"‘'(]+$")
#: Words further from a name say nothing of it, and a line may be as long as a page.
_NEAR = 160
_BESIDE_NAMES = frozenset({"before", "after", "sentence"})
UNSAID = Worded(Relation.UNSAID, close=False)


@cache
def _rows() -> tuple[tuple[Relation, str, re.Pattern[str]], ...]:
    return tuple(
        (Relation(means), where, re.compile(pattern))
        for means, where, pattern in rows("wording")
        if where in _BESIDE_NAMES
    )


@cache
def _pattern(means: str, where: str) -> re.Pattern[str]:
    listed = (pattern for *key, pattern in rows("wording") if key == [means, where])
    return re.compile("|".join(listed))


def worded(mention: Mention) -> Worded:
    """The first row of `wording.tsv` that fits decides; a label beside the name comes before all."""
    label = {"employer": Relation.EMPLOYED, "former": Relation.FORMER}.get(mention.sentence.label)
    before = _OPENING.sub("", mention.before[-_NEAR:])
    after = mention.after[_end_of_name(mention.after) :][:_NEAR]
    for relation, where, pattern in _rows():
        if _fits(pattern, where, before, after):
            close = where != "sentence"
            if label and (not close or relation is Relation.EMPLOYED):
                break
            return Worded(relation, close=close)
    return Worded(label, close=True) if label else UNSAID


def undisclosed(value: str) -> bool:
    """Whether a field says instead of an employer that it does not say."""
    return _pattern("undisclosed", "value").search(value) is not None


def other_profession(sentence: Sentence) -> bool:
    """Whether the writer says to be an analyst, a journalist, a recruiter, a scholar."""
    where = "value" if sentence.label in {"employer", "title", "name"} else "self"
    return _pattern("profession", where).search(sentence.text) is not None


def of_newsroom(sentence: Sentence) -> bool:
    """Whether a line is one that news and press releases carry, or their writers' name."""
    return _pattern("newsroom", "line").search(sentence.text.strip()) is not None


def recruits(sentence: Sentence) -> bool:
    """Whether a sentence offers a post, as a company's own advertisements do."""
    return _pattern("recruiting", "line").search(sentence.text) is not None


def _end_of_name(after: str) -> int:
    beside = _BESIDE.match(after)
    return beside.end() if beside else 0


def _fits(pattern: re.Pattern[str], where: str, before: str, after: str) -> bool:
    match where:
        case "before":
            return pattern.search(before) is not None
        case "after":
            return pattern.match(after) is not None
        case _:
            return pattern.search(before) is not None or pattern.search(after) is not None
