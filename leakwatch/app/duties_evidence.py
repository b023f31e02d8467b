"""What evidence asks of people: findings to decide before what was sealed for them goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leakwatch.app.watch import Watch
from leakwatch.models import CaptureState, Duty, Status


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """One for each sealed capture, due on the last day on which a decision still keeps it.

    It is for whoever took the finding, else for a lead.
    """
    del today  # whoever reminds knows how long before a due day
    for one in watch.record.captures.list():
        if one.state is not CaptureState.SEALED or one.until is None:
            continue
        yield Duty(
            what="capture.expiring",
            label=f"F-{one.finding}",
            due=watch.day(one.until),
            owner=_taker(watch, one.finding),
        )


def _taker(watch: Watch, finding: int) -> str:
    if watch.record.findings.get(finding).status is not Status.TAKEN:
        return ""
    taken = [line for line in watch.record.findings.history(finding) if line.act == "take"]
    return (taken[-1].actor or "") if taken else ""
