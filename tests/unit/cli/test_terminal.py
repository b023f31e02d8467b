from __future__ import annotations

import errno
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from leakwatch.cli.terminal import Terminal, inert
from leakwatch.errors import OutputError, OutputUnread
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
    pytest.param("safe\u061cevil", id="letter mark"),
    pytest.param("line\u2028separator\u2029", id="separators"),
]
BAD = set("\x1b\x9b\r\u202e\u2066\x00\x7f\x07\u2028\u2029\u061c")


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


@pytest.mark.parametrize("text", [*HOSTILE, pytest.param("a\ud800b", id="lone surrogate")])
def test_a_json_line_loses_nothing_and_drives_no_terminal(text: str) -> None:
    one = terminal()
    one.jsonl({"title": text})
    assert not BAD & set(printed(one))
    assert printed(one).encode()
    assert json.loads(printed(one)) == {"title": text}


class Ascii(io.StringIO):
    """A terminal without Japanese letters."""

    encoding = "ascii"


def test_a_json_line_is_whole_where_the_terminal_has_no_such_letters() -> None:
    out = Ascii()
    Terminal(out, io.StringIO(), catalogue("en")).jsonl({"title": "東京①"})
    assert out.getvalue().isascii()
    assert json.loads(out.getvalue()) == {"title": "東京①"}


class Full(io.StringIO):
    """What a full disk says."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


class Unread(io.StringIO):
    """A pipe whose reader went away."""

    def flush(self) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


WRITES = [
    pytest.param(lambda one: one.line("x"), id="line"),
    pytest.param(lambda one: one.jsonl({"x": 1}), id="json line"),
    pytest.param(lambda one: one.table(["x"], [("y",)]), id="table"),
]


@pytest.mark.parametrize("write", WRITES)
def test_results_that_cannot_be_written_are_said_to_be_lost(
    write: Callable[[Terminal], None],
) -> None:
    with pytest.raises(OutputError, match="No space left on device"):
        write(Terminal(Full(), io.StringIO(), catalogue("en")))


@pytest.mark.parametrize("write", WRITES)
def test_a_reader_that_went_away_is_no_error_of_ours(write: Callable[[Terminal], None]) -> None:
    with pytest.raises(OutputUnread):
        write(Terminal(Unread(), io.StringIO(), catalogue("en")))


AT = datetime(2026, 4, 1, 20, 30, tzinfo=UTC)
RECORDS = [{"source": "blog", "at": AT, "next": None}]


def test_times_are_those_of_the_reader() -> None:
    one = terminal()
    one.zone = ZoneInfo("Asia/Tokyo")
    one.records(["source", "at", "next"], RECORDS, lines=False)
    assert printed(one).split()[-4:] == ["blog", "2026-04-02", "05:30", "-"]


def test_times_for_a_program_say_their_offset() -> None:
    one = terminal()
    one.zone = ZoneInfo("Asia/Tokyo")
    one.records(["source", "at", "next"], RECORDS, lines=True)
    assert json.loads(printed(one)) == {
        "source": "blog",
        "at": "2026-04-01T20:30:00+00:00",
        "next": None,
    }
