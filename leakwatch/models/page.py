"""A page that was looked at before: what is remembered of it, and what is new on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a site gives with a page, to be asked whether it has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page that led to another one told of it."""

    said: str = ""  #: fingerprint of what it said: when that changes the page is read again
    changed_at: datetime | None = None  #: the page has not changed after this, as it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A page that may be taken as seen when it has not changed."""

    validators: Validators
    skip: bool = False  #: it has not: no request is needed


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """A page that was read without trouble and is one sighting, and nothing else."""

    url: str
    identity: str  #: of the sighting
    told: Told
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNews:
    """What is new on a page of the kind `page` since it was last seen."""

    field: str = ""  #: where the first new lines stand: `title` or `text`; empty: there are none
    start: int = 0
    end: int = 0
    gone: int = 0  #: lines that are not there any more
