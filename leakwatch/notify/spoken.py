"""In which language a posting is said."""

from __future__ import annotations

from leakwatch.locale import Catalogue, catalogue
from leakwatch.models import Posting


def spoken(posting: Posting, default: Catalogue) -> Catalogue:
    """The catalogue of the posting's language; `default` where it asks for none that there is."""
    if posting.language == "ja":
        return catalogue("ja")
    return catalogue("en") if posting.language == "en" else default
