from __future__ import annotations

import pytest

from leakwatch.match import Matches
from leakwatch.models import Finding, Kind, Reason, Severity, Shows, Suppressed
from leakwatch.review import SuppressionTally
from leakwatch.review.suppressions import doubts
from leakwatch.score import alerting, weigh
from tests.sample_watch import WATCHLIST, make_sighting, match


def tally_of(*texts: str, shows: Shows = Shows.PROFILE) -> SuppressionTally:
    tally = SuppressionTally()
    for text in texts:
        page = make_sighting(text, shows=shows)
        matches = match(text, shows=shows)
        tally.add(matches, weigh(page, matches, WATCHLIST))
    return tally


def test_what_a_guard_set_aside_is_counted_by_rule_and_entry() -> None:
    tally = tally_of("ミナモの湯に行った", "ミナモの湯とミナモの湯")
    assert tally.counted() == (
        Suppressed(rule="in_trap_word", entry="T03", matched="term_named", count=3),
    )
    assert tally.total == 3


def judged(*weights: float, score: float, about: bool = True) -> Finding:
    """A finding with a reason for each weight; what speaks against it is what a sentence says."""
    (hit, *_) = match("蒼嶺セラミックス株式会社").hits
    return Finding(
        sighting=make_sighting(),
        kind=Kind.REGISTRATION,
        subject="unknown",
        score=score,
        severity=Severity.LOW,
        hits=(hit,),
        reasons=tuple(
            Reason(rule="for_it", weight=weight, hit=hit if about else None)
            if weight > 0
            else Reason(rule="against_it", weight=weight)
            for weight in weights
        ),
    )


@pytest.mark.parametrize(
    ("weights", "score", "expected"),
    [
        pytest.param((9.0, -9.0), 0.03, ["against_it"], id="it made the difference"),
        pytest.param((9.0, -7.0, -2.0), 0.03, ["against_it", "against_it"], id="two of them"),
        pytest.param((9.0, -0.1), 0.99, [], id="it alerts anyway"),
        pytest.param((0.1, -9.0), 0.01, [], id="it would not alert without it either"),
        pytest.param((0.1,), 0.03, [], id="nothing speaks against it"),
    ],
)
def test_a_doubt_counts_where_it_kept_a_page_below_the_alert(
    weights: tuple[float, ...], score: float, expected: list[str]
) -> None:
    found = list(doubts(judged(*weights, score=score)))
    assert [one.rule for one in found] == expected
    assert all((one.entry, one.matched) == ("sorei", "company_named") for one in found)


def test_a_doubt_about_a_page_without_an_entry_points_to_none() -> None:
    (doubt,) = doubts(judged(9.0, -9.0, score=0.03, about=False))
    assert (doubt.entry, doubt.matched) == ("", "")


def test_doubts_are_counted_beside_what_the_guards_set_aside() -> None:
    tally = tally_of("ミナモの湯に行った")
    tally.add(Matches(), (judged(9.0, -9.0, score=0.03),) * 2)
    assert [(one.rule, one.count) for one in tally.counted()] == [
        ("against_it", 2),
        ("in_trap_word", 1),
    ]


@pytest.mark.parametrize("text", ["", "窯の話"])
def test_a_page_without_hits_adds_nothing(text: str) -> None:
    assert tally_of(text).counted() == ()


def test_an_empty_page_is_no_error() -> None:
    tally = SuppressionTally()
    tally.add(Matches(), ())
    assert (tally.total, tally.counted()) == (0, ())


def test_alerting_is_what_weighing_leaves_above_the_threshold() -> None:
    text = "蒼嶺セラミックス株式会社の静電チャック開発部、林健です。"
    weighed = weigh(make_sighting(text), match(text), WATCHLIST)
    found = alerting(weighed)
    assert {one.subject for one in weighed} > {one.subject for one in found} == {"person:E001"}
