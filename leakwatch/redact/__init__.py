"""What of a page may be kept, and what of that may pass through a channel."""

from __future__ import annotations

from leakwatch.redact.excerpts import excerpts
from leakwatch.redact.labels import CONTACT, NAME, label_excerpt, labelled, tells
from leakwatch.redact.protected import (
    PROTECTED,
    PROTECTED_WORDS,
    beginning,
    folded_topics,
    unprotected,
)

__all__ = [
    "CONTACT",
    "NAME",
    "PROTECTED",
    "PROTECTED_WORDS",
    "beginning",
    "excerpts",
    "folded_topics",
    "label_excerpt",
    "labelled",
    "tells",
    "unprotected",
]
