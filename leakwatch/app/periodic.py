"""Work of the service that is due by the clock: looked at once a round, each on its own."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Protocol

from leakwatch.app.announcing_due import announce_due
from leakwatch.app.campaign_following import follow_campaigns_due
from leakwatch.app.case_following import follow_cases_due
from leakwatch.app.chartered import charter_due
from leakwatch.app.digesting import digest_due
from leakwatch.app.escalating import escalate_due
from leakwatch.app.evidence_due import captures_due
from leakwatch.app.heartbeat import heartbeat_due
from leakwatch.app.registered import side_jobs_due
from leakwatch.app.reminding import remind_due
from leakwatch.app.retaining import retain_due
from leakwatch.app.watch import Watch

logger = logging.getLogger(__name__)


class Due(Protocol):
    """Does what is due at `now`, if anything; asked again a few seconds later."""

    async def __call__(self, watch: Watch, *, now: datetime) -> object: ...


#: Everything of that kind; what changes things comes before what is told of them.
WORK: tuple[Due, ...] = (
    escalate_due,
    charter_due,
    side_jobs_due,
    follow_cases_due,
    follow_campaigns_due,
    captures_due,
    announce_due,
    remind_due,
    digest_due,
    retain_due,
)


async def work_due(
    watch: Watch, *, now: datetime, troubles: Iterable[str] = (), work: tuple[Due, ...] = WORK
) -> None:
    """One round; what fails is logged and keeps nothing else from its turn.

    The heartbeat comes last: it says that the round came to its end. `troubles` are for it.
    """
    for one in (*work, partial(heartbeat_due, troubles=tuple(troubles))):
        try:
            await one(watch, now=now)
        except Exception:
            name = getattr(one, "__name__", "heartbeat_due")
            logger.exception("service.due", extra={"work": name})
