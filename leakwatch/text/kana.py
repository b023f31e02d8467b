"""Kana into the other kana, and as old registers, nicknames and loan words spell them."""

from __future__ import annotations

import re

_STEP = ord("ァ") - ord("ぁ")
_LARGE = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ", "あいうえおつやゆよわアイウエオツヤユヨワ"
)
#: The vowel of each column, by the kana that end in it.
_O = "おこそとのほもよろごぞどぼぽょオコソトノホモヨロゴゾドボポョ"
_U = "うくすつぬふむゆるぐずづぶぷゅウクスツヌフムユルグズヅブプュ"
_LONG_VOWEL = re.compile(f"(?<=[{_O}])[うおウオ]|(?<=[{_U}])[うウ]")
_VU = (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"))


def hiragana(text: str) -> str:
    return "".join(chr(ord(char) - _STEP) if "ァ" <= char <= "ヶ" else char for char in text)


def katakana(text: str) -> str:
    return "".join(chr(ord(char) + _STEP) if "ぁ" <= char <= "ゖ" else char for char in text)


def enlarged(kana: str) -> str:
    """Small kana written as large ones, as registers and bank transfers do (シユンイチ)."""
    return kana.translate(_LARGE)


def lengthened(kana: str) -> str:
    """Long vowels written with the sign, as nicknames are (サトー, ユーコ)."""
    return _LONG_VOWEL.sub("ー", kana)


def without_vu(katakana_text: str) -> str:
    """ヴ as the ブ row: the notation of loan words, Cabinet Notification No. 2 of 1991, has both."""
    for vu, plain in _VU:
        katakana_text = katakana_text.replace(vu, plain)
    return katakana_text
