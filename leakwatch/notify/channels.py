"""What a channel must be able to do to carry alerts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from leakwatch.models import Alert, Receipt


class Notifier(Protocol):
    """A channel that takes alerts."""

    @property
    def interval(self) -> float:
        """Seconds to leave between two messages to one and the same channel."""

    async def send(self, alert: Alert) -> Receipt:
        """Post `alert` once.

        Raises NotifyError (nothing was posted: try again), NotifyUnclear (it may have been posted:
        look first) or NotifyRefused (needs a person).
        """


@runtime_checkable
class Recall(Protocol):
    """A channel that can be asked whether it holds an alert already."""

    async def find(self, alert: Alert) -> Receipt | None:
        """The receipt of `alert` if the channel holds it.

        Raises NotifyError (cannot be asked now) or NotifyRefused (may not be asked at all).
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing a channel says about its own set-up."""

    ok: bool
    message: str  #: catalogue message: how it is and, where it is wrong, what to do
    values: dict[str, object] = field(default_factory=dict)
