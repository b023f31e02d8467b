"""Kana into the other kana and into the Latin letters people write their names with."""

from __future__ import annotations

from functools import cache

from leakwatch.text.resources import rows

_STEP = ord("ァ") - ord("ぁ")
_LONG = (("ou", "o"), ("oo", "o"), ("uu", "u"))
_OH = (("ou", "oh"), ("oo", "oh"), ("uu", "u"))


def hiragana(text: str) -> str:
    return "".join(chr(ord(char) - _STEP) if "ァ" <= char <= "ヶ" else char for char in text)


def katakana(text: str) -> str:
    return "".join(chr(ord(char) + _STEP) if "ぁ" <= char <= "ゖ" else char for char in text)


def romanised(kana: str) -> tuple[str, ...]:
    """Ways a reading is spelled in Latin letters, commonest first, without repeats.

    Passport Hepburn (long vowels dropped: Sato, Ono; macrons are folded to the same), Hepburn with
    oh (Satoh, Ohno) or with every vowel (Satou, Oono), m for n before b, m, p (Homma), and Kunrei
    (Sinzi). A reading with a character that has no romanisation gives nothing.
    """
    spelled, kunrei = _spelled(hiragana(kana), 1), _spelled(hiragana(kana), 2)
    if not spelled or not kunrei:
        return ()
    short = _replaced(spelled, _LONG)
    found = [short, _replaced(spelled, _OH), spelled, _replaced(kunrei, _LONG), kunrei]
    found += [_assimilated(each) for each in found[:3]]
    return tuple(dict.fromkeys(found))


@cache
def _syllables(column: int) -> dict[str, str]:
    return {row[0]: row[column] if len(row) > column else row[1] for row in rows("romaji")}


def _spelled(kana: str, column: int) -> str:
    syllables = _syllables(column)
    parts: list[str] = []
    doubled = False
    place = 0
    while place < len(kana):
        size = 2 if kana[place : place + 2] in syllables else 1
        syllable = kana[place : place + size]
        place += size
        if syllable == "っ":
            doubled = True
            continue
        latin = parts[-1][-1:] if syllable == "ー" and parts else syllables.get(syllable, "")
        if not latin:
            return ""
        parts.append(_double(latin) if doubled else latin)
        doubled = False
    return "".join(parts)


def _double(latin: str) -> str:
    return "t" + latin if latin.startswith("ch") else latin[0] + latin


def _replaced(spelled: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for long, short in pairs:
        spelled = spelled.replace(long, short)
    return spelled


def _assimilated(spelled: str) -> str:
    for lip in "bmp":
        spelled = spelled.replace("n" + lip, "m" + lip)
    return spelled
