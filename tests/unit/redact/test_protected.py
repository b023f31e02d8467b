from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match import find_hits
from leakwatch.models import Finding, Kind, Reason, Severity
from leakwatch.redact import (
    beginning,
    excerpts,
    folded_topics,
    label_excerpt,
    labelled,
    unprotected,
)
from leakwatch.redact.protected import around
from leakwatch.text import fold_key
from tests.sample_watch import COMPILED, WATCHLIST, make_sighting

TOPICS = ("労働組合", "通院", "illness", "job hunting")


def kept(text: str, quote: str, *, width: int = 40) -> tuple[str, int]:
    start = text.index(quote)
    end = start + len(quote)
    stretch = around(text, start, end, width=width, topics=folded_topics(TOPICS))
    return text[stretch.first : stretch.last], stretch.cuts


@pytest.mark.parametrize(
    ("text", "expected", "cuts"),
    [
        pytest.param("件はSR-5です", "件はSR-5です", 0, id="nothing protected"),
        pytest.param("労働組合の件。SR-5です", "SR-5です", 1, id="in front"),
        pytest.param("労働組合の役員。件はSR-5です", "件はSR-5です", 1, id="a sentence in front"),
        pytest.param("労働組合の役員でSR-5も担当", "SR-5も担当", 1, id="the same sentence"),
        pytest.param("No illness. On SR-5", "On SR-5", 1, id="an English sentence in front"),
        pytest.param("SR-5です。通院中", "SR-5です。", 1, id="behind"),
        pytest.param("通院中、SR-5、労働組合", "SR-5、", 2, id="on both sides"),
        pytest.param("労 働 組 合 の件。SR-5", "SR-5", 1, id="spaced out"),
        pytest.param("SR-5。ＩＬＬＮＥＳＳ", "SR-5。", 1, id="another width"),
        pytest.param("SR-5 stillness", "SR-5 stillness", 0, id="inside another Latin word"),
        pytest.param("SR-5 with illnesses", "SR-5 with ", 1, id="a Latin word that goes on"),
        pytest.param("SR-5 while job\n\nhunting", "SR-5 while ", 1, id="across lines"),
        pytest.param("SR-5。通\n\n院", "SR-5。", 1, id="across lines in Japanese"),
    ],
)
def test_a_stretch_ends_where_a_protected_word_begins(text: str, expected: str, cuts: int) -> None:
    assert kept(text, "SR-5") == (expected, cuts)


def test_a_protected_word_across_the_edge_leaves_no_half_of_itself() -> None:
    assert kept("SR-5" + "あ" * 8 + "労 働 組 合", "SR-5", width=11) == ("SR-5" + "あ" * 8, 1)


def test_a_protected_word_out_of_reach_is_no_cut() -> None:
    assert kept("SR-5" + "あ" * 8 + "労働組合", "SR-5", width=8) == ("SR-5" + "あ" * 8, 0)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        pytest.param("元労働組合員です", "組合員", "組合員です", id="begins inside it"),
        pytest.param("前日労働組合の件", "前日労働", "前日労働", id="ends inside it"),
    ],
)
def test_a_quote_that_a_protected_word_reaches_into_stands_alone(
    text: str, quote: str, expected: str
) -> None:
    assert kept(text, quote) == (expected, 1)


def test_without_topics_nothing_is_cut() -> None:
    assert around("労働組合のSR-5", 5, 9, width=40, topics=()).cuts == 0
    assert folded_topics(("", "・", "労働組合", "労 働 組 合")) == ("・", "労働組合")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("SR-5の件と労働組合の件", "SR-5の件と", id="before it"),
        pytest.param("労働組合の件とSR-5", "", id="nothing in front"),
        pytest.param("SR-5の件", "SR-5の件", id="whole"),
    ],
)
def test_a_title_ends_before_its_first_protected_word(title: str, expected: str) -> None:
    assert beginning(title, topics=folded_topics(TOPICS)) == expected


def finding_of(text: str) -> Finding:
    sighting = make_sighting(text)
    hits = find_hits(sighting, COMPILED).hits
    return Finding(
        sighting=sighting,
        kind=Kind.LEAK,
        subject="term:T01",
        score=0.9,
        severity=Severity.LOW,
        hits=hits,
        reasons=tuple(Reason(rule="technology_named", weight=1.0, hit=hit) for hit in hits),
    )


@given(st.text("あ院通労働組合静電チャック \u200b\n", max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_protected_word_passes_through_a_channel(text: str) -> None:
    finding = finding_of(f"{text}。静電チャック。{text}")
    shown = label_excerpt(finding, finding.sighting, WATCHLIST).split(" … ")
    shown.append(labelled(text, finding, finding.sighting, WATCHLIST))
    for stretch in shown:
        assert "静電チャック" in fold_key(stretch) or stretch == shown[-1]
        assert all(topic not in fold_key(stretch) for topic in WATCHLIST.protected_topics)


def test_two_hits_with_a_protected_word_between_them_are_two_stretches() -> None:
    finding = finding_of("静電チャックを担当。労働組合の役員。electrostatic chuckの量産も担当。")
    shown = label_excerpt(finding, finding.sighting, WATCHLIST)
    assert shown == "静電チャックを担当。 … electrostatic chuckの量産も担当。"
    assert [one.cuts for one in excerpts(finding, protected=("労働組合",))] == [1, 1]


@pytest.mark.parametrize(
    ("text", "topics", "left", "set_aside"),
    [
        pytest.param("静電チャック室", ("静電チャック室",), [], ["静電チャック"], id="inside"),
        pytest.param("静 電チャ\nック", ("静電チャック",), [], ["静 電チャ\nック"], id="the same"),
        pytest.param("静電チャックの室", ("静電チャック室",), ["静電チャック"], [], id="beside"),
        pytest.param("静電チャック", ("チャック",), ["静電チャック"], [], id="around it"),
        pytest.param("静電チャック", (), ["静電チャック"], [], id="no topics"),
    ],
)
def test_a_hit_inside_a_protected_word_is_set_aside_by_name(
    text: str, topics: tuple[str, ...], left: list[str], set_aside: list[str]
) -> None:
    page = make_sighting(text)
    found = unprotected(page, find_hits(page, COMPILED), topics=folded_topics(topics))
    assert [hit.quote for hit in found.hits] == left
    assert [one.hit.quote for one in found.suppressions] == set_aside
    assert {one.rule for one in found.suppressions} <= {"in_protected_topic"}
