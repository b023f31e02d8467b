"""A posting as lines of text, for media that show no blocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from leakwatch.locale import Catalogue
from leakwatch.models import Posting
from leakwatch.notify.blocks import render
from leakwatch.notify.spoken import spoken
from leakwatch.notify.terminal import lines_of

#: Whoever reads further looks at the log; a page cannot make a mail or a message of any size.
_MOST_LINES, _LONGEST_LINE = 400, 2_000


def plain(posting: Posting, texts: Catalogue, *, zone: tzinfo) -> tuple[str, tuple[str, ...]]:
    """Title and lines of `posting`, in its own language if it has one.

    Nobody is called and nothing can be pressed outside Slack, so neither is shown.
    """
    blocks = render(replace(posting, mention=()), spoken(posting, texts), zone=zone).blocks
    title, *lines = [_sound(line) for line in lines_of(blocks)] or [""]
    return title, tuple(lines[:_MOST_LINES])


def _sound(line: str) -> str:
    """What UTF-8 can hold of it."""
    return line[:_LONGEST_LINE].encode("utf-8", "replace").decode("utf-8")
