"""Where people are shown, the line below may be somebody else's: what is kept ends with its own."""

from __future__ import annotations

from leakwatch.models import Sighting
from leakwatch.text import label_meaning

#: A longer line above is no label.
_LONGEST_LABEL = 30


def edges_of(sighting: Sighting, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Between what places of `text` surroundings of `text[start:end]` may be kept; None: anywhere.

    On pages of people that is the line, and a label above it that says what the line is.
    """
    if not sighting.personal_data:
        return None
    begin = text.rfind("\n", 0, start) + 1
    finish = text.find("\n", end)
    label = text.rfind("\n", 0, max(0, begin - 1)) + 1
    above = text[label : max(label, begin - 1)]
    if 0 < len(above) <= _LONGEST_LABEL and label_meaning(above):
        begin = label
    return begin, finish if finish >= 0 else len(text)
