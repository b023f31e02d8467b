"""Readings in the Latin letters people write their names with, system by system."""

from __future__ import annotations

import re
from functools import cache

from leakwatch.text.kana import hiragana
from leakwatch.text.resources import rows

_HEPBURN, _KUNREI = 1, 2
#: Stands between a vowel and what only makes it longer, and behind an ん; never in a result.
_LONG, _NASAL = "\u0304", "\u0330"
_VOWEL_BEHIND = re.compile(f"n{_NASAL}(?=[aiueoy])")
_LIP_BEHIND = re.compile(f"n{_NASAL}(?=[bmp])")
_SHORTENED = re.compile(f"{_LONG}.")
_AS_H = re.compile(f"o{_LONG}.")
_WAPURO_J = re.compile("j(?=[auo])")


def romanised(kana: str) -> tuple[str, ...]:
    """Ways a reading is spelled in Latin letters, commonest first, without repeats.

    Those of `romanisations`, and mixtures of long and short vowels (koutaro). A reading with a
    character that has no romanisation gives nothing.
    """
    marked = _marked(hiragana(kana), _HEPBURN)
    if not marked:
        return ()
    mixed = (_plain(each) for each in _partly_shortened(marked))
    return tuple(dict.fromkeys((*romanisations(kana), *mixed)))


def romanisations(kana: str) -> tuple[str, ...]:
    """A reading in each system, always in the same order; nothing when it cannot be spelled.

    Hepburn without long vowels (macrons are folded to the same), passport Hepburn (Ministry of
    Foreign Affairs: m before b, m, p), with oh for a long o, wapuro with every vowel, Kunrei (Cabinet
    Notification No. 1 of 1954), the same with every vowel, jy for j in both ways, oh with m, ん parted from the
    vowel behind it by apostrophe or hyphen, every vowel with m, and Kunrei in both ways with the apostrophe.
    """
    kana = hiragana(kana)
    hepburn, kunrei = _marked(kana, _HEPBURN), _marked(kana, _KUNREI)
    if not hepburn or not kunrei:
        return ()
    short, oh, lips = _SHORTENED.sub("", hepburn), _oh(hepburn), _LIP_BEHIND.sub("m", hepburn)
    spelled = (
        short,
        _SHORTENED.sub("", lips),
        oh,
        hepburn,
        _SHORTENED.sub("", kunrei),
        kunrei,
        _WAPURO_J.sub("jy", short),
        _WAPURO_J.sub("jy", hepburn),
        _oh(lips),
        _VOWEL_BEHIND.sub("n'", short),
        _VOWEL_BEHIND.sub("n-", short),
        lips,
        _VOWEL_BEHIND.sub("n'", _SHORTENED.sub("", kunrei)),
        _VOWEL_BEHIND.sub("n'", kunrei),
    )
    return tuple(map(_plain, spelled))


def _oh(marked: str) -> str:
    return _SHORTENED.sub("", _AS_H.sub("oh", marked))


def _plain(marked: str) -> str:
    return marked.replace(_LONG, "").replace(_NASAL, "")


def _partly_shortened(marked: str) -> tuple[str, ...]:
    """One long vowel kept and the rest dropped, and the other way round."""
    places = [match.start() for match in re.finditer(_LONG, marked)]
    if len(places) < 2:  # noqa: PLR2004 - with one there is nothing to mix
        return ()
    first, last = places[0], places[-1]
    return (
        marked[: first + 2] + _SHORTENED.sub("", marked[first + 2 :]),
        _SHORTENED.sub("", marked[:last]) + marked[last:],
        _AS_H.sub("oh", marked[: first + 2]) + _SHORTENED.sub("", marked[first + 2 :]),
    )


@cache
def _syllables(column: int) -> dict[str, str]:
    return {row[0]: row[column] if len(row) > column else row[1] for row in rows("romaji")}


def _marked(kana: str, column: int) -> str:
    """`kana` spelled out, with marks where a vowel is only long and behind each ん."""
    syllables = _syllables(column)
    spelled = ""
    doubled = False
    place = 0
    while place < len(kana):
        size = 2 if kana[place : place + 2] in syllables else 1
        syllable = kana[place : place + size]
        place += size
        if syllable == "っ":
            doubled = True
            continue
        latin = _one(syllable, spelled, syllables)
        if not latin:
            return ""
        spelled += _double(latin) if doubled else latin
        doubled = False
    return spelled


def _one(syllable: str, before: str, syllables: dict[str, str]) -> str:
    vowel = before[-1:]
    if syllable == "ー":
        return _LONG + vowel if vowel else ""
    latin = syllables.get(syllable, "")
    if latin == "n":
        return latin + _NASAL
    lengthens = (vowel == "o" and latin in {"o", "u"}) or (vowel == "u" and latin == "u")
    return _LONG + latin if lengthens else latin


def _double(latin: str) -> str:
    return "t" + latin if latin.startswith("ch") else latin[0] + latin
