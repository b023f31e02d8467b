"""Addresses with gaps: what fills one can never become another part of the address."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, strategies as st

from leakwatch.models import Asked
from spiders.addresses import asked, expand

TWO = (Asked(text="x", entries=("C1",)), Asked(text="y", entries=("T1",)))
START = "https://a.example/s/{page}?q={query}&since={since}&n=1"


def test_every_gap_is_filled_with_its_value() -> None:
    url = expand(START, query="低温 焼結", page=3, since="2026-04-01T00:00:00+09:00")
    parts = urlsplit(url)
    assert parts.path == "/s/3"
    assert parse_qs(parts.query) == {
        "q": ["低温 焼結"],
        "since": ["2026-04-01T00:00:00+09:00"],
        "n": ["1"],
    }


def test_what_is_not_given_stays_a_gap() -> None:
    assert expand(START, query="x") == "https://a.example/s/{page}?q=x&since={since}&n=1"
    assert expand("https://a.example/", query="x", page=1) == "https://a.example/"


@pytest.mark.parametrize(
    "query", ["a&n=2", "a#b", "a/../b", "a?b=c", "100%", "a+b", "{page}", "%41"]
)
def test_a_value_is_data_wherever_it_stands(query: str) -> None:
    parts = urlsplit(
        expand("https://a.example/x/{query}?q={query}&n=1&p={page}", query=query, page=7)
    )
    assert (parts.hostname, parts.fragment, parts.path.count("/")) == ("a.example", "", 2)
    assert parse_qs(parts.query) == {"q": [query], "n": ["1"], "p": ["7"]}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back_as_it_was(query: str) -> None:
    values = parse_qs(urlsplit(expand("https://a.example/?q={query}&n=1", query=query)).query)
    assert values == {"q": [query], "n": ["1"]}


def test_an_address_is_asked_once_for_each_query_it_has_a_gap_for() -> None:
    assert asked("https://a.example/?q={query}", TWO) == (
        "https://a.example/?q=x",
        "https://a.example/?q=y",
    )
    assert asked("https://a.example/", TWO) == ("https://a.example/",)
    assert asked("https://a.example/?q={query}", ()) == ()
