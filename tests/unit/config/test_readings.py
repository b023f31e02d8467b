from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from leakwatch.config import readings, with_guessed_readings
from leakwatch.config.readings import GIVEN, GUESSES, SURNAME, dictionary_reader
from leakwatch.models import Person

#: As fugashi answers: paths of words, each with part of speech and reading.
TAGGER = """
from types import SimpleNamespace

PATHS = {"高橋": ["人名 姓 タカハシ", "一般 * タカ+一般 * ハシ", "人名 名 タカシ", "地名 一般 タカハシ",
                "人名 姓 コウキョウ", "人名 姓 タカハシ"]}

def word(said):
    pos3, pos4, kana = said.split()
    return SimpleNamespace(feature=SimpleNamespace(pos3=pos3, pos4=pos4, kana=kana))

class Tagger:
    def nbestToNodeList(self, text, count):
        return [list(map(word, path.split("+"))) for path in PATHS.get(text, [])[:count]]
"""

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


def test_the_dictionary_is_not_opened_for_people_whose_readings_are_all_stated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(readings, "dictionary_reader")
    assert with_guessed_readings((STATED,)) == (STATED,)


def test_half_a_reading_is_kept_and_the_rest_guessed() -> None:
    (half,) = with_guessed_readings((replace(SILENT, given_kana="ひろこ"),), read)
    assert half.guessed_kana == (("オオノ", "ひろこ"), ("オオヤ", "ひろこ"))


def test_a_name_the_dictionary_does_not_know_stays_without() -> None:
    (unknown,) = with_guessed_readings((replace(SILENT, given="無名"),), read)
    assert unknown.guessed_kana == ()


def test_without_the_extra_nothing_is_guessed_and_nothing_breaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "fugashi", None)  # as if it were not installed
    assert dictionary_reader() is None
    assert with_guessed_readings((STATED, SILENT)) == (STATED, SILENT)


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, tagger: str) -> None:
    (folder / "fugashi.py").write_text(tagger, encoding="utf-8")
    monkeypatch.delitem(sys.modules, "fugashi", raising=False)
    monkeypatch.syspath_prepend(folder)


def test_an_extra_without_its_dictionary_is_no_extra(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, tmp_path, "def Tagger():\n    raise RuntimeError('no dictionary')\n")
    assert dictionary_reader() is None


def test_with_the_extra_only_whole_names_of_the_right_sort_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, tmp_path, TAGGER)
    reader = dictionary_reader()
    assert reader is not None
    assert reader("髙橋", SURNAME) == ["タカハシ", "コウキョウ"]
    assert reader("髙橋", GIVEN) == ["タカシ"]
    assert reader("無名", SURNAME) == []
    monkeypatch.delitem(sys.modules, "fugashi")
