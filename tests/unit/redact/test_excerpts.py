from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match import find_hits
from leakwatch.models import Finding, Kind, Severity
from leakwatch.redact import excerpts
from tests.sample_watch import COMPILED, make_sighting


def finding_of(text: str = "", **changes: Any) -> Finding:
    """A finding backed by every hit of the page, whatever they are worth."""
    sighting = make_sighting(text, **changes)
    return Finding(
        sighting=sighting,
        kind=Kind.LEAK,
        subject="term:T03",
        score=0.9,
        severity=Severity.HIGH,
        hits=find_hits(sighting, COMPILED).hits,
        reasons=(),
    )


def test_an_excerpt_is_the_quote_with_a_little_on_either_side() -> None:
    (excerpt,) = excerpts(finding_of("あいうえおＳＲ－５かきくけこ"), width=3)
    assert (excerpt.before, excerpt.quote, excerpt.after) == ("うえお", "ＳＲ－５", "かきく")
    assert (excerpt.field, excerpt.entry, excerpt.sensitivity) == ("text", "T04", 3)


def test_the_edges_of_the_page_are_the_edges_of_the_excerpt() -> None:
    (excerpt,) = excerpts(finding_of("SR-5"))
    assert (excerpt.before, excerpt.quote, excerpt.after) == ("", "SR-5", "")


def test_one_spelling_gives_one_excerpt_however_often_it_stands_there() -> None:
    found = excerpts(finding_of("SR-5、ＳＲ－５、SR5、ミナモ"))
    assert [excerpt.quote for excerpt in found] == ["SR-5", "SR5", "ミナモ"]


def test_excerpts_come_from_the_field_of_the_hit() -> None:
    (excerpt,) = excerpts(finding_of(fields={"title": "主任(SR-5担当)"}), width=2)
    assert (excerpt.field, excerpt.before, excerpt.after) == ("fields.title", "任(", "担当")


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        pytest.param("労働組合の件。品はSR-5です", "品は", "です", id="in front"),
        pytest.param("件はSR-5です。通院中", "件は", "です。", id="behind"),
        pytest.param("件はSR-5です。通\u200b院中", "件は", "です。", id="behind, disguised"),
        pytest.param("通院、労働組合、件。品SR-5", "品", "", id="the nearest one cuts"),
        pytest.param("あ" * 38 + "労働組合SR-5", "", "", id="right in front"),
        pytest.param("SR-5" + "あ" * 38 + "労働組合", "", "あ" * 38, id="across the edge"),
    ],
)
def test_surroundings_are_cut_where_a_protected_topic_begins(
    page: str, before: str, after: str
) -> None:
    (excerpt,) = excerpts(finding_of(page), protected=("労働組合", "通院", ""))
    assert (excerpt.before, excerpt.after) == (before, after)


@given(
    st.text("あ院通労働組合 \u200b\n", max_size=60), st.text("あ院通労働組合 \u200b\n", max_size=60)
)
@settings(max_examples=200, deadline=None)
def test_no_protected_word_is_ever_kept(left: str, right: str) -> None:
    found = excerpts(finding_of(f"{left}。SR-5。{right}"), width=10, protected=("労働組合", "通院"))
    for excerpt in found:
        assert "通院" not in excerpt.before + "|" + excerpt.after
        assert "労働組合" not in excerpt.before + "|" + excerpt.after
        assert len(excerpt.before) <= 10
        assert len(excerpt.after) <= 10


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        pytest.param("御子柴ひかり\n品はSR-5です\n巽 奏多", "品は", "です", id="line by line"),
        pytest.param("御子柴ひかり\n所属\nSR-5の係", "所属\n", "の係", id="with its label"),
        pytest.param("所属\nSR-5", "所属\n", "", id="a label at the top"),
        pytest.param("\nSR-5\n", "", "", id="alone"),
        pytest.param("御子柴ひかり\n\nSR-5", "", "", id="below an empty line"),
    ],
)
def test_surroundings_on_a_page_of_people_end_with_the_line(
    page: str, before: str, after: str
) -> None:
    (excerpt,) = excerpts(finding_of(page))
    assert (excerpt.before, excerpt.after) == (before, after)
    (wide,) = excerpts(finding_of(page, personal_data=False))
    assert wide.before + wide.quote + wide.after == page


def test_without_hits_there_is_nothing_to_keep() -> None:
    assert excerpts(finding_of("SRの話")) == ()
