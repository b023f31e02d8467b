"""How well a source is seen, by the sweeps it had."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from leakwatch.models import Source, SweepReport


class Sight(StrEnum):
    NEW = "new"  #: never swept
    SEEING = "seeing"
    BLIND = "blind"  #: the last sweep was not clean
    QUARANTINED = "quarantined"  #: so many in a row were not that it rests


def sight_of(source: Source, history: Sequence[SweepReport]) -> Sight:
    """`history`: reports of the source's sweeps, newest first."""
    if not history:
        return Sight.NEW
    if history[0].outcome.clean:
        return Sight.SEEING
    latest = history[: source.quarantine_after]
    tired = len(latest) == source.quarantine_after and not any(
        report.outcome.clean for report in latest
    )
    return Sight.QUARANTINED if tired else Sight.BLIND
