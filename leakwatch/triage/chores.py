"""What the buttons of a reminder need of casework; `app` knows its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from leakwatch.models import Campaign, Case, Duty, Reviewer
from leakwatch.triage.operations import Word

_MARK = re.compile(
    r"(?P<label>[A-Za-z][A-Za-z0-9_./-]{0,79}) (?P<what>[a-z_]{1,30}(?:\.[a-z_]{1,30})?)"
    r" (?P<due>[0-9]{4}-[0-9]{2}-[0-9]{2})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Which duty a button belongs to, as its value says."""

    label: str
    what: str
    due: date

    @property
    def value(self) -> str:
        return f"{self.label} {self.what} {self.due.isoformat()}"

    def fits(self, duty: Duty) -> bool:
        return (self.label, self.what, self.due) == (duty.label, duty.what, duty.due)


def read_mark(value: str) -> Mark | None:
    """What `notify.actions.duty_value` wrote; None for anything else."""
    found = _MARK.fullmatch(value)
    if found is None:
        return None
    try:
        due = date.fromisoformat(found["due"])
    except ValueError:
        return None
    return Mark(label=found["label"], what=found["what"], due=due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """A case, letter or line as it stands now, without a name of anybody."""

    label: str
    owner: str = ""  #: reviewer id
    about: tuple[str, ...] = ()  #: subjects: they do not get to see it
    duties: tuple[Duty, ...] = ()  #: what is to be done about it
    facts: tuple[Word, ...] = ()  #: a line each
    commands: tuple[str, ...] = ()  #: to type in a terminal, the likeliest first


class Chores(Protocol):
    """Implemented by `app`; all of it blocks and runs in a thread."""

    def look(self, label: str, *, today: date) -> Chore | None:
        """None when there is no such thing (any more)."""
        ...

    def take(self, label: str, *, actor: Reviewer, now: datetime) -> None:
        """Make `actor` its owner. Raises UsageError for what has none of its own."""
        ...

    def done(self, mark: Mark, *, actor: Reviewer, reason: str, now: datetime) -> None:
        """Do what the duty asks. Raises UsageError, VerdictError and PermissionDenied."""
        ...

    def cases(self) -> Sequence[Case]:
        """Every case, oldest first."""
        ...

    def campaigns(self) -> Sequence[Campaign]: ...
