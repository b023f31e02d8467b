"""Every rule that sets a hit aside has its words, so that a silence can be understood."""

from __future__ import annotations

import inspect

from leakwatch.match import OBJECTIONS, guards, reading


def test_every_guard_has_words() -> None:
    public = inspect.getmembers(guards, inspect.isfunction)
    named = {
        name
        for name, made in public
        if made.__module__ == guards.__name__ and name.startswith(("in_", "without_"))
    }
    assert named | {"with_barred_word", reading.of_others.__name__} == set(OBJECTIONS)
