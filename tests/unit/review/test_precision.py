from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, strategies as st

from leakwatch.models import Explanation, Kind, LoggedFinding, LoggedReason, Severity, Status
from leakwatch.review import JUDGEMENTS, VERDICTS, Tally, precision_of
from leakwatch.review.precision import became_of, wilson
from tests.sample_watch import SEEN_AT


def logged(number: int = 1001, status: Status = Status.NEW, **changes: Any) -> LoggedFinding:
    values: dict[str, Any] = {
        "number": number,
        "source": "experts",
        "kind": Kind.REGISTRATION,
        "subject": "unknown",
        "score": 0.8,
        "severity": Severity.HIGH,
        "status": status,
        "first_seen": SEEN_AT,
        "last_seen": SEEN_AT,
        "missing_since": None,
        "reasons": (("company_named", 3.2), ("site_named", 1.2)),
        "explanation": Explanation(
            reasons=(
                LoggedReason(rule="company_named", weight=3.2, entry="sorei"),
                LoggedReason(rule="site_named", weight=1.2, entry="toki"),
            )
        ),
    }
    return LoggedFinding(**(values | changes))


@pytest.mark.parametrize(
    ("status", "acts", "became"),
    [
        (Status.NEW, {}, "open"),
        (Status.TAKEN, {}, "open"),
        (Status.SNOOZED, {}, "open"),
        (Status.CONFIRMED, {1001: "confirm"}, "confirm"),
        (Status.DISMISSED, {1001: "namesake"}, "namesake"),
        (Status.APPROVED, {1001: "approved"}, "approved"),
        (Status.CLOSED, {1001: "confirm"}, "confirm"),
        (Status.GONE, {1001: "public"}, "public"),
        (Status.GONE, {}, "unjudged"),
        (Status.CLOSED, {}, "unjudged"),
        (Status.NEW, {1001: "not_ours"}, "open"),
    ],
)
def test_what_became_of_a_finding_is_the_verdict_that_stands(
    status: Status, acts: Mapping[int, str], became: str
) -> None:
    assert became_of(logged(status=status), acts) == became


def test_the_judgements_are_the_verdicts_that_settle() -> None:
    settling = {Status.CONFIRMED, Status.DISMISSED, Status.APPROVED}
    assert set(JUDGEMENTS) == {one.name for one in VERDICTS if one.status in settling}


def test_every_finding_is_counted_exactly_once() -> None:
    tally = Tally()
    for became in ("open", "unjudged", "confirm", "approved", "namesake", "public", "namesake"):
        tally.add(became)
    assert (tally.findings, tally.open, tally.unjudged) == (7, 1, 1)
    assert (tally.confirmed, tally.approved) == (1, 1)
    assert tally.dismissed == {"namesake": 2, "public": 1}
    assert (tally.right, tally.judged, tally.precision) == (2, 5, 0.4)


def test_before_the_first_verdict_there_is_no_precision() -> None:
    tally = Tally()
    tally.add("open")
    assert (tally.precision, tally.interval) == (None, None)


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [
        # Brown, Cai, DasGupta 2001 (Statistical Science 16:101), and Newcombe 1998
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_the_interval_is_the_published_one(
    right: int, judged: int, low: float, high: float
) -> None:
    assert wilson(right, judged) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_bounds(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    assert found is not None
    share = counts[0] / counts[1]
    assert 0 <= found[0] <= share + 1e-12
    assert share - 1e-12 <= found[1] <= 1


def test_a_log_is_told_by_rule_and_by_entry() -> None:
    log = [
        logged(1, Status.CONFIRMED),
        logged(2, Status.DISMISSED),
        logged(3, Status.NEW, reasons=(("term_secret", 5.0),), explanation=None),
    ]
    told = precision_of(log, {1: "confirm", 2: "not_ours"})
    assert told.all.findings == 3
    assert set(told.rules) == {"company_named", "site_named", "term_secret"}
    assert told.rules["company_named"].precision == 0.5
    assert told.rules["term_secret"].open == 1
    assert set(told.entries) == {"sorei", "toki"}
    assert told.entries["toki"].dismissed == {"not_ours": 1}
    assert told.unexplained == 1


def test_a_rule_that_gave_two_reasons_counts_once() -> None:
    twice = logged(reasons=(("profile_industry", 1.0), ("profile_industry", 1.0)))
    assert precision_of([twice], {}).rules["profile_industry"].findings == 1


def test_cuts_are_counted_by_finding_and_by_place() -> None:
    log = [
        logged(number, explanation=Explanation(cuts=cuts)) for number, cuts in enumerate((0, 2, 3))
    ]
    told = precision_of(log, {})
    assert (told.cut, told.cuts, told.unexplained) == (2, 5, 0)


def test_an_empty_log_tells_nothing() -> None:
    told = precision_of([], {})
    assert (told.all.findings, told.rules, told.entries) == (0, {}, {})
