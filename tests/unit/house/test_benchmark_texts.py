"""Detection was not written from the pages it is measured on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import daachorse
import pytest

from leakwatch.text import fold_key, is_word
from tests.benchmark_texts import BENCH, ROOT, fragments, generate, names

PLACES = ("leakwatch", "spiders", "config", "tests", "benchmarks", "docs", "scripts")
SUFFIXES = {
    ".py",
    ".tsv",
    ".yaml",
    ".yml",
    ".po",
    ".md",
    ".csv",
    ".example",
    ".html",
    ".json",
    ".xml",
    ".js",
    ".css",
    ".txt",
}

#: Fragments that anybody would write, each with the reason why it is no sentence of the benchmark.
EVERYBODYS = {
    "〇一二三四五六七八九": "the digits in kanji",
    "ホールディングス": "one word, part of company names",
    "ニュースリリース": "one word, the heading of every press page",
    "に勤務しています": "how anybody says where he works",
    "を担当しています": "how anybody says what he does",
    "1180度": "the example in the task this was built to",
}


def _files() -> Iterator[Path]:
    yield ROOT / "README.md"
    for place in PLACES:
        every = sorted((ROOT / place).rglob("*"))
        yield from (path for path in every if path.suffix in SUFFIXES and path.is_file())


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (BENCH / "generate.py").exists():
        pytest.skip(f"the shared benchmark is absent: {BENCH}")
    directory = tmp_path_factory.mktemp("bench")
    generate(directory, seed=7, pages=600)
    return directory


@pytest.fixture(scope="module")
def sentences(bench: Path) -> frozenset[str]:
    return fragments(bench)


def _standing(texts: frozenset[str]) -> set[tuple[str, str]]:
    """File and text, wherever one of `texts` stands in it; Latin ones as words of their own."""
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(sorted(texts))
    return {
        (str(path.relative_to(ROOT)), folded[start:end])
        for path in _files()
        for folded in [fold_key(path.read_text(encoding="utf-8", errors="replace"))]
        for start, end, _ in automaton.find(folded)
        if not (is_word(folded[start]) and start and is_word(folded[start - 1]))
        and not (is_word(folded[end - 1]) and is_word(folded[end : end + 1] or " "))
        and folded[start:end] not in EVERYBODYS
    }


def test_no_sentence_of_the_benchmark_stands_in_our_files(sentences: frozenset[str]) -> None:
    assert len(sentences) > 300
    assert _standing(sentences) == set()


def test_no_name_of_the_benchmark_stands_in_our_files(bench: Path) -> None:
    assert len(names(bench)) > 100
    assert _standing(names(bench)) == set()


def test_a_sentence_that_was_taken_over_would_be_found(sentences: frozenset[str]) -> None:
    one = max(sentences, key=len)
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(sorted(sentences))
    assert automaton.find(fold_key(f"EXAMPLE = '{one}'  # taken over"))
