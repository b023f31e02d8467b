"""What sweeps see moves the cases: gone, and back again."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from leakwatch.app.cases import circumstances
from leakwatch.app.watch import Watch
from leakwatch.casework.case_steps import decision
from leakwatch.casework.cases import CaseAct, act_named
from leakwatch.errors import LeakwatchError
from leakwatch.models import Case, CaseSight, Status
from leakwatch.record.cases import ITSELF

logger = logging.getLogger(__name__)


async def follow_cases_due(watch: Watch, *, now: datetime) -> int:
    """Move each case whose findings went or came back since; how many there were."""
    return await asyncio.to_thread(follow_cases, watch, now=now)


def follow_cases(watch: Watch, *, now: datetime) -> int:
    """Move each case whose findings went or came back since; how many there were.

    A case that cannot be moved now keeps no other from it.
    """
    count = 0
    for sight in watch.record.cases.sights():
        act = _act_for(sight)
        if act is None or sight.case.state not in act.after:
            continue
        try:
            _move(watch, sight.case, act, now=now)
        except LeakwatchError:
            logger.exception("case.follow", extra={"case": sight.case.label})
            continue
        count += 1
    return count


def _act_for(sight: CaseSight) -> CaseAct | None:
    if all(status is Status.GONE for status in sight.statuses):
        return act_named("seen_gone")
    if sight.settled_at is not None and sight.seen_at is not None:
        return act_named("came_back") if sight.seen_at > sight.settled_at else None
    return None


def _move(watch: Watch, case: Case, act: CaseAct, *, now: datetime) -> None:
    around = circumstances(watch, case, actor=None, now=now)
    watch.record.cases.move(
        case.number, act.name, actor=ITSELF, decide=decision(act, around), now=now
    )
    logger.info("case.followed", extra={"case": case.label, "act": act.name})
