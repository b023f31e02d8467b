"""In which language a posting is said."""

from __future__ import annotations

from leakwatch.locale import Catalogue, catalogue
from leakwatch.models import Posting


def spoken(posting: Posting, default: Catalogue) -> Catalogue:
    """The catalogue of the posting's language; `default` where it asks for none that there is."""
    return in_language(posting.language, default)


def in_language(language: str | None, default: Catalogue) -> Catalogue:
    """The catalogue of `language`; `default` where there is none."""
    if language == "ja":
        return catalogue("ja")
    return catalogue("en") if language == "en" else default
