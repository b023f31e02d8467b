"""Recordings of sources that show people are deleted when their time is over, whoever notices."""

from __future__ import annotations

from datetime import datetime

from leakwatch.app.watch import Watch
from leakwatch.config import Notice
from leakwatch.errors import N_
from leakwatch.record import Recording


def expired_recordings(watch: Watch, *, now: datetime) -> tuple[Notice, ...]:
    """Delete what is overdue; one notice for each. Raises RecordError."""
    sources = watch.settings.sources.values()
    personal = frozenset(source.name for source in sources if source.personal_data)
    gone = watch.record.recordings.expire(now, personal=personal)
    return tuple(_notice(recording) for recording in gone)


def _notice(recording: Recording) -> Notice:
    return Notice(
        message=N_("the recording of {source} of {day} is deleted: it may show people"),
        values={"source": recording.source, "day": f"{recording.at:%Y-%m-%d}"},
    )
