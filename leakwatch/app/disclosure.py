"""The last look at what a sweep would tell a site, with everything on the watchlist at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from leakwatch.config import decodings, leaves, published_names, without
from leakwatch.errors import N_, SweepError
from leakwatch.match import Compiled, find_hits
from leakwatch.models import Company, EntryKind, Hit, Shows, Sighting, Source, Term, Watchlist

#: A surname and an initial fit many, and stand in addresses by chance.
_ONE_OF_MANY = "person_initials"
_ASKED_FOR = frozenset({EntryKind.COMPANY, EntryKind.TERM})
#: Objections that say that it is another word.
_INSIDE = ("in_longer_", "in_hyphenated_")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def refuse_disclosure(source: Source, watchlist: Watchlist, compiled: Compiled) -> None:
    """Raise SweepError when a request of `source` would tell of what may not leave.

    The configuration is checked when it is loaded, without the roster: that is sealed in the record.
    Here people are known, and every spelling of the terms. The message names ids, never a text.
    """
    entries: tuple[Company | Term, ...] = (*watchlist.companies, *watchlist.terms)
    sealed = {entry.id for entry in entries if not leaves(entry)}
    public = published_names(watchlist)
    for key, text in _leaving(source):
        for reading in dict.fromkeys(without(public, each) for each in decodings(text)):
            told = next((hit for hit in _hits(reading, compiled) if _may_not(hit, sealed)), None)
            if told is not None:
                raise SweepError(
                    N_(
                        "{where}: {key} would tell of {entry}, which never leaves: nothing was asked"
                    ),
                    where=source.where or source.name,
                    key=key,
                    entry=told.entry,
                )


def _may_not(hit: Hit, sealed: Collection[str]) -> bool:
    if hit.entry_kind is EntryKind.PERSON:
        return hit.rule != _ONE_OF_MANY
    return hit.entry_kind in _ASKED_FOR and hit.entry in sealed


def _leaving(source: Source) -> Iterator[tuple[str, str]]:
    """Every text of a source that leaves, with the key it comes from."""
    yield from (("start", url) for url in source.start)
    yield from (("query", asked.text) for asked in source.queries)
    yield from ((f"headers.{name}", value) for name, value in source.headers.items())
    for canary in source.canaries:
        yield "canaries", canary.url or canary.query
    if source.paging is not None:
        yield "paging.cursor", source.paging.cursor or ""


def _hits(text: str, compiled: Compiled) -> Iterator[Hit]:
    """Hits, and terms that a page would be excused for: context and traps excuse nothing here."""
    page = Sighting(
        source="", identity="", url="", page="", shows=Shows.PAGE, text=text, seen_at=_LONG_AGO
    )
    matches = find_hits(page, compiled)
    yield from matches.hits
    for set_aside in matches.suppressions:
        if set_aside.hit.entry_kind in _ASKED_FOR and not set_aside.rule.startswith(_INSIDE):
            yield set_aside.hit
