"""A sighting laid out for matching: all its parts in one text, folded once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from leakwatch.models import Sighting
from leakwatch.text import Folded, fold

#: An empty line, which folding keeps and no spelling holds: nothing is found across two parts.
SEPARATOR = "\n\n"

#: A field at least this long that stands word for word in the text is not folded again: its hits are
#: those of that stretch of the text, and "in the same field" means within reach there.
LONG = 120

#: How far a context word may stand from a term, in folded characters.
REACH = 60

TITLE, TEXT = "title", "text"


def part(sighting: Sighting, field_name: str) -> str:
    """The text a hit's `field` points into.

    A labelled field that is itself called `title` or `text` is `fields.title` or `fields.text`.
    """
    if field_name == TITLE:
        return sighting.title
    if field_name == TEXT:
        return sighting.text
    return sighting.fields[field_name.removeprefix("fields.")]


@dataclass(slots=True)
class Page:
    """Offsets are those of the folded text unless said otherwise."""

    folded: Folded
    names: list[str]  #: of the parts, in order
    begins: list[int]  #: where each part begins in the original
    starts: list[int]  #: where each part begins
    copies: list[tuple[str, int, int]]  #: fields that stand in the text: name, begin, end there
    traps: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    contexts: dict[str, list[int]] = field(default_factory=dict)
    companies: list[tuple[int, int]] = field(default_factory=list)
    company_ends: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        return self.folded.text

    def parted(self, offset: int) -> bool:
        return self.folded.parted(offset)

    def trapped(self, entry: str, start: int, end: int) -> bool:
        return covered(self.traps.get(entry, []), start, end)

    def covers_company(self, start: int, end: int) -> bool:
        return covered(self.companies, start, end)

    def number(self, offset: int) -> int:
        """Which part holds `offset`."""
        return bisect_right(self.starts, offset) - 1

    def bounds(self, number: int) -> tuple[int, int]:
        """Where part `number` begins, and where the next one does."""
        last = number + 1 == len(self.starts)
        return self.starts[number], len(self.text) if last else self.starts[number + 1]

    def areas(self, fields: tuple[str, ...]) -> list[tuple[int, int]]:
        """The stretches in which the parts called `fields` stand; of all parts when none is named."""
        every = map(self.bounds, range(len(self.names)))
        if not fields:
            return list(every)
        named = [area for area, name in zip(every, self.names, strict=True) if name in fields]
        copied = [copy[1:] for copy in self.copies if copy[0] in fields]
        begin = self.begins[-1] if copied else 0
        ends = _folded_offsets(self.folded, [begin + end for copy in copied for end in copy])
        return [*named, *zip(ends[::2], ends[1::2], strict=True)]

    def has_context(self, entry: str, start: int, end: int) -> bool:
        """A context word within reach on the same or a neighbouring line of the text.

        In a title or a short labelled field it may stand anywhere.
        """
        number = self.number(start)
        low, high = self.bounds(number)
        places = self.contexts.get(entry, [])
        if self.names[number] != TEXT and high - low <= 2 * REACH:
            return bisect_left(places, low) < bisect_right(places, high)
        first = bisect_left(places, max(low, start - REACH))
        last = bisect_right(places, min(high, end + REACH))
        return any(self._neighbouring(place, start) for place in places[first:last])

    def _neighbouring(self, place: int, other: int) -> bool:
        """Whether no line but empty ones stands between those of two offsets."""
        begin, end = (self.folded.span(each, each + 1)[0] for each in sorted((place, other)))
        between = self.folded.original[begin:end].split("\n")[1:-1]
        return not any(map(str.strip, between))


def widest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans` in order, without those that lie inside another."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return kept


def covered(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the `widest` spans covers start to end and more."""
    at = bisect_right(spans, start, key=itemgetter(0)) - 1
    return at >= 0 and spans[at][1] >= end and spans[at] != (start, end)


def lay_out(sighting: Sighting) -> Page:
    """All parts of `sighting` in one text, separated for good."""
    names: list[str] = []
    begins: list[int] = []
    values: list[str] = []
    copies: list[tuple[str, int, int]] = []
    at = 0
    for name, value in _parts(sighting):
        copy = sighting.text.find(value) if name != TEXT and len(value) >= LONG else -1
        if copy >= 0:
            copies.append((name, copy, copy + len(value)))
            continue
        names.append(name)
        begins.append(at)
        values.append(value)
        at += len(value) + len(SEPARATOR)
    folded = fold(SEPARATOR.join(values))
    return Page(folded, names, begins, _folded_offsets(folded, begins), copies)


def _folded_offsets(folded: Folded, places: list[int]) -> list[int]:
    if folded.firsts is None:
        return places
    return [int(offset) for offset in folded.firsts.searchsorted(places)]


def _parts(sighting: Sighting) -> Iterator[tuple[str, str]]:
    if sighting.title:
        yield TITLE, sighting.title
    yield from _labelled(sighting.fields)
    if sighting.text:
        yield TEXT, sighting.text


def _labelled(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if value:
            yield (f"fields.{name}" if name in {TITLE, TEXT} else name), value
