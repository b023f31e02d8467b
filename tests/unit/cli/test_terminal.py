from __future__ import annotations

import io
import json

import pytest

from leakwatch.cli.terminal import Terminal, inert
from leakwatch.locale import catalogue


def terminal() -> Terminal:
    return Terminal(io.StringIO(), io.StringIO(), catalogue("en"))


def printed(of: Terminal) -> str:
    assert isinstance(of.out, io.StringIO)
    return of.out.getvalue()


HOSTILE = [
    pytest.param("\x1b[2J\x1b]0;owned\x07", id="clear screen and set title"),
    pytest.param("\x9b31m", id="C1 control sequence introducer"),
    pytest.param("a\rb", id="carriage return over the line"),
    pytest.param("safe\u202eevil\u2066", id="direction marks"),
    pytest.param("\x00\x7f", id="NUL and DEL"),
    pytest.param("line\u2028separator\u2029", id="separators"),
]
BAD = set("\x1b\x9b\r\u202e\u2066\x00\x7f\x07\u2028\u2029")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_page_moves_the_cursor(text: str) -> None:
    assert not BAD & set(inert(text))


def test_a_lone_surrogate_is_printable() -> None:
    inert("a\ud800b").encode()


def test_japanese_tabs_and_line_breaks_stay() -> None:
    assert inert("東京\t髙橋\n") == "東京\t髙橋\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_table_shows_hostile_cells_inert(text: str) -> None:
    one = terminal()
    one.table(["page"], [(text,)])
    assert not BAD & set(printed(one))


def test_markup_of_a_page_is_shown_as_it_stands() -> None:
    one = terminal()
    one.table(["page"], [("[bold red]x[/] [link=http://e.example]y[/link]",)])
    assert "[bold red]x[/]" in printed(one)


def test_a_result_and_what_is_said_about_it_go_apart() -> None:
    one = terminal()
    one.say("{count} findings", count=3)
    one.warn("careful")
    assert isinstance(one.err, io.StringIO)
    assert (printed(one), one.err.getvalue()) == ("3 findings\n", "careful\n")


def test_a_json_line_is_one_line_whatever_is_in_it() -> None:
    one = terminal()
    one.jsonl({"title": "a\nb\x1b[2J 東"})
    assert printed(one).count("\n") == 1
    assert json.loads(printed(one)) == {"title": "a\nb\x1b[2J 東"}
    assert "\x1b" not in printed(one)
