"""What `evidence_verify` finds wrong, as messages of the catalogue: that program speaks English alone."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from leakwatch.config.mistakes import Phrase
from leakwatch.errors import N_

_MESSAGES = (
    N_("archive: two files have one name"),
    N_("archive: cannot be opened ({error})"),
    N_("archive: its bytes are not the ones that were sealed"),
    N_("{file}: record {number} cannot be read"),
    N_("{file}: record {number} is cut off"),
    N_("{file}: record {number}: has no {part} digest"),
    N_("{file}: record {number}: its {part} does not have its digest"),
    N_("{file}: holds no record"),
    N_("{file}: cannot be unpacked ({error})"),
    N_("{file}: is missing"),
    N_("{file}: does not have the SHA-256 in {list}"),
    N_("{file}: is not in {list}"),
    N_("{file}: has a line that cannot be read"),
    N_("{file}: cannot be read"),
)


def problem_of(line: str) -> Phrase:
    """A line of that program with the words it is said in; the line itself where none are known."""
    for message in _MESSAGES:
        found = _pattern(message).fullmatch(line)
        if found is not None:
            return Phrase(message, found.groupdict())
    return Phrase("{problem}", {"problem": line})


@cache
def _pattern(message: str) -> re.Pattern[str]:
    parts = [
        re.escape(text) + (f"(?P<{name}>.+)" if name else "")
        for text, name, _spec, _conversion in Formatter().parse(message)
    ]
    return re.compile("".join(parts), re.DOTALL)
