from __future__ import annotations

import logging
from typing import Any

import pytest

from leakwatch.cli.logs import KeyedFormatter


def written(message: str, **extra: Any) -> str:
    record = logging.makeLogRecord(
        {"name": "leakwatch.notify", "levelname": "WARNING", "msg": message, **extra}
    )
    return KeyedFormatter("%(levelname)s %(name)s %(message)s").format(record)


@pytest.mark.parametrize(
    ("extra", "line"),
    [
        pytest.param({}, "WARNING leakwatch.notify alert.retry", id="a key alone"),
        pytest.param(
            {"outbox": 3, "source": "blog"},
            "WARNING leakwatch.notify alert.retry outbox=3 source=blog",
            id="what it is about",
        ),
        pytest.param(
            {"error": "", "source": None, "count": 0},
            "WARNING leakwatch.notify alert.retry count=0",
            id="nothing is left out but what is empty",
        ),
        pytest.param(
            {"url": "https://a.example/\x1b[2J\r"},
            "WARNING leakwatch.notify alert.retry url=https://a.example/�[2J�",
            id="escape codes are dead",
        ),
        pytest.param(
            {"seen": {"unhashable": []}},
            "WARNING leakwatch.notify alert.retry seen={'unhashable': []}",
            id="any value",
        ),
    ],
)
def test_a_log_line_says_what_its_key_is_about(extra: dict[str, Any], line: str) -> None:
    assert written("alert.retry", **extra) == line


def test_an_exception_keeps_its_trace() -> None:
    error = ValueError("broken")
    text = written("service.sweep", source="blog", exc_info=(ValueError, error, None))
    first, *rest = text.splitlines()
    assert first == "WARNING leakwatch.notify service.sweep source=blog"
    assert rest[-1] == "ValueError: broken"


def test_a_line_break_in_a_value_begins_no_line() -> None:
    assert written("alert.retry", source="a\nERROR forged").count("\n") == 0


def test_escape_codes_in_a_trace_are_dead() -> None:
    error = ValueError("quoted \x1b[2J page")
    text = written("service.sweep", exc_info=(ValueError, error, None))
    assert "\x1b" not in text
    assert "quoted" in text
