"""Times as definitions and APIs write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from leakwatch.models import Since, SinceFormat


def since_text(since: Since, *, reached: datetime | None, now: datetime) -> str:
    """What `{since}` is replaced with: a little before where the last clean sweep left off."""
    if reached is None:
        begin = now - timedelta(seconds=since.first)
    else:
        begin = min(reached, now) - timedelta(seconds=since.overlap)
    begin = begin.astimezone(UTC).replace(microsecond=0)
    match since.format:
        case SinceFormat.DATE:
            return begin.date().isoformat()
        case SinceFormat.EPOCH:
            return str(int(begin.timestamp()))
        case SinceFormat.ISO:
            return begin.isoformat().replace("+00:00", "Z")


def moment(value: object) -> datetime | None:
    """A time as APIs write it, epoch seconds or ISO 8601 (without a zone: UTC), else None."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, str):
            read = datetime.fromisoformat(value.strip())
            return read if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None
