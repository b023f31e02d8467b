"""How often an entry would turn up where nothing is leaked: measured on sentences of everyday life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from leakwatch.match.compiled import compile_watchlist
from leakwatch.match.find import find_hits
from leakwatch.models import EntryKind, Shows, Sighting, Watchlist
from leakwatch.text import rows

#: Pages the estimate is told for, and the characters of one.
PAGES, LENGTH = 1_000, 1_000

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a sighting has a time; nobody looks at this one


@dataclass(frozen=True, slots=True)
class Noise:
    """An entry that stands in everyday text."""

    entry: str
    entry_kind: EntryKind
    quote: str  #: how it stands there
    times: int  #: in the sample, which has some thousand characters
    expected: int  #: hits in `PAGES` pages of `LENGTH` characters


def noise(watchlist: Watchlist) -> Iterator[Noise]:
    """Terms and names of companies that the sample says, by the matcher's own judgement.

    Boundaries, context and `not_in` count as on any page, and so do patterns. Weak aliases are left
    out: they ask for support anyway. What is not told may be noise as well: the sample is small.
    """
    plain = replace(watchlist, people=(), sites=(), divisions=())
    compiled = compile_watchlist(plain)
    times: Counter[tuple[str, EntryKind]] = Counter()
    quotes: dict[tuple[str, EntryKind], str] = {}
    sentences = [line for (line,) in rows("everyday")]
    for sentence in sentences:
        for hit in find_hits(_page(sentence), compiled).hits:
            if hit.rule in {"term_named", "company_named"}:
                times[hit.entry, hit.entry_kind] += 1
                quotes.setdefault((hit.entry, hit.entry_kind), hit.quote)
    size = sum(map(len, sentences))
    for (entry, kind), count in times.items():
        expected = round(count / size * PAGES * LENGTH)
        yield Noise(entry, kind, quotes[entry, kind], count, expected)


def _page(text: str) -> Sighting:
    return Sighting(
        source="everyday",
        identity="everyday",
        url="",
        page="",
        shows=Shows.PAGE,
        text=text,
        seen_at=_NEVER,
    )
