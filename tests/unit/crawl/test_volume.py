from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leakwatch.crawl.volume import expected
from leakwatch.models import Outcome, Shows, Since, Source, SweepReport

NOW = datetime(2026, 4, 1, tzinfo=UTC)
SOURCE = Source(name="sample", kind="directory", start=("https://a.example/",), shows=Shows.PAGE)


def history(
    *seen: int, outcome: Outcome = Outcome.OK, reasons: tuple[str, ...] = ()
) -> list[SweepReport]:
    """Sweeps that saw so much, the newest first."""
    times = [NOW - timedelta(days=day) for day in range(len(seen))]
    return [
        SweepReport(
            source="sample",
            outcome=outcome,
            reasons=reasons,
            started_at=at,
            ended_at=at,
            sightings=number,
        )
        for at, number in zip(times, seen, strict=True)
    ]


@pytest.mark.parametrize(
    ("seen", "least"),
    [
        ((), 0),
        ((20,), 10),
        ((20, 20, 20), 10),
        ((20, 21, 19, 20, 22), 10),
        ((2, 40, 3, 38, 20), 0),
        ((2_000, 20, 20), 10),
    ],
    ids=["no history", "one", "steady", "nearly steady", "swinging", "one outlier"],
)
def test_without_a_canary_half_of_the_usual_is_expected_unless_it_swings(
    seen: tuple[int, ...], least: float
) -> None:
    assert expected(SOURCE, history(*seen), vouched=False) == least


def test_with_a_canary_only_a_collapse_is_too_little() -> None:
    assert expected(SOURCE, history(100, 100, 100), vouched=True) == 10
    assert expected(SOURCE, history(100, 100), vouched=True) == 0


def test_what_the_definition_expects_holds_whatever_the_history_says() -> None:
    source = replace(SOURCE, at_least=15)
    assert expected(source, (), vouched=True) == 15
    assert expected(source, history(100), vouched=False) == 50


def test_a_place_that_has_shrunk_is_the_usual_after_three_sweeps() -> None:
    low = history(3, 3, 3, outcome=Outcome.PARTIAL, reasons=("low_volume",))
    before = [
        replace(one, started_at=one.started_at - timedelta(days=9)) for one in history(*[40] * 5)
    ]
    assert expected(SOURCE, [*low[:2], *before], vouched=False) > 3
    assert expected(SOURCE, [*low, *before], vouched=False) < 3


def test_a_sweep_that_lacked_more_than_volume_says_nothing() -> None:
    low = history(3, 3, 3, outcome=Outcome.PARTIAL, reasons=("timeout", "low_volume"))
    assert expected(SOURCE, low, vouched=False) == 0


@pytest.mark.parametrize(
    "changes",
    [{"kind": "inbox"}, {"since_days": 7}, {"since": Since(field="at")}],
    ids=["folder", "sitemap by date", "API by date"],
)
def test_what_shows_only_news_has_no_usual_volume(changes: dict[str, object]) -> None:
    source = replace(SOURCE, **changes)  # type: ignore[arg-type]
    assert expected(source, history(100, 100, 100), vouched=False) == 0
