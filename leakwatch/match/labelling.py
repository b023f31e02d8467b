"""Labels: under which one each line of a page stands, and which lines head a box about others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from leakwatch.match.sentence import SIDE
from leakwatch.text import folded_label_meaning

#: A point ends a sentence unless an abbreviation or an initial stands in front of it.
_ABBREVIATED = (
    *("incl", "co", "ltd", "inc", "corp", "mr", "ms", "mrs"),
    *("dr", "dept", "no", "st", "approx", "vs"),
)
#: It begins with the set of marks it may begin with, which `re` skips to: a tenth of the time.
END = re.compile(
    r"[。!?.](?:(?<!\.)[。!?]*|(?<=\.)"
    + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATED)
    + r"(?<!\b[a-z]\.)(?=\s|$|[ぁ-ヺ一-鿿]))"
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
    r"|経験者|講師|投稿|ランキング)"
    r"|も(?:見|チェック|閲覧|検討).{0,12}(?:ました|います)"
    r"|関連(?:する)?(?:企業|会社|ニュース)(?:一覧)?(?=$|[ :/、,(])|(?:あなた|この(?:人|方)).{0,6}(?:おすすめ|お勧め|見た)"
    r"|(?:recommended|related|similar|also view\w*|other|more|popular|featured|trending|recently|suggested|meet)\b"
    r".{0,24}(?:experts?|advisors?|advisers?|people|persons?|profiles?|members?|articles?|posts?|consultants?|compan(?:y|ies)|firms|news|you)\b"
    r"|people (?:also|you)|you (?:may|might) (?:also )?(?:like|know)"
)
_OTHERS = re.compile(OTHERS)
_LONGEST_HEADING = 40
#: So much may stand behind the words that head a box.
_REST = 6
#: What parts a heading from what is listed behind it, or nothing.
_LISTED = ("", *" :|/、,・(【[")
#: How labels for names open a line on which the name follows: 回答者 …, answers by …
_NAMING = re.compile(r"[一-鿿ぁ-ん]{0,6}[者手人師](?![一-鿿]?:)|[a-z]+ by (?=[a-z])")
_COLON = re.compile(r" ?: ?")
#: A label with a dash for a value.
_DASHED = re.compile(r": ?[-–—―=…]+ ?$")
#: A mark that opens a line with a label: `■所属 X社`, `【役職】課長`.
_MARKED = re.compile(r"[■□◆◇●○▼▽▶►★☆・*#【〈《\[]+ ?")
_CLOSED = re.compile(r"[】〉》\]]? ?")
#: A line that is nothing but when: with an open end what follows is where somebody works now.
_SINCE = re.compile(
    r"\W*(?:19|20)\d\d[年./]?\d{0,2}月? ?(?:[-–~―]|から|to) ?(?:present|now|today|current|現在|現職|至今|いま)?\W*$"
)
_PERIOD = re.compile(
    r"\W*(?:19|20)\d\d[年./]?\d{0,2}月? ?(?:[-–~―]|から|to) ?(?:19|20)\d\d[年./]?\d{0,2}月?(?:まで)?\W*$"
)
#: A question on a line of its own whose answer names an employer.
_ASKED = re.compile(
    r"(?:どちら|どこ|どんな|どういう|何).{0,10}(?:勤務|勤め|会社|所属)|(?:勤務先|お?勤め先|所属|職場|現職|会社).{0,3}(?:どちら|どこ|何)|(?:勤務先|お勤め先|所属|職場|現職)は?\?"
    r"|who (?:do you work for|is your employer)|where do you work|(?:current )?employer\?"
)
#: What parts a label from what stands before it on the line.
_BETWEEN = " /|、,・([【>)"


def heads_a_box(line: str) -> bool:
    """Whether a folded line may head a box about others, whatever stands before and after it."""
    return _heading(line) == SIDE or any(
        means == SIDE for means, _, _ in _inline(line, lambda _offset: True)
    )


@dataclass(slots=True)
class Labels:
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
        label, self.waiting = self.waiting or self.heading or self.whole, _follows(line)
        self.lines += 1
        if self.heading == SIDE and self.lines > _BOX:
            self.heading = label = ""
        return [(label, 0, len(line))]


def _follows(line: str) -> str:
    """What the line behind this one means: a period and a question say so without being labels."""
    if len(line) > 2 * _LONGEST_HEADING:
        return ""
    if _PERIOD.match(line):
        return "former"
    return (
        "employer"
        if _SINCE.match(line) or (line.rstrip()[-1:] == "?" and _ASKED.search(line))
        else ""
    )


def _heading(line: str) -> str | None:
    """What a line means that is a label and nothing else."""
    if _DASHED.search(line):
        return None
    bare = line.strip(_SHOW)
    known = folded_label_meaning(bare) if len(bare) <= _LONGEST_LABEL else ""
    if known:
        return known
    box = _OTHERS.search(bare) if len(bare) <= _LONGEST_HEADING else None
    ends = box is not None and len(bare) - box.end() <= _REST
    return SIDE if ends and END.search(line) is None else None


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


def _marked(line: str, parted: Callable[[int], bool]) -> tuple[str, int]:
    """A label behind a mark that opens a line, and where what it labels begins; "" without any."""
    mark = _MARKED.match(line)
    if mark is None or ":" in line[: mark.end() + _LONGEST_LABEL]:
        return "", 0
    for end in range(min(mark.end() + _LONGEST_LABEL, len(line) - 1), mark.end() + 1, -1):
        closing = _CLOSED.match(line, end)
        behind = closing.end() if closing else end
        if (behind > end or parted(end)) and behind < len(line):
            means = folded_label_meaning(line[mark.end() : end].strip(_SHOW))
            if means:
                return means, behind
    return "", 0


def _opens_a_box(line: str, parted: Callable[[int], bool]) -> bool:
    """A heading of a box with what is in it behind; a sentence that begins with such words is none."""
    bare = line.lstrip(_SHOW)
    box = _OTHERS.match(bare)
    if box is None or END.search(line) is not None:
        return False
    rest = bare[box.end() :]
    return rest[:1] in _LISTED or parted(len(line) - len(rest))


def _inline(line: str, parted: Callable[[int], bool]) -> list[tuple[str, int, int]]:
    """`所属: … 氏名: …`, and a line that begins as boxes about others do."""
    if _opens_a_box(line, parted):
        return [(SIDE, 0, len(line))]
    named = _names(line, parted)
    if named:
        return [("name", named, len(line))]
    means, behind = _marked(line, parted)
    if means:
        return [(means, behind, len(line))]
    if ":" not in line:  # as in most; the pattern, which may begin with a blank, is slow to tell
        return []
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
