"""A sighting read as what it is: its sentences, under which label each stands, and which are about others."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from leakwatch.match.beside import Placed, Stretch, about_others, stretch_at
from leakwatch.match.labelling import END, Labels
from leakwatch.match.page import TEXT, part
from leakwatch.match.sentence import Mention, Sentence
from leakwatch.models import Hit, Sighting
from leakwatch.text import Folded, fold, fold_key, label_meaning

#: An empty line, which folding keeps: so no line of the page is joined to the next.
_LINE = "\n\n"
#: Up to this sensitivity a term is everybody's.
PUBLIC = 1


@dataclass(frozen=True, slots=True)
class _Passage:
    folded: Folded  #: of the part with every line break doubled
    breaks: list[int]  #: offsets of the part's line breaks
    starts: list[int]  #: folded offsets at which the sentences begin
    sentences: list[Sentence]

    def place(self, offset: int) -> int:
        """The folded place of `offset` in the part."""
        doubled = offset + bisect_left(self.breaks, offset)
        firsts = self.folded.firsts
        return doubled if firsts is None else int(firsts.searchsorted(doubled))

    def sentence(self, offset: int) -> Sentence | None:
        at = bisect_right(self.starts, self.place(offset)) - 1
        return self.sentences[at] if at >= 0 else None

    def mention(self, start: int, end: int) -> Mention | None:
        first, last = self.place(start), self.place(end)
        at, until = (bisect_right(self.starts, place) - 1 for place in (first, last - 1))
        if at < 0:
            return None
        before = self.sentences[at].text[: first - self.starts[at]]
        after = self.sentences[until].text[last - self.starts[until] :]
        return Mention(self.sentences[at], before, after)


class Reading:
    """The sentences of one sighting, read once for all who ask."""

    def __init__(
        self,
        sighting: Sighting,
        *,
        kept: frozenset[int] | None = None,
        read: dict[str, _Passage] | None = None,
    ) -> None:
        self._sighting = sighting
        self._names = {"title": "", **{_called(name): name for name in sighting.fields}, "text": ""}
        self._read = {} if read is None else read
        self._kept = kept

    def only(self, sentences: frozenset[int]) -> Reading:
        """The same, as if nothing stood there but `sentences`, told by their `id`."""
        return Reading(self._sighting, kept=sentences, read=self._read)

    def _keeps(self, sentence: Sentence) -> bool:
        return self._kept is None or id(sentence) in self._kept

    def holds(self, hit: Hit) -> bool:
        return self.sentence(hit) is not None

    def _passage(self, called: str) -> _Passage:
        """A part is read when somebody asks for it: most pages need none of it."""
        if called not in self._read:
            self._read[called] = _read(self._sighting, called, self._names[called])
        return self._read[called]

    @property
    def sentences(self) -> Iterator[Sentence]:
        for called in self._names:
            yield from filter(self._keeps, self._passage(called).sentences)

    def about(self) -> Iterator[Sentence]:
        """What speaks of whose page it is; boxes about others do not."""
        return (sentence for sentence in self.sentences if not sentence.aside)

    def labelled(self, *meanings: str) -> list[Sentence]:
        return [each for each in self.about() if each.label in meanings and each.text]

    def mention(self, hit: Hit) -> Mention | None:
        known = hit.field in self._names
        mention = self._passage(hit.field).mention(hit.start, hit.end) if known else None
        return mention if mention and self._keeps(mention.sentence) else None

    def sentence(self, hit: Hit) -> Sentence | None:
        """The sentence in which `hit` begins."""
        known = hit.field in self._names
        sentence = self._passage(hit.field).sentence(hit.start) if known else None
        return sentence if sentence and self._keeps(sentence) else None


def of_others(hit: Hit, reading: Reading) -> bool:
    """In a box about others. What is secret is so wherever it stands."""
    if hit.sensitivity > PUBLIC:
        return False
    sentence = reading.sentence(hit)
    return sentence is not None and sentence.aside


def _called(name: str) -> str:
    """What a hit's `field` says of the labelled field `name`."""
    return f"fields.{name}" if name in {"title", "text"} else name


def _read(sighting: Sighting, name: str, labelled: str = "") -> _Passage:
    original = part(sighting, name)
    folded = fold(original.replace("\n", _LINE))
    breaks = [match.start() for match in re.finditer("\n", original)]
    passage = _Passage(folded, breaks, [], [])
    beside = sighting.markup.beside if name == TEXT else ()
    stretches = [Stretch(passage.place(b.start), passage.place(b.end), b.part) for b in beside]
    placed = _sentences(folded, name, label_meaning(labelled), stretches)
    if stretches:
        found = about_others(placed, stretches, title=fold_key(sighting.title))
    else:
        found = [(each.start, each.sentence) for each in placed]
    for start, sentence in found:
        passage.starts.append(start)
        passage.sentences.append(sentence)
    return passage


def _sentences(
    folded: Folded, field: str, means: str, stretches: list[Stretch]
) -> Iterator[Placed]:
    """A label in a stretch of its own counts there only, and one outside is not cut short by it."""
    states: dict[int | None, Labels] = {None: Labels(means)}
    start = 0
    for line in folded.text.split(_LINE):
        stretch = stretch_at(stretches, start)
        state = states.setdefault(stretch, Labels(""))
        parted = partial(_parted, folded, start)
        pieces = [
            (low, piece, label)
            for label, begin, end in state.of(line, parted)
            for low, piece in _pieces(line, begin, end)
        ]
        for low, piece, label in pieces:
            yield Placed(
                start + low, Sentence(piece, field, label, alone=len(pieces) == 1), stretch
            )
        start += len(line) + len(_LINE)


def _parted(folded: Folded, start: int, offset: int) -> bool:
    return folded.parted(start + offset)


def _pieces(line: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """The sentences between two places of a line."""
    low = begin
    for match in END.finditer(line, begin, end):
        if line[low : match.start()].strip():
            yield low, line[low : match.end()]
            low = match.end()
    if line[low:end].strip():
        yield low, line[low:end]
