"""One occurrence of a spelling, and what can be seen from there."""

from __future__ import annotations

from leakwatch.match.page import Page
from leakwatch.match.patterns import LONGEST
from leakwatch.match.variant import Variant


class Spot:
    """`page.text[start:end]` is `variant.form`.

    `before` and `after` are the characters right beside it; nothing where a blank or line break was
    dropped, or where the page ends.
    """

    __slots__ = ("after", "before", "end", "page", "start", "variant")

    def __init__(self, variant: Variant, start: int, end: int, page: Page) -> None:
        self.variant, self.start, self.end, self.page = variant, start, end, page
        text = page.text
        ends = start == 0 or self._ends_at(start, start - 1)
        self.before = "" if ends else text[start - 1]
        cut = end - start >= LONGEST  # a pattern's match ends here, and its text may go on
        ends = cut or end >= len(text) or self._ends_at(end, end)
        self.after = "" if ends else text[end]

    @property
    def form(self) -> str:
        return self.variant.form

    @property
    def first(self) -> str:
        return self.variant.form[0]

    @property
    def last(self) -> str:
        return self.variant.form[-1]

    def _ends_at(self, edge: int, neighbour: int) -> bool:
        """Whether a dropped blank at `edge` parts the occurrence from its neighbour.

        In 「小 林 健 太」 it does not: where the characters inside and beside it stand alone as well,
        blanks are only a way to space letters out.
        """
        parted = self.page.parted
        if not parted(edge):
            return False
        inside = range(self.start + 1, self.end)
        return not (
            len(inside) > 0
            and all(map(parted, inside))
            and (neighbour == 0 or parted(neighbour))
            and (neighbour + 1 >= len(self.page.text) or parted(neighbour + 1))
        )

    def follows(self, words: tuple[str, ...]) -> bool:
        """Whether one of `words` stands right in front."""
        return self.page.text.endswith(words, 0, self.start)

    def precedes(self, words: tuple[str, ...]) -> bool:
        """Whether one of `words` stands right behind, with no blank between."""
        return self.after != "" and self.page.text.startswith(words, self.end)
