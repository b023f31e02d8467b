"""The register of side jobs as a sweep consults it, and what comes back when a side job ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime

from leakwatch.app.watch import Watch
from leakwatch.casework.side_jobs import Register, domains_of
from leakwatch.models import SideJobState

logger = logging.getLogger(__name__)


def register_of(watch: Watch) -> Register:
    """The approved side jobs; none while the vault is closed, as nobody is watched by name then."""
    if not watch.record.vault.is_open:
        return Register(jobs=())
    jobs = (job for job in watch.record.side_jobs.list() if job.state is SideJobState.APPROVED)
    return Register(jobs=tuple(jobs), domains=domains_of(watch.settings.sources))


def channels_of(watch: Watch) -> Mapping[str, str]:
    """Channels of the sources that have one of their own."""
    return {
        name: source.channel for name, source in watch.settings.sources.items() if source.channel
    }


def expire_side_jobs(watch: Watch, *, now: datetime) -> int:
    """Bring back what side jobs settled whose last day is over; how many findings that were."""
    back = watch.record.side_jobs.expire(watch.day(now), now=now, channels=channels_of(watch))
    for number in back:
        logger.info("side_job.over", extra={"finding": f"F-{number}"})
    return len(back)


async def side_jobs_due(watch: Watch, *, now: datetime) -> int:
    """As periodic work: see `expire_side_jobs`."""
    return await asyncio.to_thread(expire_side_jobs, watch, now=now)
