"""How casework is done at this company: `config/casework.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who letters are from; empty fields are named by the preview, and no letter leaves with one."""

    company: str = ""  #: official name
    corporate_number: str = ""  #: 13 digits
    address: str = ""
    department: str = ""
    name: str = ""  #: who signs
    mail: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """In business days."""

    answer: int = 10  #: of a platform to an inquiry
    reminder: int = 5  #: of a platform to a reminder
    legal: int = 5
    plan: int = 5
    hr: int = 10
    takedown: int = 5
    verify: int = 10  #: from "reported gone" to "verified gone"
    warn: int = 2  #: before a due day its owner is reminded


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Days; people's findings follow the charter."""

    dismissed: int = 180
    closed: int = 1_095
    letters: int = 1_095
    evidence: int = 1_095
    captures: int = 14  #: sealed at finding time, never confirmed
    reasons: int = 1_825  #: of the audit trail
    tombstones: int = 1_095  #: what was deleted is not reported anew while it is the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A day of every year on which the rules are made known again."""

    month: int
    day: int
    title: str
    letter: str = "guideline"  #: kind of letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Awareness:
    channel: str | None = None  #: Slack channel of all staff
    mail: tuple[str, ...] = ()  #: addresses of all staff
    smallest_group: int = 10  #: divisions with fewer readers are merged
    headcount: dict[str, int] = field(default_factory=dict)  #: division id → people, for reach
    calendar: tuple[Announced, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseworkPlan:
    sender: Sender = field(default_factory=Sender)
    deadlines: Deadlines = field(default_factory=Deadlines)
    rechecks: tuple[int, ...] = (90, 180)  #: days after "verified gone"
    retention: Retention = field(default_factory=Retention)
    awareness: Awareness = field(default_factory=Awareness)
