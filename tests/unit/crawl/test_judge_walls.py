"""What walls, negative canaries and promised fields make of a sweep."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from leakwatch.crawl import judge
from leakwatch.models import Canary, Outcome
from tests.judged import (
    BLOCKED,
    CHANGED,
    FAILED,
    NONE,
    OK,
    PARTIAL,
    UNSEEN,
    make_counts,
    make_report,
    make_source,
)

ROWS = [
    (
        "what is absent is there",
        {"canaries": Counter({"present": 1})},
        CHANGED,
        ("negative_failed",),
    ),
    ("a login page", {"errors": {"login_wall": 1}}, BLOCKED, ("login_wall",)),
    ("a bot wall for a listing", {"listing": {"bot_wall": 1}}, BLOCKED, ("bot_wall",)),
    ("a consent page", {"errors": {"consent_wall": 1}}, BLOCKED, ("consent_wall",)),
    ("maintenance", UNSEEN | {"listing": {"maintenance": 1}}, FAILED, ("maintenance",)),
    (
        "an empty shell",
        UNSEEN | {"listing": {"needs_javascript": 1}},
        CHANGED,
        ("needs_javascript",),
    ),
    ("one empty shell", {"errors": {"needs_javascript": 1}}, PARTIAL, ("needs_javascript",)),
    ("the start is not there", UNSEEN | {"listing": {"soft_404": 1}}, FAILED, ("soft_404",)),
    ("a few seem to be there", {"errors": {"soft_404": 4}}, OK, ()),
    ("half only seem to be there", {"errors": {"soft_404": 5}}, CHANGED, ("soft_404",)),
    ("two of two seem to be there", {"errors": {"soft_404": 2}, "details": 2}, OK, ()),
    (
        "the links lead nowhere",
        {"errors": {"http_404": 6, "offsite": 4}, "sightings": 0},
        CHANGED,
        ("all_gone",),
    ),
]


@pytest.mark.parametrize(
    ("given", "outcome", "reasons"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_what_is_no_page_is_judged(
    given: dict[str, Any], outcome: Outcome, reasons: tuple[str, ...]
) -> None:
    assert judge(make_counts(**given), make_source(), ()) == (outcome, reasons)


def test_where_a_limit_was_reached_nothing_seen_is_not_nothing_there() -> None:
    counts = make_counts(**UNSEEN, page_limit=True)
    assert judge(counts, make_source(), ()) == (PARTIAL, ("page_limit",))


ABSENT = Canary(url="https://example.com/nobody", absent=True)


def test_what_is_known_to_be_absent_does_not_vouch_for_what_we_see() -> None:
    source = replace(make_source(), canaries=(ABSENT,))
    assert judge(make_counts(**UNSEEN), source, ()) == (PARTIAL, ("no_canary",))
    assert judge(make_counts(), source, ()) == (OK, ())
    assert judge(make_counts(sightings=4), source, [make_report(20)]) == (PARTIAL, ("low_volume",))


CONTRACTS = [
    ("kept", 0.8, 8, OK),
    ("broken", 0.8, 7, CHANGED),
    ("one lacks it", 1.0, 9, OK),
    ("two lack it", 1.0, 8, CHANGED),
    ("none has it", 0.1, 0, CHANGED),
    ("nothing is promised", 0.0, 0, OK),
]


@pytest.mark.parametrize(
    ("share", "have", "outcome"), [row[1:] for row in CONTRACTS], ids=[row[0] for row in CONTRACTS]
)
def test_a_field_that_is_promised_has_to_be_there(
    share: float, have: int, outcome: Outcome
) -> None:
    source = replace(make_source(), contract={"career": share})
    counts = make_counts(fields=Counter({"career": have}))
    reasons = () if outcome is OK else ("field_missing:career",)
    assert judge(counts, source, ()) == (outcome, reasons)


def test_a_single_sighting_without_a_promised_field_breaks_the_promise() -> None:
    source = replace(make_source(), contract={"career": 0.5})
    assert judge(make_counts(sightings=1), source, ())[0] is CHANGED


def test_a_promise_says_nothing_when_nothing_is_there() -> None:
    source = replace(make_source(), contract={"career": 1.0})
    assert judge(make_counts(**UNSEEN), source, ()) == (NONE, ())
