"""Protected topics and the entries of the watchlist."""

from __future__ import annotations

import pytest

from leakwatch.config.protected import check_protected
from leakwatch.config.yaml_file import parse_document
from tests.unit.config.right import WATCHLIST, Case, Fail, check_case

TOPICS = "protected_topics: [公益通報, 労働組合, open to work]\n"
SAID = ("protected topic", "never a hit", "more narrowly")

CASES = [
    Case(
        "a term that is one",
        "watchlist.yaml",
        WATCHLIST.replace("低温焼結", "公益通報") + TOPICS,
        14,
        "terms[0].text",
        (*SAID, "公益通報"),
    ),
    Case(
        "a term inside one",
        "watchlist.yaml",
        WATCHLIST.replace("低温焼結", "組合") + TOPICS,
        14,
        "terms[0].text",
        (*SAID, "労働組合"),
    ),
    Case(
        "a variant in another width",
        "watchlist.yaml",
        WATCHLIST + "    variants: [ＯＰＥＮ]\n" + TOPICS,
        17,
        "terms[0].variants[0]",
        (*SAID, "open to work"),
    ),
    Case(
        "a site",
        "watchlist.yaml",
        WATCHLIST.replace("豊川工場", "通報") + TOPICS,
        6,
        "sites[0].name",
        (*SAID, "公益通報"),
    ),
    Case(
        "an alias of the company",
        "watchlist.yaml",
        WATCHLIST.replace("    owner: true", "    owner: true\n    weak_aliases: [労働]") + TOPICS,
        5,
        "companies[0].weak_aliases[0]",
        (*SAID, "労働組合"),
    ),
    Case(
        "a word of the profile",
        "watchlist.yaml",
        WATCHLIST.replace("    owner: true", "    owner: true\n    profile: {ja: {market: [組合]}}")
        + TOPICS,
        5,
        "companies[0].profile.ja.market[0]",
        (*SAID, "労働組合"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_entry_that_is_a_protected_topic_or_inside_one_is_refused(
    case: Case, fail: Fail
) -> None:
    check_case(fail, case)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("    variants: [労働組合員名簿システム]\n", id="a longer word around one"),
        pytest.param("    variants: [Pen]\n", id="a part of a Latin word"),
        pytest.param("    context: [労働]\n", id="a context word, which is no hit"),
        pytest.param("    not_in: [労働組合]\n", id="a word that is left out"),
        pytest.param("    variants: [・]\n", id="a form that folds to next to nothing"),
    ],
)
def test_what_is_never_found_in_a_protected_topic_is_allowed(lines: str) -> None:
    document, mistakes = parse_document(WATCHLIST + lines + TOPICS, name="watchlist.yaml")
    assert mistakes == ()
    assert list(check_protected(document)) == []


@pytest.mark.parametrize("topics", ["protected_topics: 5\n", "protected_topics: [5, null]\n", ""])
def test_topics_that_are_no_texts_are_somebody_elses_mistake(topics: str) -> None:
    document, _ = parse_document(WATCHLIST + topics, name="watchlist.yaml")
    assert list(check_protected(document)) == []


def test_one_topic_may_be_written_without_a_list() -> None:
    document, _ = parse_document(
        WATCHLIST.replace("低温焼結", "通報") + "protected_topics: 公益通報\n", name="w"
    )
    assert [mistake.line for mistake in check_protected(document)] == [14]
