"""The spellings of a word, phrase or code that follow from how it is written; all folded.

Each step takes one form and gives others that mean the same. Nothing is guessed: no particle or
middle dot between the parts, no katakana for Latin letters, no abbreviation nobody listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from leakwatch.match.numerals import renumbered, with_exponents, with_units
from leakwatch.match.variant import one_line
from leakwatch.text import enlarged, is_katakana, is_latin, rows, without_vu

Step = Callable[[str], Iterator[str]]

#: Far more than any entry of the sample watchlists reaches; an entry of many parts ends here.
MOST = 120

#: Letters and digits side by side, with or without something between.
_JOINT = re.compile(r"(?<=[a-z])[-_ ]?(?=[0-9])|(?<=[0-9])[-_](?=[a-z])")
#: Letters and digits that may be run together: `r-5` may not, for `r5` is anything.
_CODE = re.compile(r"[a-z]{2,}[-_ ]?[0-9]|[a-z][-_ ]?[0-9]{2,}|[0-9]{2,}[-_]?[a-z]")
#: Where two English words are run together both are long enough to be told apart.
_LONG_BEFORE, _LONG_BEHIND = re.compile(r"[a-z]{3}$"), re.compile(r"[a-z]{3}")
#: Blanks of a phrase that may get a hyphen: of more words nobody knows which two belong together.
_SHORT_PHRASE = 2
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = re.compile(rf"\b({'|'.join(_NUMBER_WORDS)}|[1-9]|10)(?=[- ][a-z]{{3,}})")
#: JIS Z 8301 drops the long vowel behind words this long.
_LONG_WORD = 3
_FINAL_LONG_VOWEL = re.compile(rf"(?<=[ァ-ヺ]{{{_LONG_WORD}}})ー(?![ァ-ヺー])")
#: With fewer letters a word in large kana is another word (ツク for ック).
_TELLING_KANA = 4
_WORD = re.compile(r"[a-z&.]+")
#: What has two spellings in English has two letters side by side, or a sign for a word.
_ENGLISH = re.compile(r"[a-z]{2}|&")


def spelled(form: str, *steps: Step) -> Iterator[str]:
    """`form`, as folded, and what `steps`, one behind the other, make of it: `MOST`, each once."""
    found = dict.fromkeys([form])
    for step in steps:
        for each in tuple(found):
            found |= dict.fromkeys(step(each))
    others = map(one_line, list(found)[1:MOST])
    yield from filter(None, dict.fromkeys((form, *others)))


def coded(form: str) -> Iterator[str]:
    """The joints of letters and digits as hyphen, blank, low line or nothing (rv-4, rv 4, rv4)."""
    if not form.isascii() and not re.search("[a-z][-_ ]?[0-9]", form):
        return
    glues = ("-", " ", "_", "") if _CODE.search(form) else ("-", " ", "_")
    if _JOINT.search(form):
        yield from (_JOINT.sub(glue, form) for glue in glues)


def bordered(form: str) -> Iterator[str]:
    """With and without the blank that some set between Latin letters and Japanese."""
    tight = re.sub(r"(?<=[^ -~]) (?=[a-z])|(?<=[a-z]) (?=[^ -~])", "", form)
    yield tight
    yield re.sub(r"(?<=[^ -~・])(?=[a-z])|(?<=[a-z])(?=[^ -~・])", " ", tight)


def katakana_spelled(form: str) -> Iterator[str]:
    """Without the final long vowel of a word (フィラー, フィラ), with ブ for ヴ, small kana large.

    Large kana (シヨウ for ショウ) come from registers, forms and transfers that have no small ones.
    """
    if any(map(is_katakana, form)):
        yield _FINAL_LONG_VOWEL.sub("", form)
        yield without_vu(form)
        if sum(map(is_katakana, form)) >= _TELLING_KANA:
            yield enlarged(form)


def hyphenated(form: str) -> Iterator[str]:
    """An English phrase with blanks or nothing for its hyphens, or with a hyphen for a blank."""
    if not form.isascii():
        return
    yield form.replace("-", " ")
    for place, char in enumerate(form):
        before, behind = form[:place], form[place + 1 :]
        if char == "-":
            yield f"{before} {behind}"
            if _LONG_BEFORE.search(before) and _LONG_BEHIND.match(behind):
                yield before + behind
        elif char == " " and "-" not in form and form.count(" ") <= _SHORT_PHRASE:
            yield f"{before}-{behind}"


def inflected(form: str) -> Iterator[str]:
    """An English phrase in the plural, and in the singular when it is written in the plural."""
    if not form.isascii() or " " not in form or not is_latin(form[-1]):
        return
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        yield form[:-1]
        if form.endswith(("xes", "ches", "shes", "sses")):
            yield form[:-2]
    elif form.endswith("y") and form[-2] not in "aeiou":
        yield form[:-1] + "ies"
    else:
        yield form + ("es" if form.endswith(("s", "x", "ch", "sh")) else "s")


def counted(form: str) -> Iterator[str]:
    """Small numbers of an English phrase in words and digits (two-stage, 2-stage)."""
    if form.isascii():
        yield _COUNTED.sub(lambda found: _other_number(found.group()), form)


def _other_number(written: str) -> str:
    if written.isdigit():
        return _NUMBER_WORDS[int(written) - 1]
    return str(_NUMBER_WORDS.index(written) + 1)


def respelled_english(form: str) -> Iterator[str]:
    """British and American, abbreviated and in full (fiber and fibre, dept. and department)."""
    if not _ENGLISH.search(form):
        return
    if _some_part().search(form):
        yield from _with_parts(form)
    yield from _with_words(form, _english("word"))


def _with_parts(form: str) -> Iterator[str]:
    american = british = form
    for us, uk in _english("part"):
        for part, other in ((us, uk), (uk, us)):
            if not (part in other and other in form):
                yield form.replace(part, other)
        american, british = american.replace(uk, us), british.replace(uk, us).replace(us, uk)
    yield from (american, british)


def company_worded(form: str) -> Iterator[str]:
    """With the words of company names that have several spellings (ホールディングス, HD; &, and)."""
    for spellings in _table("company_words"):
        for word in spellings:
            if form.endswith(word) and len(form) > len(word) + 1 and len(word) > 1:
                stem = form[: -len(word)]
                yield from (stem + other for other in spellings if other != word)
    sign, word = (" & ", " and ") if form.isascii() else ("&", "アンド")
    yield from (form.replace(sign, word), form.replace(word, sign))


def _with_words(form: str, table: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for spellings in table:
        for word in spellings:
            whole = _whole(word)
            if word in form and whole.search(form):
                for other in spellings:
                    if other != word:
                        yield whole.sub(other, form)
                break


@cache
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z&.]){re.escape(word)}(?![a-z&.])")


@cache
def _some_part() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(part) for pair in _english("part") for part in pair))


@cache
def _english(what: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row[1].split("|")) for row in rows("english") if row[0] == what)


@cache
def _table(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row[0].split("|")) for row in rows(name))


def equated(form: str) -> Iterator[str]:
    """With and without blanks around a sign of equation."""
    yield re.sub(" ?([=:≒~]) ?", r"\1", form)
    yield re.sub(" ?([=:≒~]) ?", r" \1 ", form).strip()


_MEASURE_STEPS: tuple[Step, ...] = (with_exponents, with_units, equated, bordered)
_WORD_STEPS: tuple[Step, ...] = (
    renumbered,
    coded,
    counted,
    respelled_english,
    hyphenated,
    inflected,
    bordered,
    katakana_spelled,
)
_PLACE_STEPS: tuple[Step, ...] = (renumbered, respelled_english, bordered, katakana_spelled)


def term_spellings(form: str) -> Iterator[str]:
    """Of a term: as a measure when it holds a power of ten or a unit, else as words and codes."""
    measure = any(with_exponents(form)) or any(with_units(form))
    yield from spelled(form, *(_MEASURE_STEPS if measure else _WORD_STEPS))


def place_spellings(form: str) -> Iterator[str]:
    """Of a site or division, whose name is not inflected."""
    yield from spelled(form, *_PLACE_STEPS)
