"""Captures that nobody confirmed are deleted when their time is over, whoever notices."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from leakwatch.app.watch import Watch

logger = logging.getLogger(__name__)


async def captures_due(watch: Watch, *, now: datetime) -> None:
    """Raises RecordError."""
    for one in await asyncio.to_thread(watch.record.captures.expire, now):
        logger.info("evidence.expired", extra={"evidence": one.label})
