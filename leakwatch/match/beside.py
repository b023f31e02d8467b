"""Stretches that the markup puts beside the subject, and which of them are about it all the same."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from leakwatch.match.sentence import SIDE, Sentence

#: What a page says once of whose it is; a list of others says it once for each of them.
_FACTS = frozenset({"name", "employer", "title", "division", "years"})
#: Labels that head several lines about the writer.
_ABOUT = frozenset({"about", "career"})
#: The one part that may be about the subject: profiles put name and employer into a column of their own.
_MAYBE_ABOUT = "aside"
#: Shorter, and a title begins with it by accident.
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    start: int  #: folded offsets
    end: int
    part: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence, where it begins, and the number of the stretch it stands in; None in none."""

    start: int
    sentence: Sentence
    stretch: int | None = None


def stretch_at(stretches: Sequence[Stretch], offset: int) -> int | None:
    """The number of the one of the ordered `stretches` that holds `offset`."""
    at = bisect_right(stretches, offset, key=lambda stretch: stretch.start) - 1
    return at if at >= 0 and offset < stretches[at].end else None


def about_others(
    placed: Iterable[Placed], stretches: Sequence[Stretch], *, title: str
) -> list[tuple[int, Sentence]]:
    """Each sentence with where it begins; those beside the subject are labelled as about others.

    An aside that holds the name the folded `title` begins with, or is the only place of a fact about
    whose page it is, stands beside the main column only for the eye.
    """
    inside: dict[int, list[Sentence]] = {number: [] for number in range(len(stretches))}
    outside: list[Sentence] = []
    listed = list(placed)
    for each in listed:
        (outside if each.stretch is None else inside[each.stretch]).append(each.sentence)
    others = {
        number
        for number, sentences in inside.items()
        if stretches[number].part != _MAYBE_ABOUT
        or not (_tells_facts(sentences, outside) or _names(sentences, outside, title))
    }
    return [
        (
            each.start,
            replace(each.sentence, label=SIDE) if each.stretch in others else each.sentence,
        )
        for each in listed
    ]


def _tells_facts(sentences: list[Sentence], outside: list[Sentence]) -> bool:
    known = {sentence.label for sentence in outside}
    told = Counter(sentence.label for sentence in sentences)
    return any(
        label not in known and (label in _ABOUT or (label in _FACTS and count == 1))
        for label, count in told.items()
    )


def _names(sentences: list[Sentence], outside: list[Sentence], title: str) -> bool:
    """Whether a line here, and none elsewhere, is what the page's title begins with."""
    elsewhere = {sentence.text.strip() for sentence in outside}
    return any(
        sentence.alone
        and len(name := sentence.text.strip()) >= _SHORTEST_NAME
        and title.startswith(name)
        and name not in elsewhere
        for sentence in sentences
    )
