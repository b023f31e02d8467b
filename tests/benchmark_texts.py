"""Sentences of the detection benchmark (`../shared/bench`), to show that none stands in our files."""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from leakwatch.extract import read_document
from leakwatch.text import fold_key

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"

#: A shorter stretch is a word or a label that anybody writes.
JAPANESE, WORDS = 8, 5

#: Terms of this level are names of public technologies, which anybody may write.
PUBLIC = 1

#: Where a sentence ends, or a slot of a template stands.
_ENDS = re.compile(r"[。．！？!?：:;；、,，・/／|｜「」『』（）()\[\]{}<>\n\r\t]|\.(?=\s|$)|\s{2,}")
_SLOT = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_LETTER = re.compile("[ぁ-ヿ㐀-鿿]")
_WORD = re.compile(r"[a-z][a-z'-]*")


def generate(directory: Path, *, seed: int, pages: int) -> None:
    """Have the benchmark write its pages, roster and watch list."""
    command = [sys.executable, str(BENCH / "generate.py"), "--seed", str(seed)]
    subprocess.run(
        [*command, "--pages", str(pages), "--out", str(directory)], check=True, capture_output=True
    )


def fragments(directory: Path) -> frozenset[str]:
    """Every folded sentence of the pages in `directory` and of the benchmark's code and data.

    What its watch list and roster say is left out: names and terms are no sentences.
    """
    listed = _listed(directory)
    found = {
        fragment for text in (*_page_texts(directory), *_written()) for fragment in _sentences(text)
    }
    return frozenset(one for one in found if not any(one in each for each in listed))


def names(directory: Path) -> frozenset[str]:
    """Folded names of its company, of its people, and of terms that are no public technology."""
    watchlist = json.loads((directory / "watchlist.json").read_text(encoding="utf-8"))
    company = watchlist["company"]
    found = [company["official_ja"], company["official_en"], company["kana"]]
    for key in ("aliases", "weak_aliases", "former_names", "subsidiaries", "domains"):
        found += company[key]
    for term in watchlist["terms"]:
        if term["level"] > PUBLIC:
            found += [term["text"], *term["aliases"]]
    with (directory / "roster.csv").open(encoding="utf-8", newline="") as file:
        found += [row["surname"] + row["given"] for row in csv.DictReader(file)]
    return frozenset(map(fold_key, found))


def _page_texts(directory: Path) -> Iterator[str]:
    for path in sorted((directory / "pages").iterdir()):
        document = read_document(path.read_bytes(), url="https://bench.example/")
        yield from (document.title, document.text, document.description, *document.data.values())


def _written() -> Iterator[str]:
    """Texts in the code (docstrings and the prose of comments aside) and in the word list."""
    for path in sorted(BENCH.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in sorted(BENCH.glob("*.json")):
        yield from _texts(json.loads(path.read_text(encoding="utf-8")))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        inner: Iterable[object] = value.values() if isinstance(value, dict) else value
        for each in inner:
            yield from _texts(each)


def _sentences(text: str) -> Iterator[str]:
    for line in _SLOT.sub("\n", text).splitlines():
        for piece in _ENDS.split(line):
            folded = fold_key(piece)
            if len(_LETTER.findall(folded)) >= JAPANESE or len(_WORD.findall(folded)) >= WORDS:
                yield folded


def _listed(directory: Path) -> tuple[str, ...]:
    watchlist = json.loads((directory / "watchlist.json").read_text(encoding="utf-8"))
    with (directory / "roster.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    return tuple(map(fold_key, (*_texts(watchlist), *cells)))
