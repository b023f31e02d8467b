"""What is new on a watched page: its lines by their hashes, so that none of its text is kept."""

from __future__ import annotations

from collections.abc import Sequence

from xxhash import xxh3_64

from leakwatch.extract import without_noise
from leakwatch.models import PageNews, Sighting

#: Lines of one page that are remembered; what comes after them is not told.
_MOST = 20_000
#: Characters of new lines that are quoted.
_QUOTED = 300


def line_hashes(title: str, text: str) -> list[str]:
    """Hash of the title and of each line of `text`, without what is noise."""
    heading = title.replace("\n", " ")
    lines = without_noise(f"{heading}\n{text}").split("\n")[: _MOST + 1]
    return [xxh3_64(line.strip().encode("utf-8", "replace")).hexdigest() for line in lines]


def news_of(
    sighting: Sighting, lines: Sequence[str], *, known: Sequence[str] | None
) -> PageNews | None:
    """What `lines` has that `known` has not, and how many are gone; None when nothing differs.

    `lines` are the hashes of the title and of the lines of what is steady of `sighting`. None for
    `known`: there is nothing to compare with.
    """
    if known is None:
        return None
    before, now = set(known), set(lines)
    added = [number for number, line in enumerate(lines) if line not in before]
    gone = len(before - now)
    if not added:
        return PageNews(gone=gone) if gone else None
    if added[0] == 0 and sighting.title:
        return PageNews(field="title", end=min(len(sighting.title), _QUOTED), gone=gone)
    start, end = _place(sighting, [number - 1 for number in added if number])
    return PageNews(field="text", start=start, end=end, gone=gone)


def _place(sighting: Sighting, added: Sequence[int]) -> tuple[int, int]:
    """Where the first block of added lines stands in the sighting's text."""
    steady = sighting.text if sighting.steady is None else sighting.steady
    lines = steady.split("\n")
    last = added[0]
    for number in added[1:]:
        if number != last + 1:
            break
        last = number
    first = lines[added[0]]
    before = sum(len(line) + 1 for line in lines[: added[0]])
    start = before if sighting.steady is None else max(0, sighting.text.find(first))
    length = sum(len(line) + 1 for line in lines[added[0] : last + 1]) - 1
    if sighting.steady is not None:
        length = len(first)  # what is ignored may stand between two lines
    return start, start + max(0, min(length, _QUOTED))
