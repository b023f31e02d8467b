"""The YAML we read, and the YAML we refuse."""

from __future__ import annotations

import pytest

from leakwatch.config.mistakes import KeyPath
from leakwatch.config.yaml_file import Document, parse_document


def data_of(text: str) -> object:
    document, mistakes = parse_document(text, name="a.yaml")
    assert mistakes == ()
    return document.data


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("12", 12),
        ("012", 12),
        ("0x10", 16),
        ("1_000", 1000),
        ("1.5", 1.5),
        (".inf", ".inf"),
        ("2026-04-01", "2026-04-01"),
        ("06:00", "06:00"),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("1,180℃", "1,180℃"),
        ("9" * 5_000, "9" * 5_000),
    ],
)
def test_a_plain_value_is_read_by_the_rules_of_yaml_1_2(written: str, read: object) -> None:
    assert data_of(f"a: {written}\n") == {"a": read}


def test_every_key_and_item_has_its_line() -> None:
    document, _ = parse_document("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n", name="a.yaml")
    lines: dict[KeyPath, int] = {(): 1, ("a",): 1, ("a", "b"): 2, ("a", "c"): 3}
    assert document.lines == {**lines, ("a", "c", 0): 4, ("a", "c", 1): 5, ("a", "c", 1, "y"): 5}


def test_the_line_of_what_is_missing_is_that_of_what_surrounds_it() -> None:
    document, _ = parse_document("x: 1\na:\n  b: 1\n", name="a.yaml")
    assert document.line(("a", "z")) == 2
    assert document.line(("z",)) == 1


def test_an_alias_repeats_what_it_points_to() -> None:
    assert data_of("a: &words [x, y]\nb: *words\n") == {"a": ["x", "y"], "b": ["x", "y"]}


def test_a_byte_order_mark_is_no_text() -> None:
    assert data_of("\ufeffa: 1\n") == {"a": 1}


def bomb(levels: int) -> str:
    first = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    return first + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n"
        for level in range(1, levels)
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(bomb(9), id="aliases that multiply"),
        pytest.param("a: &a [*a]\n", id="an alias of itself"),
        pytest.param("a: &a [*a, *a]\n", id="an alias of itself, twice"),
        pytest.param("a: &a {b: *a}\n", id="a mapping in itself"),
        pytest.param("a: " + "[" * 60 + "]" * 60 + "\n", id="deep nesting"),
    ],
)
def test_what_explodes_is_refused_once(text: str) -> None:
    _, mistakes = parse_document(text, name="a.yaml")
    (mistake,) = mistakes
    assert "nests too deep or repeats too much" in mistake.message


def test_nesting_beyond_the_parser_is_a_mistake_too() -> None:
    _, mistakes = parse_document("[" * 20_000, name="a.yaml")
    assert [mistake.file for mistake in mistakes] == ["a.yaml"]


def test_entries_are_the_mappings_of_a_list_whatever_else_stands_there() -> None:
    document = Document("a.yaml", {"terms": [{"id": "T01"}, "x", None, {"id": "T02"}], "sites": 5})
    assert [path for path, _ in document.entries("terms")] == [("terms", 0), ("terms", 3)]
    assert list(document.entries("sites")) == []
    assert list(document.entries("nothing")) == []


@pytest.mark.parametrize("path", [("a", "b"), ("a", 0), ("a", 5), ("x",), ("a", 0, "b", "c")])
def test_a_path_that_leads_nowhere_is_none(path: tuple[str | int, ...]) -> None:
    document = Document("a.yaml", {"a": "text"})
    assert document.get(path) is None
