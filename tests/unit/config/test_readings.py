from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import pytest

from leakwatch.config import with_guessed_readings
from leakwatch.config.readings import GIVEN, GUESSES, SURNAME, dictionary_reader
from leakwatch.models import Person

STATED = Person(id="a", surname="大貫", given="健", surname_kana="おおぬき", given_kana="けん")
SILENT = Person(id="b", surname="大野", given="裕子")

KNOWN = {
    ("大野", SURNAME): ["オオノ", "オオヤ"],
    ("裕子", GIVEN): ["ユウコ", "ヒロコ"],
}


def read(name: str, part: str) -> list[str]:
    return KNOWN.get((name, part), [])


def test_readings_are_guessed_only_for_those_without() -> None:
    stated, silent = with_guessed_readings((STATED, SILENT), read)
    assert stated == STATED
    assert silent.guessed_kana[0] == ("オオノ", "ユウコ")
    assert len(silent.guessed_kana) == GUESSES
    assert (silent.surname_kana, silent.given_kana) == (None, None)


def test_half_a_reading_is_kept_and_the_rest_guessed() -> None:
    (half,) = with_guessed_readings((replace(SILENT, given_kana="ひろこ"),), read)
    assert half.guessed_kana == (("オオノ", "ひろこ"), ("オオヤ", "ひろこ"))


def test_a_name_the_dictionary_does_not_know_stays_without() -> None:
    (unknown,) = with_guessed_readings((replace(SILENT, given="無名"),), read)
    assert unknown.guessed_kana == ()


@pytest.mark.skipif(find_spec("fugashi") is not None, reason="the extra ja is installed")
def test_without_the_extra_nothing_is_guessed_and_nothing_breaks() -> None:
    assert dictionary_reader() is None
    assert with_guessed_readings((STATED, SILENT)) == (STATED, SILENT)


@pytest.mark.skipif(find_spec("fugashi") is None, reason="the extra ja is not installed")
def test_with_the_extra_names_are_read_as_names() -> None:
    (guessed,) = with_guessed_readings((replace(SILENT, surname="髙橋"),))
    assert guessed.guessed_kana[:2] == (("タカハシ", "ユウコ"), ("タカハシ", "ヒロコ"))
