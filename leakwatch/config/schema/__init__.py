"""What may stand in each file: pydantic models, one file each."""

from __future__ import annotations

from leakwatch.config.schema.base import Entry, known_keys
from leakwatch.config.schema.casework import CaseworkFile
from leakwatch.config.schema.charter import CharterFile
from leakwatch.config.schema.main import MainFile
from leakwatch.config.schema.reviewers import ReviewerEntry, ReviewersFile
from leakwatch.config.schema.routing import RoutingFile
from leakwatch.config.schema.selectors import SelectorEntry
from leakwatch.config.schema.source import SourceFile
from leakwatch.config.schema.watchlist import (
    CombinationEntry,
    CompanyEntry,
    DivisionEntry,
    ProfileEntry,
    SiteEntry,
    TermEntry,
    WatchlistFile,
)

__all__ = [
    "CaseworkFile",
    "CharterFile",
    "CombinationEntry",
    "CompanyEntry",
    "DivisionEntry",
    "Entry",
    "MainFile",
    "ProfileEntry",
    "ReviewerEntry",
    "ReviewersFile",
    "RoutingFile",
    "SelectorEntry",
    "SiteEntry",
    "SourceFile",
    "TermEntry",
    "WatchlistFile",
    "known_keys",
]
