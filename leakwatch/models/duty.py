"""Something of casework that somebody has to do by a day, and the reminder of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """As a channel may see it: labels and ids only."""

    what: str  #: name, such as `case.waiting`; its words are in `notify`
    label: str  #: `C-3`, `K-1/visasq`, `L-7`, `charter`, `J-2`
    due: date
    owner: str  #: reviewer id; empty: whoever is a lead
    early: tuple[int, ...] = ()  #: days before it is due on which it is told besides


class Stage(StrEnum):
    """When somebody is reminded of a duty."""

    AHEAD = "ahead"  #: some business days before
    DAY = "day"  #: on the day itself
    OVERDUE = "overdue"  #: once more each week of business days


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One reminder of a duty: ids of reviewers, no names."""

    duty: Duty
    stage: Stage
    times: int = 0  #: OVERDUE: how often so far; AHEAD: how many days, where those are early ones
    called: str | None = None  #: who is reminded; None: nobody is on duty
    instead_of: str | None = None  #: the owner he stands in for

    @property
    def step(self) -> str:
        """Name of the stage, each time of the overdue ones by itself."""
        return f"{self.stage.value}:{self.times}" if self.times else self.stage.value

    @property
    def key(self) -> str:
        """The same for the same reminder: it is sent once."""
        duty = self.duty
        return f"reminder:{duty.label}:{duty.what}:{duty.due.isoformat()}:{self.step}"
