"""Real names at large, a part of them: the benchmark takes all."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import names_at_large
from benchmarks.corpus import ABSENT, CORPUS
from benchmarks.names import companies, people
from benchmarks.names_at_large import Result, all_collisions, collisions, main, run, table
from leakwatch.match.variant import Variant
from leakwatch.models import EntryKind

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT)
PEOPLE, COMPANIES = 200, 40


@pytest.fixture(scope="module")
def result() -> Result:
    return run(PEOPLE, COMPANIES)


@pytest.mark.corpus
@needs_corpus
def test_every_spelling_of_real_names_finds_its_own_entry(result: Result) -> None:
    assert result.missed == []
    assert result.entries == {EntryKind.PERSON: PEOPLE, EntryKind.COMPANY: COMPANIES}
    assert result.spellings.total() > 40 * (PEOPLE + COMPANIES)
    assert result.most[EntryKind.PERSON] <= 150


@pytest.mark.corpus
@needs_corpus
def test_every_rule_of_names_is_met(result: Result) -> None:
    met = {rule for _, rule in result.spellings}
    assert {"person_named", "person_kana", "person_romaji", "person_initials"} <= met
    assert {"company_named", "company_misspelt", "company_weak"} <= met


@pytest.mark.corpus
@needs_corpus
def test_the_table_tells_spellings_and_collisions(result: Result) -> None:
    shown = table(result, all_collisions(people(PEOPLE)))
    assert f"{PEOPLE} x person" in shown
    assert "surnames, folded" in shown


@pytest.mark.corpus
@needs_corpus
def test_drawing_is_the_same_every_time() -> None:
    assert people(5) == people(PEOPLE)[:5]
    assert [company.owner for company in companies(3)] == [True, False, False]


def test_a_collision_is_counted_by_the_names_that_share_a_key() -> None:
    found = collisions("x", [("髙", "高"), ("高", "高"), ("高", "高"), ("林", "林")])
    assert (found.names, found.keys, found.shared) == (3, 2, 2)


@pytest.mark.corpus
@needs_corpus
def test_a_spelling_that_misses_its_entry_ends_the_benchmark_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hidden(variant: Variant) -> str:
        return f"x{variant.form}x"

    monkeypatch.setattr(names_at_large, "_sentence", hidden)
    assert main(["3", "2"]) == 1
    assert "miss their own entry" in capsys.readouterr().out


def test_without_the_corpus_the_benchmark_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(names_at_large, "CORPUS", tmp_path / "absent")
    assert main([]) == 0
    assert ABSENT in capsys.readouterr().out
