"""What a page's markup says of its text: which stretches are not about its subject, what it calls itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Beside:
    """A stretch of a sighting's `text` that stands beside what the page is about."""

    start: int  #: code-point offsets into `text`
    end: int
    part: str  #: what it is, as in `data/page_parts.tsv`: aside, nav, footer, related; or `cards`


class Markup(Protocol):
    """Worked out when somebody asks: nearly no page is worth it, since nearly none has a hit."""

    @property
    def beside(self) -> tuple[Beside, ...]:
        """In the order of the text, disjoint."""
        ...

    @property
    def declares(self) -> frozenset[str]:
        """What the page calls itself, in lower case: schema.org types of the page, `og:` and its type."""
        ...


@dataclass(frozen=True, slots=True)
class KnownMarkup:
    """What is known already, of a page that is not read again."""

    beside: tuple[Beside, ...] = ()
    declares: frozenset[str] = frozenset()


#: Of a text that never had any.
NO_MARKUP = KnownMarkup()
