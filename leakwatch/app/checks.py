"""One line of the doctor's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Health(StrEnum):
    GOOD = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line: what was looked at, how it is, and what to do."""

    what: str
    health: Health
    message: str  #: catalogue message
    values: Mapping[str, object] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()  #: of a sweep that was not clean, by name
    codes: tuple[str, ...] = ()  #: of deliveries that failed, as the outbox keeps them


def good(what: str, message: str, **values: object) -> Check:
    return Check(what=what, health=Health.GOOD, message=message, values=values)


def note(what: str, message: str, **values: object) -> Check:
    return Check(what=what, health=Health.NOTE, message=message, values=values)


def bad(what: str, message: str, **values: object) -> Check:
    return Check(what=what, health=Health.BAD, message=message, values=values)
