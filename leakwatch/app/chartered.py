"""The charter in force, noted in the record when it differs from the one before."""

from __future__ import annotations

import asyncio
from datetime import datetime

from leakwatch.app.watch import Watch
from leakwatch.config import read_charter
from leakwatch.errors import ConfigError
from leakwatch.models import CharterState

#: Who noted it when nobody typed a command.
ITSELF = "leakwatch"


def note_charter(watch: Watch, state: CharterState, *, actor: str, now: datetime) -> bool:
    """Keep the charter that opens the gate; whether it was a new one. Raises SealError."""
    if state.charter is None or not watch.record.vault.is_open:
        return False
    return watch.record.charters.note(state.charter, actor=actor, now=now)


async def charter_due(watch: Watch, *, now: datetime) -> bool:
    """As periodic work: the file may have been renewed since the service began."""
    return await asyncio.to_thread(_look, watch, now)


def _look(watch: Watch, now: datetime) -> bool:
    try:
        state = read_charter(watch.settings.directory, today=watch.day(now)).state
    except ConfigError:
        return False  # every command that reads it says what is wrong
    return note_charter(watch, state, actor=ITSELF, now=now)
