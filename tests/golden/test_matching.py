"""The table a reviewer reads: `matching.tsv`, one line per rule and trap."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from leakwatch.match import RULES, guards
from leakwatch.match.reading import of_others
from tests.sample_watch import match

TABLE = Path(__file__).with_name("matching.tsv")
#: What sets a combination aside, beside the guards.
BARRED = "with_barred_word"
ESCAPES = {"\\n": "\n", "\\u200b": "\u200b", "\\u00ad": "\u00ad"}


def _lines() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _plain(escaped: str) -> str:
    for typed, meant in ESCAPES.items():
        escaped = escaped.replace(typed, meant)
    return escaped


def _listed(cell: str) -> list[tuple[str, ...]]:
    return [] if cell == "-" else [tuple(_plain(one).split(" ", 2)) for one in cell.split("; ")]


@pytest.mark.parametrize(
    ("text", "hits", "set_aside"), [pytest.param(*line[1:], id=line[0]) for line in _lines()]
)
def test_a_page_gives_the_hits_and_suppressions_of_the_table(
    text: str, hits: str, set_aside: str
) -> None:
    matches = match(_plain(text))
    assert sorted((hit.rule, hit.entry, hit.quote) for hit in matches.hits) == _listed(hits)
    refused = [(each.rule, each.hit.rule, each.hit.quote) for each in matches.suppressions]
    assert sorted(refused) == _listed(set_aside)


def test_every_rule_has_a_line_that_meets_it() -> None:
    met = {hit[0] for line in _lines() for hit in _listed(line[2])}
    assert {rule.__name__ for rule in RULES} - met == set()


def test_every_objection_has_a_line_that_raises_it() -> None:
    raised = {each[0] for line in _lines() for each in _listed(line[3])}
    public = inspect.getmembers(guards, inspect.isfunction)
    written = {name for name, made in public if made.__module__ == guards.__name__}
    named = {name for name in written if name.startswith(("in_", "without_"))}
    assert (named | {of_others.__name__, BARRED}) - raised == set()


def test_no_case_is_listed_twice() -> None:
    cases = [line[0] for line in _lines()]
    assert len(cases) == len(set(cases))
