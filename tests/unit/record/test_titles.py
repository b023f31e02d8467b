"""What a list shows of a public page's heading."""

from __future__ import annotations

from dataclasses import replace

from leakwatch.models import Term, TermKind
from leakwatch.record import Record
from tests.logged import WATCHLIST, make_finding, make_public_source, make_sighting, sweep

TERM = Term(id="T08", text="紅蓮計画", sensitivity=2, kind=TermKind.CODE_NAME)


def test_a_term_in_a_heading_is_a_label_in_the_list(record: Record) -> None:
    page = make_sighting(make_public_source(), title="紅蓮計画の近況")
    watchlist = replace(WATCHLIST, terms=(TERM,))
    sweep(record, make_public_source(), make_finding(page), watchlist=watchlist)
    assert [one.title for one in record.findings.list()] == ["［T08］の近況"]


def test_a_heading_that_gives_nothing_away_is_shown_as_it_is(record: Record) -> None:
    page = make_sighting(make_public_source(), title="窯の話")
    sweep(record, make_public_source(), make_finding(page))
    assert [one.title for one in record.findings.list()] == ["窯の話"]


def test_a_heading_is_no_book(record: Record) -> None:
    page = make_sighting(make_public_source(), title="窯" * 100_000)
    sweep(record, make_public_source(), make_finding(page))
    assert [one.title for one in record.findings.list()] == ["窯" * 300]
