"""What a source showed, before any judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from leakwatch.models.markup import NO_MARKUP, Markup
from leakwatch.models.source import Shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One profile, post or request as a source showed it."""

    source: str
    identity: str  #: the platform's own id, else the canonical address
    url: str
    page: str  #: canonical address of the page that was fetched for it (the ledger's key)
    shows: Shows
    title: str = ""
    text: str = ""  #: visible text of the page, blocks apart by line breaks
    fields: Mapping[str, str] = field(
        default_factory=dict
    )  #: labelled parts, as the definition names them
    language: str | None = None
    seen_at: datetime
    personal_data: bool = True
    content_hash: str = ""  #: xxh3 of title, text and fields
    #: The text without what its source's `ignore` names; None: nothing is ignored.
    steady: str | None = field(default=None, compare=False, repr=False)
    #: Follows from the page as the text does, so it makes no two sightings different.
    markup: Markup = field(default=NO_MARKUP, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page was taken for, where its source does not say."""

    shows: Shows
    signs: tuple[str, ...] = ()  #: keys of `score.SIGNS`; none: nothing said what it is
