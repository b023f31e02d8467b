from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from leakwatch.dispatch.lines import EventLines


def heard(*chunks: bytes, longest: int = 100) -> tuple[list[dict[str, object]], int]:
    lines = EventLines(longest=longest)
    events = [event for chunk in chunks for event in lines.feed(chunk)]
    events += lines.end()
    return events, lines.garbage


CASES = [
    ("one", [b'{"a": 1}\n'], [{"a": 1}], 0),
    ("two at once", [b'{"a": 1}\n{"b": 2}\n'], [{"a": 1}, {"b": 2}], 0),
    ("in pieces", [b'{"a"', b": 1", b"}\n"], [{"a": 1}], 0),
    ("without a last line break", [b'{"a": 1}'], [{"a": 1}], 0),
    ("windows", [b'{"a": 1}\r\n'], [{"a": 1}], 0),
    ("empty lines", [b"\n\n \n"], [], 0),
    ("no JSON", [b"Traceback\n", b'{"a": 1}\n'], [{"a": 1}], 1),
    ("no object", [b"[1]\n3\nnull\n"], [], 3),
    ("cut off", [b'{"a": 1'], [], 1),
    ("no UTF-8", [b'{"a": "\xff"}\n'], [], 1),
    ("too long", [b'{"a": "' + b"x" * 200, b'x"}\n', b'{"b": 2}\n'], [{"b": 2}], 1),
    ("too long at once", [b'{"a": "' + b"x" * 200 + b'"}\n{"b": 2}\n'], [{"b": 2}], 1),
    ("too long for ever", [b"x" * 200] * 50, [], 1),
    ("deeply nested", [b"[" * 90 + b"\n"], [], 1),
]


@pytest.mark.parametrize(
    ("chunks", "events", "garbage"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_events_come_out_and_garbage_is_counted(
    chunks: list[bytes], events: list[dict[str, object]], garbage: int
) -> None:
    assert heard(*chunks) == (events, garbage)


def test_nesting_that_would_exhaust_the_reader_is_garbage() -> None:
    assert heard(b"[" * 500_000 + b"\n", longest=1_000_000) == ([], 1)


@given(st.lists(st.dictionaries(st.text(), st.text(), max_size=3), max_size=5), st.integers(1, 40))
def test_it_does_not_matter_where_the_stream_is_cut(
    events: list[dict[str, object]], size: int
) -> None:
    stream = b"".join(json.dumps(event).encode() + b"\n" for event in events)
    chunks = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert heard(*chunks, longest=10_000) == (events, 0)


def test_memory_is_bounded_by_the_longest_line() -> None:
    lines = EventLines(longest=100)
    for _ in range(1_000):
        list(lines.feed(b"x" * 1_000))
    assert len(lines._rest) <= 100
