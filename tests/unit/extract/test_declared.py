"""What a page calls itself: one line per way to write it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from leakwatch.extract import read_document


def declares(html: str) -> set[str]:
    return set(read_document(html.encode(), url="https://site.example/x").markup.declares)


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


ARTICLE = '{"@type":"Article"}'
CASES = [
    ("og:type", "<meta property=og:type content=Profile>", {"og:profile"}),
    ("linked data", linked('{"@context":"https://schema.org","@type":"NewsArticle"}'), {"newsarticle"}),
    ("with its address", linked('{"@type":"https://schema.org/JobPosting"}'), {"jobposting"}),
    ("several types", linked('{"@type":["WebPage","ProfilePage"]}'), {"webpage", "profilepage"}),
    ("a list", linked('[{"@type":"BlogPosting"},{"@type":"BreadcrumbList"}]'), {"blogposting", "breadcrumblist"}),
    ("what it is about", linked('{"@type":"WebPage","mainEntity":{"@type":"Person"}}'), {"webpage", "person"}),
    ("an author is another", linked('{"@type":"NewsArticle","author":{"@type":"Person"}}'), {"newsarticle"}),
    ("a graph", linked('{"@graph":[{"@type":"Article"},{"@type":"Person"},{"@type":"WebSite"}]}'), {"article"}),
    ("several articles are a list", linked(f'{{"@graph":[{ARTICLE},{ARTICLE},{{"@type":"WebPage"}}]}}'), {"webpage"}),
    ("microdata", "<div itemscope itemtype=https://schema.org/Person>x</div>", {"person"}),
    ("microdata of a property", "<div itemscope itemtype=http://schema.org/Article><i itemprop=author itemscope itemtype=http://schema.org/Person>x</i></div>", {"article"}),
    ("microdata of teasers", "<p itemscope itemtype=http://schema.org/Article>x</p>" * 2, set()),
    ("a line break within", linked('{"@type":"Report","text":"a\nb"}'), {"report"}),
    ("broken", linked('{"@type":"NewsArticle"'), set()),
    ("deep", linked('{"mainEntity":' * 3_000 + "1" + "}" * 3_000), set()),
    ("no type", linked('{"@type":7,"mainEntity":null}'), set()),
    ("nothing", "<p>x</p>", set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "kinds"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_types_of_the_page_itself_are_read(html: str, kinds: set[str]) -> None:
    assert declares(html) == kinds


@given(st.recursive(st.none() | st.text(max_size=4), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@type", "@graph", "mainEntity", "x"]), inner), max_leaves=8))  # fmt: skip
def test_no_shape_of_linked_data_stops_the_reader(value: object) -> None:
    assert all(isinstance(kind, str) for kind in declares(linked(json.dumps(value))))
