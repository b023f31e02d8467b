"""Whether a page has boxes about others at all: asked before anybody reads it line by line.

Reading a page costs ten times what finding its hits does, and nearly no page has such a box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import re2

from leakwatch.match.labelling import OTHERS, heads_a_box
from leakwatch.match.page import Page
from leakwatch.text import fold_key, label_meaning, labels


def parts_with_boxes(page: Page) -> frozenset[str]:
    """The parts in which some line may head a box; no line of the others does."""
    named = {name for name in page.names if label_meaning(name.removeprefix("fields.")) == "side"}
    named |= {name for name, _, _ in page.copies if label_meaning(name) == "side"}
    return frozenset(named | set(_with_heading(page)))


def _with_heading(page: Page) -> Iterator[str]:
    for number, name in enumerate(page.names):
        low, high = page.bounds(number)
        if any(map(heads_a_box, _lines(page, low, high))):
            yield name
            yield from (copy for copy, _, _ in page.copies if name == "text")


def _lines(page: Page, low: int, high: int) -> Iterator[str]:
    """The folded lines of the original in which a heading's words stand, each once."""
    original, until = page.folded.original, 0
    text = page.text[low:high]
    if not _hint().search(text.encode()):  # in bytes: places in the text cost as much as the search
        return
    for match in re2.finditer(_hint().pattern.decode(), text):
        first, last = page.folded.span(low + match.start(), low + match.end())
        if (
            last > until
        ):  # folding drops line breaks: what was found may begin on one line and end on another
            begin = max(original.rfind("\n", 0, first) + 1, until)
            end = original.find("\n", last)
            until = end if end >= 0 else len(original)
            yield from map(fold_key, original[begin:until].split("\n"))


@cache
def _hint() -> Any:
    """What such lines hold, for RE2: it reads a page in a fraction of the time `re` takes.

    A look-ahead, which RE2 does not have, is left out: then a line too many is looked at.
    """
    words = (re.escape(label) for label, means in labels().items() if means == "side")
    return re2.compile("|".join((re.sub(r"\(\?[!=].*?\)", "", OTHERS), *words)).encode())
