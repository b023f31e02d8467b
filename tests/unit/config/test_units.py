from __future__ import annotations

import pytest

from leakwatch.config.units import seconds, size_in_bytes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500ms", 0.5),
        ("2s", 2),
        ("1.5h", 5_400),
        ("15 m", 900),
        ("6h", 21_600),
        ("30d", 2_592_000),
        ("2w", 1_209_600),
        (0, 0),
        ("0s", 0),
    ],
)
def test_a_duration_is_seconds(text: object, expected: float) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize(
    "text", ["", "2", 2, 2.5, "s", "-2s", "2 hours", "1h30m", "2S", None, False, True, "２s", []]
)
def test_what_has_no_unit_or_more_than_one_is_no_duration(text: object) -> None:
    assert seconds(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10MB", 10_000_000),
        ("10mb", 10_000_000),
        ("1.5 GB", 1_500_000_000),
        ("64KiB", 65_536),
        ("1GiB", 1_073_741_824),
        ("5B", 5),
    ],
)
def test_a_size_is_bytes(text: str, expected: int) -> None:
    assert size_in_bytes(text) == expected


@pytest.mark.parametrize("text", ["", "10", 10, "MB", "10 M", "10TB", "-1MB", None, True])
def test_what_has_no_known_unit_is_no_size(text: object) -> None:
    assert size_in_bytes(text) is None
