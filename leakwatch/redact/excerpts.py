"""Excerpts: the matched text with a little around it, cut where a protected topic begins."""

from __future__ import annotations

from leakwatch.match import part
from leakwatch.models import Excerpt, Finding, Hit
from leakwatch.redact.lines import edges_of
from leakwatch.redact.protected import around, folded_topics


def excerpts(
    finding: Finding, *, width: int = 40, protected: tuple[str, ...] = ()
) -> tuple[Excerpt, ...]:
    """One excerpt per spelling found of each entry, with up to `width` characters on either side.

    `protected` are words (a union, an illness, a belief) at which the surroundings are cut, so that
    nothing behind them is kept; each excerpt counts its cuts. Where people are shown the surroundings
    end with the line as well: the next one may be about somebody else. The quote itself is kept whole: it is
    on the watchlist.
    """
    topics = folded_topics(protected)
    first: dict[tuple[str, str, str], Hit] = {}
    for hit in finding.hits:
        first.setdefault((hit.entry, hit.rule, hit.folded), hit)
    return tuple(_excerpt(finding, hit, width, topics) for hit in first.values())


def _excerpt(finding: Finding, hit: Hit, width: int, topics: tuple[str, ...]) -> Excerpt:
    text = part(finding.sighting, hit.field)
    edges = edges_of(finding.sighting, text, hit.start, hit.end)
    kept = around(text, hit.start, hit.end, width=width, topics=topics, edges=edges)
    return Excerpt(
        field=hit.field,
        before=text[kept.first : hit.start],
        quote=hit.quote,
        after=text[hit.end : kept.last],
        entry=hit.entry,
        entry_kind=hit.entry_kind,
        rule=hit.rule,
        sensitivity=hit.sensitivity,
        cuts=kept.cuts,
    )
