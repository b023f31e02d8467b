"""What a channel must be able to do to carry alerts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from leakwatch.models import Posting, Receipt


class Notifier(Protocol):
    """A medium that carries postings: Slack, mail, a webhook, the terminal."""

    @property
    def interval(self) -> float:
        """Seconds to leave between two messages to one and the same channel, unless routing says."""

    async def send(self, posting: Posting) -> Receipt:
        """Say `posting` once.

        Raises NotifyError (nothing was posted: try again), NotifyUnclear (it may have been posted:
        look first) or NotifyRefused (needs a person).
        """


@runtime_checkable
class Paced(Protocol):
    """A medium whose channels differ in how fast they take messages."""

    def interval_of(self, channel: str) -> float:
        """Seconds to leave between two messages to `channel`."""


@runtime_checkable
class Recall(Protocol):
    """A medium that can be asked whether a channel holds a posting already."""

    async def find(self, posting: Posting) -> Receipt | None:
        """The receipt of `posting` if its channel holds it.

        Raises NotifyError (cannot be asked now) or NotifyRefused (may not be asked at all).
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing a channel says about its own set-up."""

    ok: bool
    message: str  #: catalogue message: how it is and, where it is wrong, what to do
    values: dict[str, object] = field(default_factory=dict)
    about: str = ""  #: what of it, such as `#leakwatch` or `clock`
    note: bool = False  #: neither good nor wrong: worth knowing
