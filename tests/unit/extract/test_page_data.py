"""Data that pages carry for their own scripts, and nothing else of what scripts say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from leakwatch.extract import Document, read_document


def read(html: str) -> Document:
    return read_document(html.encode(), url="https://site.example/")


def script(text: str, attributes: str = "") -> dict[str, str]:
    return dict(read(f"<body><script {attributes}>{text}</script></body>").data)


DATA = [
    ("json-ld", '{"a": "緑"}', "type=application/ld+json", {"json-ld": "緑"}),
    ("next", '{"a": "緑"}', "id=__NEXT_DATA__ type=application/json", {"__NEXT_DATA__": "緑"}),
    ("unnamed", '["緑"]', "type='application/json; charset=utf-8'", {"json": "緑"}),
    ("broken json", '{"a": "緑", b: \'川\',}', "type=application/json", {"json": "a\n緑\n川"}),
    ("state", 'window.__STATE__ = {"a": ["緑"]};', "", {"__STATE__": "緑"}),
    ("bare state", 'var __APP__={"a":"緑"}', "type=text/javascript", {"__APP__": "緑"}),
    ("module", '__APP__={"a":"緑"}', "type=module", {"__APP__": "緑"}),
    ("window property", 'window.pageProps = {"a": "緑"}', "", {"pageProps": "緑"}),
    ("self", 'self.__next_f.push([1, "緑"])', "", {"__next_f": "緑"}),
    ("parsed", r'window.__S__ = JSON.parse("{\"a\": \"\\u7dd1\"}")', "", {"__S__": "緑"}),
    ("parsed, quoted", 'window.__S__ = JSON.parse(\'{"a": "緑"}\')', "", {"__S__": "緑"}),
    (
        "notation",
        "window.__S__ = {a: '緑\\'s', b: \"\\x41\", c: undefined}",
        "",
        {"__S__": "緑's\nA"},
    ),
    (
        "nuxt 2",
        'window.__NUXT__=(function(a){return {x:a,y:"川"}}("緑"));',
        "",
        {"__NUXT__": "川\n緑"},
    ),
    ("escapes", r'__S__ = {"a": "\u7dd1\u5ddd"}', "", {"__S__": "緑川"}),
    (
        "markup",
        '__S__ = {"a": "\\u003cp\\u003e緑<b>川</b><p>葵 &amp; 茂"}',
        "",
        {"__S__": "緑川\n葵 & 茂"},
    ),
    ("twice", '__S__ = {"a": "緑", "b": "緑"}', "", {"__S__": "緑"}),
    ("two states", '__A__={"a":"緑"};__B__={"b":"川"}', "", {"__A__": "緑", "__B__": "川"}),
    ("surrogate", r'__S__ = {"a": "\ud800緑"}', "", {"__S__": "\ufffd緑"}),
    ("numbers", '__S__ = {"a": 1, "b": null, "c": true}', "", {}),
]


@pytest.mark.parametrize(
    ("text", "attributes", "data"), [case[1:] for case in DATA], ids=[case[0] for case in DATA]
)
def test_strings_of_page_data_are_kept(text: str, attributes: str, data: dict[str, str]) -> None:
    assert script(text, attributes) == data


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ('var a = {"b": "緑川"}', ""),
        ('console.log("緑川")', ""),
        ('window.__STATE__ = {"a": "x"}; track("緑川")', ""),
        ("window.__S__ = {a: 'x', b: 1}; track('緑川')", ""),
        ("window.config = {a: function() { return '緑川' }}", ""),
        ("window.__init__ = function() { return '緑川' }", ""),
        ("window.__run__ = (function() { return '緑川' })()", ""),
        ('if (a.__proto__ == {"b": "緑川"}) {}', ""),
        ('window.name = "緑川"', ""),
        ("<p>緑川</p>", "type=text/template"),
        ("緑川", "type=text/x-handlebars"),
        ("__S__ = '緑川'", "type=text/css"),
        ("// 緑川", ""),
    ],
)
def test_other_script_is_not_read(text: str, attributes: str) -> None:
    page = read(f"<p>x</p><script {attributes}>{text}</script>")
    assert "緑川" not in "\n".join([page.text, page.title, page.description, *page.data.values()])


LABELLED = [
    ("name of whose page it is", '{"displayName": "緑"}', ["display name: 緑"]),
    ("employer", '{"worksFor": {"name": "川"}}', ["works for: 川"]),
    ("recommendations", '{"recommendations": [{"name": "葵"}]}', ["recommendations: 葵"]),
    (
        "what they do",
        '{"recommendations": [{"worksFor": {"name": "川"}}]}',
        ["recommendations: 川"],
    ),
    ("related profiles", '{"relatedProfiles": [{"bio": "葵"}]}', ["related profiles: 葵"]),
    ("lines about others", '{"similar": ["葵\\n茂\\n\\n川"]}', ["similar: 葵 茂 川"]),
    ("plain strings", '{"others": ["葵", "茂"]}', ["others: 葵", "others: 茂"]),
    ("lines under another label", '{"name": "緑\\n川"}', ["緑", "川"]),
    ("lines under none", '{"x": "緑\\n川"}', ["緑", "川"]),
    ("an introduction", '{"bio": "緑"}', ["緑"]),
    ("outside the list", '{"others": ["葵"], "name": "緑"}', ["others: 葵", "name: 緑"]),
    ("nothing to tell", '{"recommendations": ["—"]}', ["—"]),
    ("kind of thing", '{"@type": "Person", "name": "緑"}', ["Person", "name: 緑"]),
]


@pytest.mark.parametrize(
    ("text", "lines"), [case[1:] for case in LABELLED], ids=[case[0] for case in LABELLED]
)
def test_a_string_stands_behind_the_key_that_says_whose_it_is(text: str, lines: list[str]) -> None:
    assert script(text, "id=a type=application/json") == {"a": "\n".join(lines)}


def test_data_is_bounded() -> None:
    leaves = [f"{number} " + "緑" * 1_000 for number in range(2_000)]
    data = script(f"__S__ = {json.dumps(leaves)}")
    assert 400_000 < len(data["__S__"]) <= 500_000


def test_data_as_deep_as_a_trap_is_read_without_an_error() -> None:
    depth = 50_000
    data = script("__S__ = " + "[" * depth + '"緑川"' + "]" * depth)
    assert data == {"__S__": "緑川"}


def test_a_page_without_scripts_has_no_data() -> None:
    assert read("<p>緑</p>").data == {}


trees: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | st.text(alphabet="緑川ab'\\ \"\n{}[]", min_size=1),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


def strings(tree: Any) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    parts = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [leaf for part in parts for leaf in strings(part)]


@given(trees)
def test_every_string_of_a_state_is_found(tree: Any) -> None:
    data = script(f"window.__S__ = {json.dumps({'x': tree})};").get("__S__", "")
    for leaf in strings(tree):
        assert leaf.strip() in data


@given(st.text(alphabet="_S=(){}[]'\"\\,:<b>&;ux0a 緑\n.windowJSONparse", max_size=80))
def test_any_garbage_in_a_script_is_read_without_an_error(text: str) -> None:
    for value in script("window.__S__ = " + text).values():
        value.encode()
