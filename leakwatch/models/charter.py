"""By whose authority, and how far, people are watched by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchGroup:
    """People who are watched for one reason, until a day."""

    id: str  #: stands in the column `group` of the roster
    reason: str
    until: date  #: last day on which its people are watched
    approved_by: str  #: reviewer id


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """Purpose, authority and notice without which nobody may be watched by name."""

    purpose: str
    legal_basis: str
    responsible: str
    deputy: str
    retention_days: int
    notice_date: date  #: when the staff was told
    valid_until: date
    version: str  #: hash of the file; stamped on every finding about a person
    scope: str = ""  #: what is watched, and what is not
    authority: str = ""  #: who decided it, and when
    notice: str = ""  #: what the staff was told, in full
    consultation: str = ""  #: with whom it was discussed, and how that ended
    consulted_on: date | None = None
    groups: tuple[WatchGroup, ...] = ()
    seals_captures: bool = False  #: pages may be kept sealed before anybody confirmed the finding
    names_readers: bool = False  #: awareness may list by name who has read


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterState:
    """The charter as the gate sees it today."""

    charter: Charter | None  #: None when missing, incomplete or expired
    problem: str | None = None  #: catalogue message: why people are not watched
    values: Mapping[str, object] = field(default_factory=dict)  #: placeholders of `problem`

    @property
    def valid(self) -> bool:
        return self.charter is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterVersion:
    """A charter as it was seen to hold from some moment on."""

    version: str  #: hash that findings bear
    first_seen: datetime
    by: str  #: reviewer id of who ran leakwatch then, or `leakwatch` itself
    charter: Charter | None = None  #: its text; None while it is sealed
