"""The table in `docs/sources/never-blind.md` says what each behaviour of a site ends in; it does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leakwatch.models import Source
from tests.servers.behaviours import Site, serving
from tests.servers.crawling import Order, sweep
from tests.servers.never_blind import BEHAVIOURS, PLACE, site_with, watching

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "sources" / "never-blind.md"
PLACES = ("start", "detail", "canary")
#: A sweep needs about 120 MB, most of it Scrapy.
FLAT_MB = 300
#: The only rows that may end clean, by the notes below the table.
CLEAN = {"ok (1)": 4, "ok (2)": 5}
#: Kinds of source other than a directory that a behaviour is a start page of.
KINDS = {"EntityBomb": "feed"}
STARTS = {"EndlessPagination": f"{PLACE}/0"}


def table() -> dict[tuple[str, str], str]:
    """What the document says, by behaviour and place; cells with a dash are left out."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [re.split(r"\s*\|\s*", line.strip("| ")) for line in lines if line.startswith("| `")]
    return {
        (row[0].strip("`"), place): cell
        for row in rows
        if row[0].strip("`") in BEHAVIOURS
        for place, cell in zip(PLACES, row[1:], strict=True)
        if cell != "-"
    }


def source_for(name: str, place: str, site: Site) -> Source:
    if place == "start":
        return watching(site, name, STARTS.get(name, PLACE), kind=KINDS.get(name, "directory"))
    if place == "detail":
        return watching(site, name, "/mixed")
    return watching(site, name, "/list", canary=PLACE)


def test_every_behaviour_stands_in_the_table() -> None:
    assert {name for name, _ in table()} == set(BEHAVIOURS)


def test_only_what_is_gone_or_harmless_may_end_clean() -> None:
    clean = [
        (place, cell) for (_, place), cell in table().items() if cell.startswith(("ok", "none"))
    ]
    assert {place for place, _ in clean} == {"detail"}
    assert {cell for _, cell in clean} == set(CLEAN)


@pytest.mark.parametrize(
    ("name", "place", "cell"),
    [(name, place, cell) for (name, place), cell in table().items()],
    ids=[f"{name} as {place}" for name, place in table()],
)
def test_a_behaviour_ends_as_the_table_says(name: str, place: str, cell: str) -> None:
    with serving(site_with(BEHAVIOURS[name])) as site:
        swept = sweep(Order(source=source_for(name, place, site), modules=()))
    assert swept.counts is not None, swept.error
    ended = ": ".join([swept.outcome or "", *swept.reasons[:1]])
    assert ended == cell.partition(" (")[0]
    assert swept.peak_mb < FLAT_MB
    if cell in CLEAN:
        assert len(swept.sightings) == CLEAN[cell]
        assert all({"name", "career"} <= set(sighting.fields) for sighting in swept.sightings)
