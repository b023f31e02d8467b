"""Excerpts: the matched text with a little around it, cut where a protected topic begins."""

from __future__ import annotations

from leakwatch.match import part
from leakwatch.models import Excerpt, Finding, Hit
from leakwatch.text import Folded, fold, fold_key


def excerpts(
    finding: Finding, *, width: int = 40, protected: tuple[str, ...] = ()
) -> tuple[Excerpt, ...]:
    """One excerpt per spelling found of each entry, with up to `width` characters on either side.

    `protected` are words (a union, an illness, a belief) at which the surroundings are cut, so that
    nothing behind them is kept. The quote itself is kept whole: it is on the watchlist.
    """
    words = tuple(filter(None, map(fold_key, protected)))
    first: dict[tuple[str, str, str], Hit] = {}
    for hit in finding.hits:
        first.setdefault((hit.entry, hit.rule, hit.folded), hit)
    return tuple(_excerpt(finding, hit, width, words) for hit in first.values())


def _excerpt(finding: Finding, hit: Hit, width: int, protected: tuple[str, ...]) -> Excerpt:
    text = part(finding.sighting, hit.field)
    before = text[max(0, hit.start - width) : hit.start]
    after = text[hit.end : hit.end + width]
    # A protected word may reach across the edge of the excerpt: look a word's length further.
    reach = max(map(len, protected), default=0)
    before = _behind(text[max(0, hit.start - width - reach) : hit.start], len(before), protected)
    after = _in_front(text[hit.end : hit.end + width + reach], len(after), protected)
    return Excerpt(
        field=hit.field,
        before=before,
        quote=hit.quote,
        after=after,
        entry=hit.entry,
        entry_kind=hit.entry_kind,
        rule=hit.rule,
        sensitivity=hit.sensitivity,
    )


def _behind(text: str, width: int, protected: tuple[str, ...]) -> str:
    """The last `width` characters of `text`, from behind the last protected word."""
    ends = [end for _, end in _spans(fold(text), protected)]
    return text[max([len(text) - width, *ends]) :]


def _in_front(text: str, width: int, protected: tuple[str, ...]) -> str:
    starts = [start for start, _ in _spans(fold(text), protected)]
    return text[: min([width, *starts])]


def _spans(folded: Folded, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where any of `words` stands, in offsets of the original."""
    found = []
    for word in words:
        at = folded.text.find(word)
        while at >= 0:
            found.append(folded.span(at, at + len(word)))
            at = folded.text.find(word, at + 1)
    return found
