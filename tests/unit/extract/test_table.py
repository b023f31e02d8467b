"""Tables: rows with their lines, whatever parts their columns."""

from __future__ import annotations

import pytest

from leakwatch.errors import BrokenDocument
from leakwatch.extract import Row, read_rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_parts_the_columns_is_what_the_first_line_holds_most_of(delimiter: str) -> None:
    text = f'a{delimiter}b{delimiter}"c, d"\n1{delimiter}2{delimiter}3'
    assert [row.cells for row in read_rows(text)] == [("a", "b", "c, d"), ("1", "2", "3")]


def test_it_may_be_said_instead() -> None:
    assert [row.cells for row in read_rows("a,b|c", delimiter="|")] == [("a,b", "c")]


def test_a_row_knows_the_line_it_begins_on() -> None:
    text = 'a,b\r\n1,"two\r\nlines"\r\n\r\n ,\r\n3,4\r\n'
    assert list(read_rows(text)) == [
        Row(1, ("a", "b")),
        Row(2, ("1", "two\r\nlines")),
        Row(6, ("3", "4")),
    ]


@pytest.mark.parametrize("text", ['a\n1\n"open\n', 'a\n1\n"b"c\n', "a\n1\n" + "x" * 200_000])
def test_a_row_that_cannot_be_read_is_named_after_those_before_it(text: str) -> None:
    rows = read_rows(text)
    assert [next(rows).cells, next(rows).cells] == [("a",), ("1",)]
    with pytest.raises(BrokenDocument) as caught:
        next(rows)
    assert caught.value.values["line"] == 3
    assert "line 3: this row cannot be read" in str(caught.value)
