"""Terms of use: what they forbid is not swept, and what nobody has read is not swept either."""

from __future__ import annotations

from collections.abc import Iterator

from leakwatch.config.kind_checks import UNVISITED
from leakwatch.config.mistakes import Mistake
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_
from leakwatch.models import Crawling, Source


def check_terms(source: Source, document: Document) -> Iterator[Mistake]:
    """Mistakes of a source that is enabled although its terms do not allow it."""
    terms = source.terms
    if not source.enabled or source.kind in UNVISITED:
        return
    if terms.crawling is Crawling.FORBIDDEN:
        yield document.mistake(
            ("terms", "crawling"),
            N_("its terms forbid programs, and it is enabled ({note})"),
            note=terms.note or "-",
            remedy=N_("say enabled: false, or make it kind: manual for people to look at"),
        )
    elif terms.crawling is Crawling.UNCONFIRMED and terms.confirmed is None:
        yield document.mistake(
            ("terms", "crawling"),
            N_("nobody has confirmed that its terms allow programs, and it is enabled ({note})"),
            note=terms.note or "-",
            remedy=N_(
                "read the terms; if they allow it, set terms.confirmed to the day you decided so,"
                " else say enabled: false"
            ),
        )
