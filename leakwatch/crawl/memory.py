"""What a crawl asks of whoever remembers the pages of earlier sweeps."""

from __future__ import annotations

from typing import Protocol

from leakwatch.models import PageRead, Recalled, Told


class Memory(Protocol):
    """What is remembered of a source's pages from sweep to sweep; addresses are canonical."""

    def recall(self, url: str, told: Told) -> Recalled | None:
        """What is known of a page that may be taken as seen; None: it is to be read."""

    def keep(self, url: str, *, asked: bool) -> None:
        """The page is there and as it was; `asked` when the site said so."""

    def learn(self, page: PageRead) -> None:
        """The page was read, and its one sighting handed on."""
