"""A page kept as evidence: how it was asked for, how it stands, and what it still showed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaptureState(StrEnum):
    ASKED = "asked"  #: somebody wants it; its page is being visited
    SEALED = "sealed"  #: taken when the finding was made, unreadable until somebody confirms it
    KEPT = "kept"  #: evidence
    FAILED = "failed"  #: its page was not to be had
    DROPPED = "dropped"  #: deleted; only that it was there is kept


class Shown(StrEnum):
    """What the page still showed of the finding."""

    PRESENT = "present"  #: every quote
    CHANGED = "changed"  #: the page is there, and not every quote is
    GONE = "gone"  #: it says that it is not there: that is evidence too
    UNREAD = "unread"  #: it holds no text to look for quotes in


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer, byte for byte as they went over the connection."""

    url: str
    at: datetime
    status: int
    asked: bytes = b""  #: request as sent
    answered: bytes = (
        b""  #: answer as received; empty: a browser fetched it, `body` is what it made
    )
    headers: tuple[tuple[str, str], ...] = ()  #: of the answer
    body: bytes = b""  #: with its content encoding taken off
    address: str = ""  #: that was connected to
    issuer: str = ""  #: of the certificate; empty where the connection was not encrypted

    def header(self, name: str) -> str:
        """The first header of that name, in small letters; empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What the finding rests on, and whether the page still says it."""

    entry: str
    rule: str
    field: str
    quote: str
    present: bool | None = None  #: None: nobody can tell


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedCapture:
    """A finished archive and what may be known of it without opening it."""

    content: bytes  #: the zip
    shown: Shown
    status: int  #: of the last answer, as HTTP counts
    quotes: int
    present: int  #: quotes that are still there


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One attempt to keep a page; labels, states and counts only."""

    number: int
    finding: int
    about: str  #: label of what it belongs to: `F-1042` or `C-3`
    state: CaptureState
    asked_by: str  #: reviewer id; empty: leakwatch itself, when the finding was made
    asked_at: datetime
    taken_at: datetime | None = None
    shown: Shown | None = None
    status: int | None = None
    quotes: int = 0
    present: int = 0
    sha256: str = ""  #: of the archive, as the audit trail has it
    size: int = 0  #: bytes of the archive
    until: datetime | None = None  #: sealed ones are deleted then
    why: str = ""  #: name of what kept it from being taken, or by which it was deleted
    ended_at: datetime | None = None

    @property
    def label(self) -> str:
        return f"E-{self.number}"
