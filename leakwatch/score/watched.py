"""A page that is watched for itself: the hits that say so, and what is new on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from leakwatch.match import Matches, Reading, part
from leakwatch.models import EntryKind, Hit, PageNews, Sighting
from leakwatch.text import fold_key

WATCHED, CHANGED, SHORTENED = "page_watched", "page_changed", "page_shortened"
#: The field in which the number of lines that are gone is quoted.
GONE = "lines_gone"
#: Characters of a quote that tell one change from another.
_TOLD = 100


def watched(matches: Matches, sighting: Sighting, news: PageNews | None) -> Matches:
    """`matches`, and that the page of `sighting` is watched, with what `news` tells.

    Each change is told by a hit of its own, as its moment is part of it: text that comes back after
    it was gone is a change as well.
    """
    hits = (*matches.hits, *_hits(sighting, news))
    return replace(matches, hits=hits, reading=matches.reading or Reading(sighting))


def with_gone(sighting: Sighting, news: PageNews | None) -> Sighting:
    """`sighting` with the number of lines that are gone, to be quoted."""
    if news is None or not news.gone:
        return sighting
    return replace(sighting, fields={**sighting.fields, GONE: f"-{news.gone}"})


def _hits(sighting: Sighting, news: PageNews | None) -> Iterator[Hit]:
    yield _hit(sighting, WATCHED, "title", 0, len(sighting.title), folded="")
    if news is None:
        return
    moment = sighting.seen_at.isoformat(timespec="seconds")
    if news.field:
        quote = part(sighting, news.field)[news.start : news.end]
        folded = f"{moment} {fold_key(quote)[:_TOLD]}"
        yield _hit(sighting, CHANGED, news.field, news.start, news.end, folded=folded)
    if news.gone:
        folded = f"{moment} {news.gone}"
        yield _hit(sighting, SHORTENED, GONE, 0, len(f"-{news.gone}"), folded=folded)


def _hit(sighting: Sighting, rule: str, field: str, start: int, end: int, *, folded: str) -> Hit:
    return Hit(
        entry=sighting.source,
        entry_kind=EntryKind.PAGE,
        rule=rule,
        field=field,
        start=start,
        end=end,
        quote=part(sighting, field)[start:end],
        folded=folded,
    )
