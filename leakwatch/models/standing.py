"""What is known of a place beside how it is read: its terms, its manners, its looks when it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Crawling(StrEnum):
    """What a site's terms of use say of programs that read it."""

    ALLOWED = "allowed"
    UNCONFIRMED = "unconfirmed"  #: nobody here has read them yet
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    crawling: Crawling = Crawling.ALLOWED
    note: str = ""
    checked: date | None = None  #: when somebody last read them
    confirmed: date | None = None  #: when somebody here decided that they allow this


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a definition knows of its place, for those who decide whether to use it."""

    robots: str = ""
    discloses: str = ""  #: what the place learns from being asked
    identity: str = ""
    volume: str = ""
    confidence: Confidence | None = None
    last_verified: date | None = None  #: when it last worked against the live place; None: never


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiries:
    """Whom to write to about a place."""

    contact: str = ""  #: mail address
    form: str = ""  #: address of a form for inquiries
    operator: str = ""  #: company that answers for it
    language: str = ""  #: `ja` or `en`, in which it is written to; empty: the installation's
    names: tuple[str, ...] = ()  #: other names it goes by, as in answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual(Inquiries):
    """A place that no program reads; people ask it."""

    reason: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A folder with what others sent: answers (CSV), feeds, saved pages."""

    folder: str  #: absolute
    columns: tuple[tuple[str, str], ...] = ()  #: field → heading in CSV files
    delimiter: str | None = None
    where: str = ""  #: FILE:LINE of the definition, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A page that needs JavaScript, read in a browser of the sweep's own."""

    wait_for: str | None = None  #: CSS selector that shows that the page is there
    timeout: float = 20.0  #: seconds to wait for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Texts by which a page of this place shows what it really is; beside those known everywhere."""

    login: tuple[str, ...] = ()
    bot: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A time of day in which a place is left alone; may run over midnight."""

    start: int  #: minutes after midnight
    end: int

    def covers(self, minute: int) -> bool:
        """Whether `minute` of a day, from 0 to 1439, is one of it; its end is not."""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end
