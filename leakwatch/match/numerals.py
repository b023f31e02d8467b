"""Numbers, exponents and units in every way they are written; forms in, forms out, all folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from leakwatch.text import is_word, rows

#: A longer unit is a word, which nobody writes right behind a number.
_SYMBOL = 4
_DIGITS = "〇一二三四五六七八九"
#: Larger numbers are not written in kanji beside a counter, or not in one way only.
_LARGEST = 99
_KANJI_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_POWER = re.compile(
    r"(?:(?P<mantissa>\d+(?:\.\d+)?)\s?[×x*・]\s?)?10(?:\^|\*\*|の)[({]?"
    r"(?P<sign>-|マイナス)?(?P<exponent>\d{1,3})[)}]?(?:乗)?"
    r"|(?P<factor>\d+(?:\.\d+)?)e(?P<minus>-)?\+?(?P<order>\d{1,3})(?!\d)"
)
_POWERS = ("10^{n}", "10^({n})", "10^{{{n}}}", "10**{n}", "10の{n}乗")
_TIMES = ("{m}×", "{m} × ", "{m}x", "{m} x ", "{m}*", "{m}・")


def renumbered(form: str) -> Iterator[str]:
    """Small numbers beside a counter in kanji for digits, and in digits for kanji (2段 and 二段)."""
    to_digits, to_kanji = _counted(_KANJI_NUMBER), _counted("[1-9][0-9]?")
    for counted, turn in ((to_digits, _in_digits), (to_kanji, _in_kanji)):
        turned = counted.sub(lambda found, turn=turn: turn(found.group()), form)  # type: ignore[misc]
        if turned != form:
            yield turned


@cache
def _counted(number: str) -> re.Pattern[str]:
    words = {side: "|".join(map(re.escape, listed.split())) for side, listed in rows("counters")}
    free = f"(?<![0-9.{_DIGITS}十])(?:{number})(?![0-9.{_DIGITS}十])"
    behind = "|".join(f"(?<={word})" for word in words["before"].split("|"))
    return re.compile(f"{free}(?={words['after']})|(?:{behind}){free}")


def _in_digits(kanji: str) -> str:
    tens, ten, ones = kanji.rpartition("十")
    if not ten:
        return str(_DIGITS.index(ones))
    return str((_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0))


def _in_kanji(digits: str) -> str:
    number = int(digits)
    assert number <= _LARGEST
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return ten + (_DIGITS[ones] if ones else "")


def with_units(form: str) -> Iterator[str]:
    """Units by symbol and by name, behind a number (1180度, 1180 degrees c)."""
    if not any(map(str.isdigit, form)):
        return
    for spellings in _units():
        found = _behind_number(spellings).search(form)
        if found is None or _is_bare_letter(found.group()):
            continue
        for spelling in spellings:
            for blank in _blanks(spelling):
                yield form[: found.start()] + blank + spelling + form[found.end() :]
        return


@cache
def _behind_number(spellings: tuple[str, ...]) -> re.Pattern[str]:
    written = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    return re.compile(rf"(?<=\d)\s?(?:{written})(?![a-z])")


def _blanks(unit: str) -> tuple[str, ...]:
    if not is_word(unit[0]):
        return ("",)
    return ("", " ") if len(unit) <= _SYMBOL else (" ",)


def _is_bare_letter(unit: str) -> bool:
    """`3c` is anything; that a degree is written with one letter is for the known degree to say."""
    return len(unit.strip()) == 1 and unit.strip().isascii() and unit.strip().isalpha()


@cache
def _units() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row[0].split("|")) for row in rows("units"))


def with_exponents(form: str) -> Iterator[str]:
    """A power of ten in every notation (10^-11, 1e-11, 10**-11, 10の-11乗)."""
    found = _POWER.search(form)
    if found is None:
        return
    mantissa = found["mantissa"] or found["factor"] or "1"
    sign = "-" if found["sign"] or found["minus"] else ""
    exponent = sign + (found["exponent"] or found["order"])
    head, tail = form[: found.start()], form[found.end() :]
    for written in _written_powers(mantissa, exponent):
        yield head + written + tail
    if mantissa == "1" and any(char.isalpha() for char in head + tail):
        yield f"{head}10{exponent}{tail}"  # what is left of it where superscripts are lost


def _written_powers(mantissa: str, exponent: str) -> Iterator[str]:
    plain = [power.format(n=exponent) for power in _POWERS]
    if exponent.startswith("-"):
        plain.append(f"10のマイナス{exponent[1:]}乗")
    unit = mantissa in {"1", "1.0"}
    if unit:
        yield from plain
    for m in ("1", "1.0") if unit else (mantissa,):
        yield f"{m}e{exponent}"
        yield from (times.format(m=m) + power for times in _TIMES for power in plain[:1])
