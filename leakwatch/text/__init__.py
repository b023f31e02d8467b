"""Text, folded for comparing; kana, romaji, legal forms: language without judgement."""

from __future__ import annotations

from leakwatch.text.folding import Folded, fold, fold_key
from leakwatch.text.kana import enlarged, hiragana, katakana, lengthened, without_vu
from leakwatch.text.labels import folded_label_meaning, label_meaning, labels
from leakwatch.text.legal import (
    has_legal_form,
    legal_form_behind,
    opens_with_legal_form,
    respelled,
    stripped,
)
from leakwatch.text.numerals import Number, numbers_in
from leakwatch.text.pages import html_page, literal
from leakwatch.text.places import places_in, prefectures_of
from leakwatch.text.resources import all_data, rows
from leakwatch.text.romaji import romanisations, romanised
from leakwatch.text.scripts import (
    is_digit,
    is_hiragana,
    is_kanji,
    is_katakana,
    is_latin,
    is_word,
)

__all__ = [
    "Folded",
    "Number",
    "all_data",
    "enlarged",
    "fold",
    "fold_key",
    "folded_label_meaning",
    "has_legal_form",
    "hiragana",
    "html_page",
    "is_digit",
    "is_hiragana",
    "is_kanji",
    "is_katakana",
    "is_latin",
    "is_word",
    "katakana",
    "label_meaning",
    "labels",
    "legal_form_behind",
    "lengthened",
    "literal",
    "numbers_in",
    "opens_with_legal_form",
    "places_in",
    "prefectures_of",
    "respelled",
    "romanisations",
    "romanised",
    "rows",
    "stripped",
    "without_vu",
]
