"""Durations and sizes as people write them: `2s`, `6h`, `30d`, `10MB`."""

from __future__ import annotations

import re

_NUMBER = r"(\d{1,12}(?:\.\d{1,6})?)\s*"
_DURATION = re.compile(_NUMBER + r"(ms|s|m|h|d|w)", re.ASCII)
_SIZE = re.compile(_NUMBER + r"(B|KB|MB|GB|KiB|MiB|GiB)", re.ASCII | re.IGNORECASE)

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_BYTES = {
    "b": 1,
    "kb": 1_000,
    "mb": 1_000_000,
    "gb": 1_000_000_000,
    "kib": 1_024,
    "mib": 1_048_576,
    "gib": 1_073_741_824,
}

#: For editors.
DURATION_PATTERN = r"^\d+(\.\d+)?\s*(ms|s|m|h|d|w)$"
SIZE_PATTERN = r"^\d+(\.\d+)?\s*([KkMmGg][Ii]?)?[Bb]$"


def seconds(text: object) -> float | None:
    """`"6h"` as 21600.0; 0 needs no unit; None when it is not a duration."""
    if text == 0 and not isinstance(text, bool):
        return 0.0
    match = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    return float(match[1]) * _SECONDS[match[2]] if match else None


def size_in_bytes(text: object) -> int | None:
    """`"10MB"` as 10000000 (`MiB` counts in 1024s); None when it is not a size."""
    match = _SIZE.fullmatch(text.strip()) if isinstance(text, str) else None
    return int(float(match[1]) * _BYTES[match[2].lower()]) if match else None
