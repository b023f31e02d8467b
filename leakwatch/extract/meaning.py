"""What a text means: without the counters, dates and tokens that are others on each visit.

A page is the same page when only they differ. Numbers that say something of somebody, such as ten
years of experience or the number in a code name, are no noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_128

_Marks = npt.NDArray[np.bool_]

#: Characters beyond the basic plane tell of nothing and share its last place.
_LAST = 0xFFFF
_TEN, _YEAR = 10, ord("年")

#: Stands for what was left out: that something is there counts, what it is does not.
_NOISE = "\x01"
#: Between parts; decoding leaves no NUL in a text.
_BETWEEN = "\x00"

_D = "[0-9０-９]"
_NUMBER = rf"{_D}+(?:[,.，．]{_D}{{1,3}})*"
_CLOCK = (
    rf"{_D}{{1,2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}}(?:\.{_D}+)?)?(?: ?[ap]m)?(?:Z|[+-]\d\d:?\d\d)?"
)
_WEEKDAY = r"(?: ?[(（][月火水木金土日](?:曜日?)?[)）])"
_AT = rf"(?:[T 　]{{1,2}}{_CLOCK})?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
#: What pages count: words that stand in front of the number or behind it.
_COUNTED_WORDS = (
    *("閲覧", "閲覧数", "閲覧回数", "閲覧者数", "表示回数", "表示数", "アクセス", "アクセス数"),
    *(
        "再生数",
        "再生回数",
        "訪問者",
        "訪問者数",
        "いいね",
        "いいね数",
        "フォロワー",
        "フォロワー数",
    ),
    *("ブックマーク", "ブックマーク数", "お気に入り", "お気に入り数", "お気に入り登録数"),
    *("コメント", "コメント数", "シェア", "シェア数", "スキ", "スキ数", "pv", "pv数"),
    *("view", "views", "like", "likes", "followers", "visitors", "visits", "hits", "downloads"),
    *("stars", "comments", "shares", "bookmarks", "reactions"),
)
_COUNTED = "|".join(sorted(_COUNTED_WORDS, key=len, reverse=True))
_NOISY = re.compile(
    "|".join(
        (
            rf"{_D}{{4}} ?年 ?{_D}{{1,2}} ?月 ?{_D}{{1,2}} ?日{_WEEKDAY}?{_AT}",
            rf"{_D}{{4}}[-/.／．]{_D}{{1,2}}[-/.／．]{_D}{{1,2}}(?!{_D}){_AT}",
            rf"{_D}{{1,2}}/{_D}{{1,2}}/{_D}{{4}}(?!{_D}){_AT}",
            rf"{_D}{{1,2}} ?月 ?{_D}{{1,2}} ?日{_WEEKDAY}?{_AT}",
            rf"{_D}{{1,2}}(?:st|nd|rd|th)? {_MONTH},? {_D}{{4}}(?!{_D}){_AT}",
            rf"{_D}{{1,2}}時{_D}{{1,2}}分(?:{_D}{{1,2}}秒)?",
            rf"{_CLOCK}(?!{_D})",
            rf"{_NUMBER} ?(?:秒|分|時間|日|週間|[かヶケカ]月|年)(?:ほど)?前",
            rf"{_NUMBER} ?(?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago\b",
            rf"{_NUMBER} ?(?:[km万千億]\+?)? ?(?:回(?:閲覧|再生|表示)|人が(?:閲覧|検討|フォロー))",
            rf"{_NUMBER} ?(?:[km万千億]\+?)? ?(?:{_COUNTED})(?![a-z])",
            rf"{_NUMBER} ?(?:ms|ミリ秒)(?![a-z])",
        )
    ),
    re.IGNORECASE,
)
_DAY_OF_MONTH = re.compile(rf"{_D}{{1,2}}(?:st|nd|rd|th)?, ?{_D}{{4}}(?!{_D}){_AT}", re.IGNORECASE)
_AMOUNT = re.compile(rf"{_NUMBER}(?: ?[km万千億]\+?(?![a-z]))?", re.IGNORECASE)
_MONTH_BEFORE = re.compile(rf"(?<![a-z]){_MONTH} \Z", re.IGNORECASE)
#: Characters before a number that are looked at.
_REACH = 16
#: What may part such a word from the number behind it.
_PARTING = " 　:：|(（!！\n"
#: The last characters of those words, and of the months' names.
_TELLS_BEFORE = frozenset((*_PARTING, *(word[-1] for word in _COUNTED_WORDS)))
_DIGITS = "0123456789０１２３４５６７８９"
#: What may follow a number that is noise → what has to follow that in turn; empty: anything.
_TELLS_AFTER: Mapping[str, frozenset[str]] = {
    **{char: frozenset() for char in "-/.,:．，：／ｐ閲表再いいフブおコシスkKmM万千億"},
    **{char: frozenset() for char in "pPvVlLfFhHdDsScCbBrRtTnN"},
    "年": frozenset("前ほ " + _DIGITS),
    "月": frozenset(" " + _DIGITS),
    "日": frozenset("前ほ"),
    "時": frozenset("間" + _DIGITS),
    **{char: frozenset("前ほ") for char in "分秒"},
    "週": frozenset("間"),
    **{char: frozenset("月") for char in "かヶケカ"},
    "回": frozenset("閲再表"),
    "人": frozenset("が"),
    "ア": frozenset("ク"),
    "訪": frozenset("問"),
    "ミ": frozenset("リ"),
    " ": frozenset(
        "年月秒分時日週かヶケカ閲表再訪いフブおコシスアミjfmasondJFMASONDhwypvlcbrHWYPVLCBRkK"
    ),
}
#: Tokens of a session or a form: long, without a blank, hexadecimal or of mixed letters and digits.
_TOKEN = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{24,}|"
    r"(?=[^0-9]{0,40}[0-9])(?=[^a-z]{0,40}[a-z])(?=[^A-Z]{0,40}[A-Z])[A-Za-z0-9_+/-]{24,}={0,2}"
)
_TOKEN_BEGIN = re.compile(r"[A-Za-z0-9_+/-]*\Z")
_TOKEN_CHARACTER = re.compile(r"[A-Za-z0-9_+/-]")
#: Characters of a token in front of its first digit; what begins earlier is none.
_TOKEN_REACH = 64
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def meaning_hash(title: str, text: str, fields: Mapping[str, str]) -> str:
    """xxh3 (128 bits, hexadecimal) over what `content_hash` covers, without its noise."""
    parts = [title, text]
    for name in sorted(fields):
        parts += (name, fields[name])
    whole = without_noise(_BETWEEN.join(parts))
    return xxh3_128(whole.encode("utf-8", "replace")).hexdigest()


def without_noise(text: str) -> str:
    """`text` with a mark in the place of each date, time, counter and token. Takes linear time."""
    pieces, at = list[str](), 0
    for start, end in _spans(text):
        pieces += (text[at:start], _NOISE)
        at = end
    if not pieces:
        return text
    pieces.append(text[at:])
    return "".join(pieces)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where noise stands, in order."""
    at = 0
    for first, last in _candidates(text):
        if first < at:
            continue
        end = _noise_end(text, first, last)
        begin, end = (first, end) if end else _token(text, first)
        if end and begin >= at:
            yield begin, end
            at = end


def _noise_end(text: str, first: int, last: int) -> int:
    """Where the noise ends that the number `text[first:last]` begins; 0 when it means something."""
    then = _TELLS_AFTER.get(text[last : last + 1])
    if then is not None and (not then or text[last + 1 : last + 2] in then):
        found = _NOISY.match(text, first)
        if found:
            return found.end()
    return _counted_end(text, first) if text[first - 1 : first] in _TELLS_BEFORE else 0


def _token(text: str, first: int) -> tuple[int, int]:
    """Begin and end of the token that the number at `first` is part of; its end is 0 for none."""
    begun = _TOKEN_BEGIN.search(text, max(0, first - _TOKEN_REACH), first)
    begin = begun.start() if begun else first
    found = _TOKEN.match(text, begin)
    if found is None or _TOKEN_CHARACTER.match(text, found.end()):
        return begin, 0
    return found.span()


def _counted_end(text: str, first: int) -> int:
    """Where a number ends that what stands before it makes noise; 0 when it means something."""
    before = text[max(0, first - _REACH) : first].lower()
    found = None
    if before.rstrip(_PARTING).endswith(_COUNTED_WORDS):
        found = _AMOUNT.match(text, first)
    elif before[-2:-1].isascii() and _MONTH_BEFORE.search(before):
        found = _DAY_OF_MONTH.match(text, first)
    return found.end() if found else 0


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each run of digits beside which something tells of noise.

    By numpy: most numbers of a page are none, and to look at each of them one by one would cost
    more than all else that is done for the hash.
    """
    before, after, year, letter = _tables()
    codes = np.frombuffer(f"\0{text}\0\0".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    digits = ((codes - 0x30) < _TEN) | ((codes - 0xFF10) < _TEN)
    edges = np.flatnonzero(digits[1:] != digits[:-1]) + 1
    firsts, lasts = edges[::2], edges[1::2]
    left, right, second = (np.minimum(codes[at], _LAST) for at in (firsts - 1, lasts, lasts + 1))
    told = before[left] | (after[right] & ((right != _YEAR) | year[second]))
    told |= letter[left] | letter[right]
    return zip((firsts[told] - 1).tolist(), (lasts[told] - 1).tolist(), strict=True)


@cache
def _tables() -> tuple[_Marks, _Marks, _Marks, _Marks]:
    """Characters that tell of noise before a number, behind it, behind 年, and of a token."""
    return (
        _marks(_TELLS_BEFORE),
        _marks(_TELLS_AFTER),
        _marks(_TELLS_AFTER["年"]),
        _marks(_LETTERS),
    )


def _marks(characters: Iterable[str]) -> _Marks:
    marks = np.zeros(_LAST + 1, dtype=np.bool_)
    marks[[ord(character) for character in characters]] = True
    return marks
