"""Outcomes of a folder: nobody is visited, so an empty one is known to be empty."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from leakwatch.crawl import Counts, judge
from leakwatch.models import Inbox, Outcome, Shows, Source, SweepReport

NOW = datetime(2026, 4, 1, tzinfo=UTC)


def make_source(**changes: Any) -> Source:
    inbox = Inbox(folder="/nowhere")
    return Source(
        name="answers", kind="inbox", start=(), shows=Shows.PROFILE, inbox=inbox, **changes
    )


def make_counts(*, files: int, sightings: int, **errors: int) -> Counts:
    return Counts(pages=files, details=files, sightings=sightings, errors=Counter(errors))


CASES = [
    ("empty", make_counts(files=0, sightings=0), Outcome.NONE, ()),
    ("nothing in its files", make_counts(files=3, sightings=0), Outcome.NONE, ()),
    ("entries", make_counts(files=1, sightings=9), Outcome.OK, ()),
    (
        "one bad file of ten",
        make_counts(files=9, sightings=9, not_text=1),
        Outcome.PARTIAL,
        ("not_text",),
    ),
    (
        "only bad files",
        make_counts(files=0, sightings=0, not_text=1),
        Outcome.FAILED,
        ("not_text",),
    ),
    (
        "links that lead out",
        make_counts(files=9, sightings=9, outside_folder=1),
        Outcome.PARTIAL,
        ("outside_folder",),
    ),
    (
        "an item that is none",
        make_counts(files=1, sightings=1, unknown_item=1),
        Outcome.FAILED,
        ("unknown_item",),
    ),
]


@pytest.mark.parametrize(
    ("counts", "outcome", "reasons"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_folder_ends_as_what_was_read_of_it(
    counts: Counts, outcome: Outcome, reasons: tuple[str, ...]
) -> None:
    assert judge(counts, make_source(), ()) == (outcome, reasons)


def test_a_folder_may_hold_less_than_it_did_unless_so_many_are_expected() -> None:
    before = SweepReport(
        source="answers", outcome=Outcome.OK, started_at=NOW, ended_at=NOW, sightings=100
    )
    counts = make_counts(files=1, sightings=1)
    assert judge(counts, make_source(), (before,)) == (Outcome.OK, ())
    expected = make_source(at_least=10)
    assert judge(counts, expected, (before,)) == (Outcome.PARTIAL, ("low_volume",))
