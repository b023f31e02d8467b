from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leakwatch.models import (
    AlertKind,
    Outcome,
    Since,
    Status,
)
from leakwatch.record import Record
from tests.logged import (
    WATCHLIST,
    acts,
    after_baseline,
    begin,
    day,
    drain,
    give_verdict,
    make_finding,
    make_report,
    make_sighting,
    make_source,
    only,
    sweep,
    told,
)

SOURCE = make_source()
PAGE = make_sighting(SOURCE)


def test_what_two_clean_sweeps_do_not_see_is_missing_and_then_gone(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1))
    assert only(record).missing_since == day(1)
    assert only(record).status is Status.NEW
    sweep(record, SOURCE, at=day(2))
    assert only(record).status is Status.GONE
    assert only(record).missing_since == day(1)
    sweep(record, SOURCE, at=day(3))
    assert acts(record) == ["found", "missing", "gone"]


@pytest.mark.parametrize(
    "report",
    [
        {"outcome": Outcome.PARTIAL},
        {"outcome": Outcome.BLOCKED},
        {"outcome": Outcome.OK, "reasons": ("page_limit",)},
    ],
    ids=["partial", "blocked", "page limit"],
)
def test_a_sweep_that_did_not_see_everything_makes_nothing_missing(
    record: Record, report: dict[str, Any]
) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1), report=report)
    assert only(record).missing_since is None


@pytest.mark.parametrize(
    "source",
    [
        make_source(kind="feed"),
        make_source(kind="sitemap", since_days=30),
        make_source(kind="api", since=Since(field="updated")),
    ],
    ids=["feed", "sitemap by date", "api since the last time"],
)
def test_sources_that_scroll_make_nothing_missing(record: Record, source: Any) -> None:
    after_baseline(record, make_finding(PAGE), source=source)
    sweep(record, source, at=day(1))
    sweep(record, source, at=day(2))
    assert only(record).missing_since is None
    assert only(record).status is Status.NEW


def test_what_was_missing_once_comes_back_as_it_was(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    give_verdict(record, Status.CONFIRMED)
    sweep(record, SOURCE, at=day(1))
    sweep(record, SOURCE, make_finding(PAGE), at=day(2))
    assert only(record).status is Status.CONFIRMED
    assert only(record).missing_since is None
    assert acts(record)[-2:] == ["missing", "returned"]


@pytest.mark.parametrize(
    ("before", "after", "alerts"),
    [
        (Status.CONFIRMED, Status.NEW, 1),
        (Status.NEW, Status.NEW, 1),
        (Status.DISMISSED, Status.DISMISSED, 0),
        (Status.APPROVED, Status.APPROVED, 0),
    ],
    ids=str,
)
def test_who_comes_back_after_he_was_gone_is_news_unless_he_was_harmless(
    record: Record, before: Status, after: Status, alerts: int
) -> None:
    after_baseline(record, make_finding(PAGE))
    give_verdict(record, before)
    for number in (1, 2):
        sweep(record, SOURCE, at=day(number))
    assert only(record).status is Status.GONE
    sweep(record, SOURCE, make_finding(PAGE), at=day(3))
    assert only(record).status is after
    assert acts(record)[-1] == "returned"
    assert len(told(record)) == alerts


def test_a_case_closed_as_gone_opens_when_the_registration_returns(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    for number in (1, 2):
        sweep(record, SOURCE, at=day(number))
    give_verdict(record, Status.CLOSED, "close")
    sweep(record, SOURCE, make_finding(PAGE), at=day(3))
    assert only(record).status is Status.NEW
    assert drain(record) == [AlertKind.FINDINGS]


def test_a_page_that_stays_without_its_words_goes_missing(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    writer = begin(record, SOURCE, at=day(1))
    writer.add(PAGE, (), now=day(1))
    writer.finish(make_report(SOURCE), now=day(1))
    assert only(record).missing_since == day(1)


def test_a_page_that_stays_is_not_missing_because_we_look_for_something_else(
    record: Record,
) -> None:
    after_baseline(record, make_finding(PAGE))
    without = replace(WATCHLIST, digest="watchlist-2")
    writer = begin(record, SOURCE, at=day(1), watchlist=without)
    writer.add(PAGE, (), now=day(1))
    writer.finish(make_report(SOURCE), now=day(1))
    assert only(record).missing_since is None


def test_a_page_that_goes_is_missing_whatever_we_look_for(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1), watchlist=replace(WATCHLIST, digest="watchlist-2"))
    assert only(record).missing_since == day(1)
