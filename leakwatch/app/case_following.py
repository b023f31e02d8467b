"""What sweeps see moves the cases: gone, and back again."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, datetime

from leakwatch.app.cases import Given, circumstances
from leakwatch.app.watch import Watch
from leakwatch.casework.case_needs import missing
from leakwatch.casework.case_steps import decision
from leakwatch.casework.cases import CaseAct, act_named
from leakwatch.errors import LeakwatchError
from leakwatch.models import Basis, Case, CaseSight, CaseState, Status
from leakwatch.record.cases import ITSELF

logger = logging.getLogger(__name__)


async def follow_cases_due(watch: Watch, *, now: datetime) -> int:
    """Move each case whose findings went or came back since; how many there were."""
    return await asyncio.to_thread(follow_cases, watch, now=now)


def follow_cases(watch: Watch, *, now: datetime) -> int:
    """Move each case whose findings went, stayed away or came back; how many there were.

    A case that cannot be moved now keeps no other from it.
    """
    count = 0
    for sight in watch.record.cases.sights():
        name = _act_for(sight, today=watch.day(now))
        if name is None:
            continue
        try:
            count += _move(watch, sight.case, act_named(name), now=now)
        except LeakwatchError:
            logger.exception("case.follow", extra={"case": sight.case.label})
    return count


def _act_for(sight: CaseSight, *, today: date) -> str | None:
    case = sight.case
    if case.state in act_named("came_back").after and _came_back(sight):
        return "came_back"
    if set(sight.statuses) == {Status.GONE} and case.state in act_named("seen_gone").after:
        return "seen_gone"
    due = case.rechecks and case.rechecks[0] <= today
    return "still_gone" if due and case.basis is Basis.SWEEP else None


def _came_back(sight: CaseSight) -> bool:
    """Whether a finding was opened again since, or a sweep sees what the case calls gone.

    What is only said to be gone may still be shown for a while: its verification waits for that.
    """
    if sight.opened_at is not None and sight.ended_at is not None:
        opened = sight.opened_at > sight.ended_at
        if opened and not set(sight.statuses) <= {Status.GONE, Status.CLOSED}:
            return True
    if sight.case.state is CaseState.REPORTED_GONE or sight.settled_at is None:
        return False
    return sight.seen_at is not None and sight.seen_at > sight.settled_at


def _move(watch: Watch, case: Case, act: CaseAct, *, now: datetime) -> bool:
    """Whether it was moved; what it needs may still be to come: an approval, a sweep."""
    given = Given(basis=Basis.SWEEP) if act.name == "still_gone" else Given()
    around = circumstances(watch, case, actor=None, now=now, given=given)
    if any(missing(act, case, watch.record.cases.facts(case.number), around)):
        return False
    watch.record.cases.move(
        case.number, act.name, actor=ITSELF, decide=decision(act, around), now=now
    )
    logger.info("case.followed", extra={"case": case.label, "act": act.name})
    return True
