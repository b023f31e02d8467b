"""What cases ask of people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leakwatch.app.watch import Watch
from leakwatch.models import CaseState, Duty

#: Nothing more is to be done, but what was verified is asked after again.
_SETTLED = frozenset({CaseState.VERIFIED_GONE, CaseState.CLOSED})


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """One of each case that has a day: `case.STATE`, or `case.recheck` of what is verified."""
    del today
    for case in watch.record.cases.list():
        if case.due is None:
            continue
        settled = case.state in _SETTLED
        yield Duty(
            what="case.recheck" if settled else f"case.{case.state.value}",
            label=case.label,
            due=case.due,
            owner=(case.risk_owner or case.owner)
            if case.state is CaseState.ACCEPTED_RISK
            else case.owner,
        )
