"""The table a reviewer reads: `judging.tsv`, one line per weight and trap."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from leakwatch.match import compile_watchlist, find_hits
from leakwatch.models import Kind, Namesake, PageNews, Person, Shows
from leakwatch.score import WEIGHTS, alerting, watched, weigh, with_gone
from tests.sample_watch import WATCHLIST, make_sighting

TABLE = Path(__file__).with_name("judging.tsv")

#: Beside the sample's people: two of one name, and somebody whose namesake is known.
TWINS = tuple(
    Person(id=each, surname="真鍋", given="葵", division="buy", site="kyoto")
    for each in ("E011", "E012")
)
WATCHED = replace(
    WATCHLIST,
    people=(*WATCHLIST.people, *TWINS),
    namesakes=(Namesake(person="E002", employer="白波電装株式会社"),),
)
COMPILED = compile_watchlist(WATCHED)


def lines() -> list[list[str]]:
    every = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in every if not line.startswith("#")]


def judged(shows: str, fields: str, text: str) -> tuple[str, str]:
    """Findings and reasons of a page, as the table writes them."""
    labelled = {} if fields == "-" else dict(one.split("=", 1) for one in fields.split("; "))
    plain: dict[str, Any] = {key: labelled.pop(key) for key in ("url", "title") if key in labelled}
    news = news_in(labelled, text)
    sighting = make_sighting(
        text.replace("\\n", "\n"), shows=Shows(shows), fields=labelled, **plain
    )
    matches = find_hits(sighting, COMPILED)
    if news is not None:
        sighting = with_gone(sighting, news)
        matches = watched(matches, sighting, news)
    weighed = weigh(sighting, matches, WATCHED)
    found = [f"{one.kind} {one.subject} {one.severity}" for one in alerting(weighed)]
    best = max(weighed, key=lambda one: one.score, default=None)
    reasons = [reason.rule for reason in best.reasons] if best else []
    return "; ".join(found) or "-", " ".join(sorted(reasons)) or "-"


def news_in(labelled: dict[str, str], text: str) -> PageNews | None:
    """What `new` (words of the text) and `gone` (a number of lines) say of a watched page."""
    if not {"new", "gone"} & set(labelled):
        return None
    new, gone = labelled.pop("new", ""), int(labelled.pop("gone", "0"))
    if not new:
        return PageNews(gone=gone)
    start = text.index(new)
    return PageNews(field="text", start=start, end=start + len(new), gone=gone)


@pytest.mark.parametrize(
    ("shows", "fields", "text", "findings", "reasons"),
    [pytest.param(*line[1:], id=line[0]) for line in lines()],
)
def test_a_page_amounts_to_what_the_table_says(
    shows: str, fields: str, text: str, findings: str, reasons: str
) -> None:
    assert judged(shows, fields, text) == (findings, reasons)


def test_every_weight_has_a_line_in_which_it_counts() -> None:
    assert set(WEIGHTS) - {rule for line in lines() for rule in line[5].split()} == set()


def test_every_kind_has_a_line_in_which_it_is_found() -> None:
    found = {one.split()[0] for line in lines() for one in line[4].split("; ")}
    assert {kind.value for kind in Kind} - found == set()


def test_no_case_is_listed_twice() -> None:
    cases = [line[0] for line in lines()]
    assert len(cases) == len(set(cases))
