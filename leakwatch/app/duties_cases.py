"""What cases ask of people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leakwatch.app.watch import Watch
from leakwatch.models import CaseState, Duty
from leakwatch.workdays import add_business_days

#: Nothing more is to be done, but what was verified is asked after again.
_SETTLED = frozenset({CaseState.VERIFIED_GONE, CaseState.CLOSED})

#: Business days after which a case on a person should have been approved.
_APPROVED = 2


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """One of each case that has a day: `case.STATE`, or `case.recheck` of what is verified.

    What waits for a second actor is `case.approve`, and nobody's in particular.
    """
    del today
    for case in watch.record.cases.list():
        if case.state is CaseState.OPEN and case.on_person and case.approved_by is None:
            day = add_business_days(watch.day(case.begun_at), _APPROVED, watch.settings.routing)
            yield Duty(what="case.approve", label=case.label, due=day, owner="")
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
