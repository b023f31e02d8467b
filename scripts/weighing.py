"""Write the tables of docs/detection.md from the code: `python -m scripts.weighing`.

The tables stand between `<!-- NAME -->` and `<!-- /NAME -->`; a test fails when they are out of date.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from leakwatch.locale import catalogue
from leakwatch.match import RULES, guards
from leakwatch.match.reading import of_others
from leakwatch.models import Kind
from leakwatch.score import SEVERITY, WEIGHTS
from leakwatch.score.weights import SURE

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "detection.md"


def severities() -> Iterator[Sequence[str]]:
    """Kinds down, sensitivity across; two words where the score decides."""
    yield ("kind", "sensitivity 0-1", "2", "3")
    for kind in Kind:
        cells = (below if below is sure else f"{below} → {sure}" for below, sure in SEVERITY[kind])
        yield (f"`{kind}`", *cells)


def weights() -> Iterator[Sequence[str]]:
    """Every reason with its log-odds, in both languages."""
    japanese = catalogue("ja")
    yield ("reason", "weight", "in words", "日本語")
    for rule, weight in WEIGHTS.items():
        yield (f"`{rule}`", f"{weight.value:+.1f}", weight.words, japanese.text(weight.words))


def rules() -> Iterator[Sequence[str]]:
    """What counts as a hit."""
    yield ("rule", "finds")
    for rule in RULES:
        yield (f"`{rule.__name__}`", _first_line(rule))


def objections() -> Iterator[Sequence[str]]:
    """What sets an occurrence aside."""
    yield ("objection", "because it stands")
    for _, guard in inspect.getmembers(guards, inspect.isfunction):
        if guard.__module__ == guards.__name__ and guard.__name__.startswith(("in_", "without_")):
            yield (f"`{guard.__name__}`", _first_line(guard))
    yield (f"`{of_others.__name__}`", _first_line(of_others))
    yield ("`with_barred_word`", "A combination holds, but an item of its `none` is there.")


TABLES = {
    "severity": severities,
    "weights": weights,
    "rules": rules,
    "objections": objections,
}


def filled(text: str) -> str:
    """The document with all its tables as the code has them, and the score from which one is sure."""
    for name, rows in TABLES.items():
        opening, closing = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(opening)
        text = before + opening + _table(list(rows())) + closing + rest.partition(closing)[2]
    return re.sub(r"(?<=score of )0\.\d+", f"{SURE:.2f}", text)


def _table(rows: Sequence[Sequence[str]]) -> str:
    heading, *body = (f"| {' | '.join(row)} |\n" for row in rows)
    return "".join((heading, "|---" * len(rows[0]) + "|\n", *body))


def _first_line(of: object) -> str:
    return (inspect.getdoc(of) or "").splitlines()[0]


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(filled(text), encoding="utf-8")


if __name__ == "__main__":
    main()
