"""Which script a folded character belongs to: where words begin and end depends on it."""

from __future__ import annotations

_LONG_VOWEL = "ー"


def is_latin(char: str) -> bool:
    """A letter of an alphabet that parts words by blanks; folding left no diacritics."""
    return char.isalpha() and (char.isascii() or char < "\u0590")


def is_digit(char: str) -> bool:
    return char.isascii() and char.isdigit()


def is_word(char: str) -> bool:
    return is_latin(char) or is_digit(char)


def is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == _LONG_VOWEL


def is_hiragana(char: str) -> bool:
    return "ぁ" <= char <= "ゖ"


def is_kanji(char: str) -> bool:
    return "㐀" <= char <= "鿿" or char in {"々", "〆"} or char >= "\U00020000"
