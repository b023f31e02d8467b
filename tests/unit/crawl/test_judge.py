"""The table of outcomes. Each row is one way in which a sweep can go."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from leakwatch.crawl import Counts, judge
from leakwatch.models import Outcome, Shows, Source
from tests.judged import (
    BLOCKED,
    CANARY,
    CHANGED,
    FAILED,
    MISSED,
    NONE,
    OK,
    PARTIAL,
    SILENT,
    UNSEEN,
    make_counts,
    make_report,
    make_source,
)

WITH_CANARY = [
    ("all well", {}, OK, ()),
    ("nothing there", UNSEEN, NONE, ()),
    ("nothing there, and the listing says so", UNSEEN | {"listing": {"no_links": 1}}, NONE, ()),
    ("the last listing page is empty", {"listing": {"no_links": 1}}, OK, ()),
    ("canary gone", MISSED, CHANGED, ("canary_failed",)),
    ("canary gone, nothing seen", UNSEEN | MISSED, CHANGED, ("canary_failed",)),
    (
        "canary gone, empty listing",
        UNSEEN | MISSED | {"listing": {"no_links": 1}},
        CHANGED,
        ("canary_failed", "no_links"),
    ),
    ("canary never came", SILENT, PARTIAL, ("canary_unseen",)),
    (
        "canary blocked",
        SILENT | {"listing": {"http_403": 1}},
        BLOCKED,
        ("http_403", "canary_unseen"),
    ),
    (
        "canary timed out",
        SILENT | {"listing": {"timeout": 1}},
        FAILED,
        ("timeout", "canary_unseen"),
    ),
    ("one detail gone", {"errors": {"http_404": 1}}, OK, ()),
    ("all details gone", {"errors": {"http_404": 5, "http_410": 5}}, OK, ()),
    ("links that lead elsewhere", {"errors": {"offsite": 9}}, OK, ()),
    ("start page elsewhere", UNSEEN | {"listing": {"offsite": 1}}, FAILED, ("offsite",)),
    ("start page gone", UNSEEN | {"listing": {"http_404": 1}}, FAILED, ("http_404",)),
    ("start page gone for good", UNSEEN | {"listing": {"http_410": 1}}, FAILED, ("http_410",)),
    ("listing 500", {"listing": {"http_500": 1}}, FAILED, ("http_500",)),
    ("listing timed out", {"listing": {"timeout": 1}}, FAILED, ("timeout",)),
    ("listing not resolved", {"listing": {"dns": 1}}, FAILED, ("dns",)),
    ("listing refused", {"listing": {"connection_refused": 1}}, FAILED, ("connection_refused",)),
    ("listing broken", {"listing": {"broken_document": 1}}, FAILED, ("broken_document",)),
    ("listing too large", {"listing": {"too_large": 1}}, FAILED, ("too_large",)),
    ("listing leads inside", {"listing": {"redirect_refused": 1}}, FAILED, ("redirect_refused",)),
    ("a few details failed", {"errors": {"http_500": 2}}, PARTIAL, ("http_500",)),
    ("too many details failed", {"errors": {"http_500": 3}}, FAILED, ("http_500",)),
    (
        "many details failed in many ways",
        {"errors": {"timeout": 1, "too_large": 1, "not_text": 1}},
        FAILED,
        ("not_text", "timeout", "too_large"),
    ),
    ("a redirect led inside", {"errors": {"redirect_refused": 1}}, PARTIAL, ("redirect_refused",)),
    ("a link led inside", {"errors": {"guard_refused": 1}}, PARTIAL, ("guard_refused",)),
    ("a callback raised", {"errors": {"callback_error": 1}}, FAILED, ("callback_error",)),
    ("the spider could not go on", {"listing": {"start_error": 1}}, FAILED, ("start_error",)),
    ("the engine complained", {"errors": {"engine_error": 1}}, FAILED, ("engine_error",)),
    ("a sighting upset us", {"errors": {"sighting_error": 1}}, FAILED, ("sighting_error",)),
    ("forbidden detail", {"errors": {"http_403": 1}}, BLOCKED, ("http_403",)),
    ("forbidden listing", {"listing": {"http_403": 1}}, BLOCKED, ("http_403",)),
    ("login wanted", {"listing": {"http_401": 1}}, BLOCKED, ("http_401",)),
    ("proxy login wanted", {"listing": {"http_407": 1}}, BLOCKED, ("http_407",)),
    ("too many requests", {"errors": {"http_429": 1}}, BLOCKED, ("http_429",)),
    ("legal reasons", {"errors": {"http_451": 1}}, BLOCKED, ("http_451",)),
    ("come back later", {"listing": {"retry_after": 1}}, BLOCKED, ("retry_after",)),
    ("bot wall", {"errors": {"blocked": 1}}, BLOCKED, ("blocked",)),
    (
        "robots forbid the start",
        UNSEEN | {"listing": {"robots_refused": 1}},
        BLOCKED,
        ("robots_refused",),
    ),
    ("robots forbid details", {"errors": {"robots_refused": 9}}, PARTIAL, ("robots_refused",)),
    ("half changed", {"errors": {"layout_changed": 5}}, CHANGED, ("layout_changed",)),
    ("a few changed", {"errors": {"layout_changed": 4}}, PARTIAL, ("layout_changed",)),
    ("half without identity", {"errors": {"no_identity": 5}}, CHANGED, ("no_identity",)),
    ("one without identity", {"errors": {"no_identity": 1}}, PARTIAL, ("no_identity",)),
    ("the listing changed", {"listing": {"layout_changed": 1}}, CHANGED, ("layout_changed",)),
    (
        "all changed, none seen",
        {"errors": {"layout_changed": 10}, "sightings": 0},
        CHANGED,
        ("layout_changed",),
    ),
    ("limit reached", {"page_limit": True}, OK, ("page_limit",)),
    (
        "limit reached, some failed",
        {"page_limit": True, "errors": {"http_500": 1}},
        PARTIAL,
        ("http_500", "page_limit"),
    ),
    ("out of time", {"stopped": "time_limit"}, PARTIAL, ("time_limit",)),
    ("told to stop", {"stopped": "stopped"}, PARTIAL, ("stopped",)),
    (
        "told to stop before it began",
        {"stopped": "stopped", "pages": 0, "details": 0, "sightings": 0},
        FAILED,
        ("no_pages", "stopped"),
    ),
    ("nothing was fetched", {"pages": 0, "details": 0, "sightings": 0}, FAILED, ("no_pages",)),
    (
        "worst first",
        {
            "errors": {"http_403": 1, "robots_refused": 1, "layout_changed": 9},
            "listing": {"http_502": 1},
            "page_limit": True,
        },
        FAILED,
        ("http_502", "http_403", "layout_changed", "robots_refused", "page_limit"),
    ),
]

WITHOUT_CANARY = [
    ("something seen", SILENT, OK, ()),
    ("nothing seen", SILENT | UNSEEN, PARTIAL, ("no_canary",)),
    (
        "empty listing",
        SILENT | UNSEEN | {"listing": {"no_links": 1}},
        CHANGED,
        ("no_links", "no_canary"),
    ),
    (
        "the last listing page is empty",
        SILENT | {"listing": {"no_links": 1}},
        PARTIAL,
        ("no_links",),
    ),
]


@pytest.mark.parametrize(
    ("given", "outcome", "reasons"),
    [row[1:] for row in WITH_CANARY],
    ids=[row[0] for row in WITH_CANARY],
)
def test_a_source_with_a_canary_is_judged(
    given: dict[str, Any], outcome: Outcome, reasons: tuple[str, ...]
) -> None:
    assert judge(make_counts(**given), make_source(), ()) == (outcome, reasons)


@pytest.mark.parametrize(
    ("given", "outcome", "reasons"),
    [row[1:] for row in WITHOUT_CANARY],
    ids=[row[0] for row in WITHOUT_CANARY],
)
def test_a_source_without_a_canary_is_judged(
    given: dict[str, Any], outcome: Outcome, reasons: tuple[str, ...]
) -> None:
    assert judge(make_counts(**given), make_source(canary=False), ()) == (outcome, reasons)


VOLUMES = [
    ("first sweep", (), 1, None, OK),
    ("first sweep, as many as expected", (), 10, 10, OK),
    ("first sweep, fewer than expected", (), 9, 10, PARTIAL),
    ("half of the usual", (20, 20, 20), 10, None, OK),
    ("less than half of the usual", (20, 20, 20), 9, None, PARTIAL),
    ("the median, not the mean", (2, 2, 1_000), 1, None, OK),
    ("only the last five count", (4, 4, 4, 4, 4, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000), 2, None, OK),
    ("usual, but fewer than expected", (4, 4, 4), 4, 10, PARTIAL),
]  # fmt: skip


@pytest.mark.parametrize(
    ("usual", "seen", "at_least", "outcome"),
    [row[1:] for row in VOLUMES],
    ids=[row[0] for row in VOLUMES],
)
def test_without_a_canary_ok_needs_the_usual_volume(
    usual: tuple[int, ...], seen: int, at_least: int | None, outcome: Outcome
) -> None:
    history = [make_report(number, day=day) for day, number in enumerate(usual)]
    counts = make_counts(sightings=seen, **SILENT)
    source = make_source(canary=False, at_least=at_least)
    reasons = () if outcome is OK else ("low_volume",)
    assert judge(counts, source, history) == (outcome, reasons)
    assert judge(counts, source, history[::-1]) == (outcome, reasons)


def test_sweeps_that_were_not_clean_say_nothing_about_what_is_usual() -> None:
    history = [make_report(1_000, outcome=PARTIAL), make_report(0, day=1, outcome=FAILED)]
    assert judge(make_counts(**SILENT), make_source(canary=False), history)[0] is OK


def test_a_canary_vouches_for_a_small_volume() -> None:
    assert judge(make_counts(sightings=1), make_source(), [make_report(1_000)])[0] is OK


def test_what_is_expected_holds_with_a_canary_too() -> None:
    counts = make_counts(sightings=9)
    assert judge(counts, make_source(at_least=10), ()) == (PARTIAL, ("low_volume",))


def test_a_limit_excuses_a_small_volume() -> None:
    counts = make_counts(sightings=9, page_limit=True)
    assert judge(counts, make_source(at_least=10), ()) == (OK, ("page_limit",))


def test_every_canary_has_to_be_there() -> None:
    source = Source(
        name="sample", kind="feed", start=(), shows=Shows.PAGE, canaries=(CANARY, CANARY)
    )
    assert judge(make_counts(), source, ()) == (PARTIAL, ("canary_unseen",))
    both = make_counts(canaries=Counter({"passed": 2}))
    assert judge(both, source, ()) == (OK, ())


@pytest.mark.parametrize("outcome", [FAILED, BLOCKED, CHANGED, PARTIAL])
def test_no_error_of_a_listing_ends_clean(outcome: Outcome) -> None:
    assert not outcome.clean


@pytest.mark.parametrize("name", ["download_error", "ignored", "a_name_nobody_knows", "tls"])
def test_an_unknown_error_counts_against_the_sweep(name: str) -> None:
    assert judge(make_counts(errors={name: 1}), make_source(), ())[0] is PARTIAL
    assert judge(make_counts(listing={name: 1}), make_source(), ())[0] is FAILED


def test_counts_weigh_what_answered_and_what_did_not() -> None:
    counts = Counts()
    counts.answered(listing=True)
    counts.answered(listing=False)
    counts.fail("layout_changed", listing=False)
    counts.lost("timeout", listing=False)
    counts.lost("http_500", listing=True)
    assert (counts.pages, counts.details) == (2, 2)
    assert counts.errors == {"layout_changed": 1, "timeout": 1, "http_500": 1}
    assert counts.listing_errors == {"http_500": 1}
