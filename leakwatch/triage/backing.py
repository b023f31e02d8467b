"""What the service lends to triage: the record, the reviewers of the moment, and a nudge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from leakwatch.config import Settings
from leakwatch.models import Reviewer
from leakwatch.record import Record


class Backing(Protocol):
    """Implemented by `app`, for which triage cannot ask: it stands below."""

    @property
    def settings(self) -> Settings: ...

    @property
    def record(self) -> Record:
        """Used from threads only: SQLite blocks."""
        ...

    def reviewers(self) -> Sequence[Reviewer]:
        """Who may see and judge as `reviewers.yaml` says now, not as it said at the start.

        Asked at every action, from a thread; may read files.
        """
        ...

    def now(self) -> datetime:
        """UTC-aware."""
        ...

    def wake(self) -> None:
        """Something was queued: deliver soon. Called on the event loop."""
        ...

    def report(self, event: str, message: str, values: Mapping[str, object]) -> None:
        """Tell whoever runs the service: a catalogue message and its values, nothing personal."""
        ...
