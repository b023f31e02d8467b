"""Work of the service that is due by the clock: looked at once a round, each on its own."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Protocol

from leakwatch.app.watch import Watch

logger = logging.getLogger(__name__)


class Due(Protocol):
    """Does what is due at `now`, if anything; asked again a few seconds later."""

    async def __call__(self, watch: Watch, *, now: datetime) -> object: ...


#: Everything of that kind, in its order.
WORK: tuple[Due, ...] = ()


async def work_due(watch: Watch, *, now: datetime, work: tuple[Due, ...] = WORK) -> None:
    """One round; what fails is logged and keeps nothing else from its turn."""
    for one in work:
        try:
            await one(watch, now=now)
        except Exception:
            logger.exception("service.due", extra={"work": getattr(one, "__name__", "?")})
