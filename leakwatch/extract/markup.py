"""What a page's markup says of its text, read again from the source when somebody asks.

A page is walked without it, since nearly no page has a hit; the walk here takes as long once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from leakwatch.extract.declared import declared_types
from leakwatch.extract.parts import Part, parts_beside
from leakwatch.extract.walking import Walk, follow, settle
from leakwatch.models import Beside

#: Fewer characters are no page but a logo: a name and where somebody works are about as many.
_LEAST_LEFT = 20
#: Parts the standard itself takes out of a page's subject, however much they hold.
_SURE = frozenset({"nav", "footer"})


class PageMarkup:
    """A `Markup`; holds the source rather than the tree, which takes ten times as much."""

    def __init__(self, source: str, *, url: str) -> None:
        self._source = source
        self._url = url

    @cached_property
    def beside(self) -> tuple[Beside, ...]:
        root = self._root
        if root is None:
            return ()
        parts = list(parts_beside(root, url=self._url))
        spans, length = _placed(root, parts) if parts else ([], 0)
        for kept in (spans, [span for span in spans if span.part in _SURE]):
            if length - sum(span.end - span.start for span in kept) >= _LEAST_LEFT:
                return tuple(kept)
        return ()

    @cached_property
    def declares(self) -> frozenset[str]:
        root = self._root
        return frozenset() if root is None else declared_types(root)

    @property
    def _root(self) -> LexborNode | None:
        return LexborHTMLParser(self._source, scripting=True).root


@dataclass(slots=True)
class _Cut:
    at: int  #: of the pieces the walk gathers
    part: str  #: what begins there; empty: what comes next is the page's subject


def _placed(root: LexborNode, parts: list[Part]) -> tuple[list[Beside], int]:
    """Where `parts` stand in the text of the page, and how long that is."""
    found = Walk(root)
    cuts = [_Cut(0, "")]
    follow(found, _noting(root, parts, found.parts, cuts))
    ends = [cut.at for cut in cuts[1:]] + [len(found.parts)]
    spans: list[Beside] = []
    length = 0
    for cut, end in zip(cuts, ends, strict=True):
        # Every part is a block, so each piece settles by itself; `text` has a line break between.
        said = settle("".join(found.parts[cut.at : end]))
        start = length + (1 if length and said else 0)
        length = start + len(said) if said else length
        if cut.part and said:
            spans.append(Beside(start, length, cut.part))
    return spans, length


def _noting(
    root: LexborNode, parts: list[Part], pieces: list[str], cuts: list[_Cut]
) -> Iterator[LexborNode]:
    """The nodes of the page; on the way `cuts` learns how many pieces lie before each part and behind it."""
    waiting = iter(parts)
    part = next(waiting, None)
    after: int | None = None
    for node in root.traverse(include_text=True):
        place = node.mem_id
        if place == after:
            cuts.append(_Cut(len(pieces), ""))
            after = None
        if part is not None and place == part.node.mem_id:
            cuts.append(_Cut(len(pieces), part.name))
            after, part = part.after, next(waiting, None)
        yield node
