"""Labels as people write them."""

from __future__ import annotations

import re

from leakwatch.errors import N_, UsageError


def read_label(label: str, *, sort: str, message: str) -> int:
    """3 of `C-3`, `c3` or `3`, where `sort` is `C`.

    Raises UsageError with `message` (a catalogue message with {label}).
    """
    found = re.fullmatch(rf"(?:{sort}-?)?0*([1-9][0-9]{{0,8}})", label.strip().upper())
    if found is None:
        raise UsageError(message, label=label)
    return int(found[1])


def letter_number(label: str) -> int:
    """7 of `L-7`, `l7` or `7`. Raises UsageError."""
    return read_label(label, sort="L", message=N_("{label} is no letter: write it as L-7"))
