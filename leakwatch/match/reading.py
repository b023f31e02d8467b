"""A sighting read as what it is: its sentences, under which label each stands, and which are about others."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from leakwatch.match.beside import Placed, Stretch, about_others, stretch_at
from leakwatch.match.page import TEXT, part
from leakwatch.match.sentence import SIDE, Mention, Sentence
from leakwatch.models import Hit, Sighting
from leakwatch.text import Folded, fold, fold_key, folded_label_meaning, label_meaning

#: An empty line, which folding keeps: so no line of the page is joined to the next.
_LINE = "\n\n"
#: A point ends a sentence unless an abbreviation or an initial stands in front of it.
_ABBREVIATED = (
    *("co", "ltd", "inc", "corp", "mr", "ms", "mrs"),
    *("dr", "dept", "no", "st", "approx", "vs"),
)
_END = re.compile(
    r"[。!?]+|"
    + "".join(rf"(?<!\b{word})" for word in _ABBREVIATED)
    + r"(?<!\b[a-z])\.(?=\s|$|[ぁ-ヺ一-鿿])"
)
#: What stands around a label for show.
_SHOW = " ■□◆◇●○▼▽▶►★☆・*#【】[]<>《》〈〉「」|｜-–—=:."
_LONGEST_LABEL = 24
#: Lines that belong to a box about others, at most.
_BOX = 40
#: Labels that head all lines up to the next label; those of the others is one line.
_HEADINGS = frozenset({"about", "career", SIDE, "topics"})
#: How boxes about others are headed, beside the labels for them: who is in it, and why they are shown.
OTHERS = (
    r"(?:おすすめ|お勧め|オススメ|も(?:見|チェック|閲覧|検討)|関連|類似|似た|似て|近い|他の|ほかの|その他|同じ|人気|最近|新着|注目)"
    r".{0,12}(?:エキスパート|専門家|人材|方(?!法)|登録者|会員|メンバー|アドバイザー|ユーザー|記事|相談相手|相談役|プロフィール"
    r"|経験者|講師|投稿|ランキング|ました|います)"
    r"|(?:あなた|この(?:人|方)).{0,6}(?:おすすめ|お勧め|見た)"
    r"|(?:recommended|related|similar|also view\w*|other|more|popular|featured|trending|recently|suggested|meet)\b"
    r".{0,24}(?:experts?|advisors?|advisers?|people|persons?|profiles?|members?|articles?|posts?|consultants?|you)\b"
    r"|people (?:also|you)|you (?:may|might) (?:also )?(?:like|know)"
)
_OTHERS = re.compile(OTHERS)
_LONGEST_HEADING = 40
#: How labels for names open a line on which the name follows: 回答者 …, answers by …
_NAMING = re.compile(r"[一-鿿ぁ-ん]{0,6}[者手人師](?![一-鿿]?:)|[a-z]+ by (?=[a-z])")
_COLON = re.compile(r" ?: ?")
#: A label with a dash for a value.
_DASHED = re.compile(r": ?[-–—―=…]+ ?$")
#: What parts a label from what stands before it on the line.
_BETWEEN = " /|、,・([【>)"
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


def heads_a_box(line: str) -> bool:
    """Whether a folded line may head a box about others, whatever stands before and after it."""
    return _heading(line) == SIDE or any(
        means == SIDE for means, _, _ in _inline(line, lambda _offset: True)
    )


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
    states: dict[int | None, _Labels] = {None: _Labels(means)}
    start = 0
    for line in folded.text.split(_LINE):
        stretch = stretch_at(stretches, start)
        state = states.setdefault(stretch, _Labels(""))
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
    for match in _END.finditer(line, begin, end):
        if line[low : match.start()].strip():
            yield low, line[low : match.end()]
            low = match.end()
    if line[low:end].strip():
        yield low, line[low:end]


@dataclass(slots=True)
class _Labels:
    """Which label the lines of a part stand under, one after the other."""

    whole: str  #: what the part itself is called
    heading: str = ""
    waiting: str = ""
    lines: int = 0

    def of(self, line: str, parted: Callable[[int], bool]) -> list[tuple[str, int, int]]:
        """The stretches of `line`: what their label means, begin, end."""
        known = _heading(line)
        if known:
            self.heading = known if known in _HEADINGS else ""
            self.waiting, self.lines = known, 0
            return [(SIDE if known == SIDE else "label", 0, len(line))]
        inline = [] if self.heading == SIDE else _inline(line, parted)
        if inline:
            self.heading = self.waiting = ""
            return inline
        label, self.waiting = self.waiting or self.heading or self.whole, ""
        self.lines += 1
        if self.heading == SIDE and self.lines > _BOX:
            self.heading = label = ""
        return [(label, 0, len(line))]


def _heading(line: str) -> str | None:
    """What a line means that is a label and nothing else."""
    if _DASHED.search(line):
        return None
    bare = line.strip(_SHOW)
    known = folded_label_meaning(bare) if len(bare) <= _LONGEST_LABEL else ""
    if known:
        return known
    box = _OTHERS.search(bare) if len(bare) <= _LONGEST_HEADING else None
    return SIDE if box and _END.search(line) is None else None


def _label_before(line: str, end: int, parted: Callable[[int], bool]) -> int | None:
    """Where the longest label that ends at `end` begins, by itself on its left side."""
    for begin in range(max(0, end - _LONGEST_LABEL), end - 1):
        alone = begin == 0 or line[begin - 1] in _BETWEEN or parted(begin)
        if alone and folded_label_meaning(line[begin:end].strip(_SHOW)):
            return begin
    return None


def _names(line: str, parted: Callable[[int], bool]) -> int:
    """Where a name begins behind a label for names that opens a short line without a colon."""
    opening = _NAMING.match(line) if len(line) <= 2 * _LONGEST_HEADING else None
    if opening is None or not (line[opening.end() - 1] == " " or parted(opening.end())):
        return 0
    known = folded_label_meaning(opening[0].strip(_SHOW)) == "name"
    return opening.end() if known else 0


def _inline(line: str, parted: Callable[[int], bool]) -> list[tuple[str, int, int]]:
    """`所属: … 氏名: …`, and a line that begins as boxes about others do."""
    if _OTHERS.match(line.lstrip(_SHOW)) and _END.search(line) is None:
        return [(SIDE, 0, len(line))]
    named = _names(line, parted)
    if named:
        return [("name", named, len(line))]
    found = [
        (folded_label_meaning(line[begin : colon.start()].strip(_SHOW)), begin, colon.end())
        for colon in _COLON.finditer(line)
        if (begin := _label_before(line, colon.start(), parted)) is not None
    ]
    if not found:
        return []
    ends = [start for _means, start, _end in found[1:]] + [len(line)]
    values = [(means, begin, end) for (means, _, begin), end in zip(found, ends, strict=True)]
    first = found[0][1]
    return [("", 0, first), *values] if first else values
