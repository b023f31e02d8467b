"""JSON answers: read within bounds, selected from by JMESPath, never trusted for their types."""

from __future__ import annotations

from typing import Any

import pytest

from leakwatch.errors import BrokenDocument, LayoutChanged, NotText, PageError, TooLarge
from leakwatch.extract import Answer, check_selector, parse_selector, read_answer
from leakwatch.models import Selector, SelectorKind

URL = "https://api.example/search"


def read(text: str | bytes) -> Answer:
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return read_answer(body, url=URL, content_type="application/json")


def selector(expression: str) -> Selector:
    return parse_selector(expression, SelectorKind.JSON, where="s.yaml:3")


def found(text: str, expression: str = "v") -> tuple[str, ...]:
    return read(text).select(selector(expression))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", BrokenDocument),
        ("  <html><p>one moment</p>", BrokenDocument),
        ('{"items": [{"a": 1}, {"b', BrokenDocument),
        ("{'a': 1}", BrokenDocument),
        ('{"a": 1} trailing', BrokenDocument),
        ("[" * 200_000, BrokenDocument),
        ('{"a":' * 50_000, BrokenDocument),
        ("[" + "{}," * 600_000 + "{}]", TooLarge),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), NotText),
    ],
    ids=["empty", "a page", "half", "no JSON", "two", "deep", "deep objects", "many", "an image"],
)
def test_what_is_no_answer_is_refused_by_name(text: str | bytes, error: type[PageError]) -> None:
    with pytest.raises(error):
        read(text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('"  焼成\\r\\n  の 会 "', ("焼成\nの 会",)),
        ('"a < b & List<T>"', ("a < b & List<T>",)),
        ('"\\ud800x\\u0000y"', ("\ufffdxy",)),
        ("12", ("12",)),
        ("1.5", ("1.5",)),
        ("true", ("true",)),
        ("null", ()),
        ('""', ()),
        ("NaN", ()),
        ("-Infinity", ()),
        ("1e999", ("1e999",)),
        ("9" * 100_000, ("9" * 40,)),
        ('["a", null, 3, ""]', ("a", "3")),
        ("[]", ()),
    ],
    ids=str,
)
def test_a_value_becomes_text(value: str, shown: tuple[str, ...]) -> None:
    assert found(f'{{"v": {value}}}') == shown


def test_markup_is_read_where_the_definition_says_that_it_is_some() -> None:
    answer = '{"v": "<p>炉で<br>焼く</p><script>x()</script> a &lt; b"}'
    assert found(answer, "v::html") == ("炉で\n焼く\na < b",)
    assert found(answer)[0].startswith("<p>")


def test_a_long_text_is_cut() -> None:
    assert len(found(f'{{"v": "{"あ" * 600_000}"}}')[0]) == 500_000


@pytest.mark.parametrize("value", ['{"a": 1}', '[{"a": 1}]', '[["x"]]'])
def test_an_object_where_text_was_is_a_changed_layout_that_names_its_key(value: str) -> None:
    with pytest.raises(LayoutChanged, match=r"s\.yaml:3: v finds .* where text"):
        found(f'{{"v": {value}}}')


@pytest.mark.parametrize("value", ["null", '{"a": []}', '"x"', "3", "true"])
def test_anything_but_a_list_of_items_is_a_changed_layout(value: str) -> None:
    with pytest.raises(LayoutChanged, match="where a list was to come"):
        read(f'{{"v": {value}}}').items(selector("v"))


def test_too_many_items_are_refused() -> None:
    assert len(read('{"v": [' + "1," * 9_999 + "1]}").items(selector("v"))) == 10_000
    with pytest.raises(TooLarge):
        read('{"v": [' + "1," * 10_000 + "1]}").items(selector("v"))


@pytest.mark.parametrize(
    "expression", ["length(v)", "join(', ', v)", "sort_by(v, &n)", "v[?n > `1`] | abs(@)"]
)
def test_an_expression_that_meets_another_type_is_a_changed_layout(expression: str) -> None:
    with pytest.raises(LayoutChanged, match="cannot be used on this answer"):
        read('{"v": 5, "w": null}').find(expression, where="s.yaml: complete")


@pytest.mark.parametrize(
    ("expression", "fits"),
    [("items[].name", True), ("body::html", True), ("items[", False), ("a b", False), ("", False)],
)
def test_an_expression_is_checked_before_it_is_used(expression: str, *, fits: bool) -> None:
    assert (check_selector(SelectorKind.JSON, expression) is None) is fits


def test_every_string_of_an_item_is_its_text() -> None:
    item: Any = read('{"v": [{"title": "焼成", "n": 3, "deep": [{"x": "<b>炉</b>"}]}]}')
    text = item.items(selector("v"))[0].text
    assert "焼成" in text
    assert "炉" in text
    assert "<b>" not in text
