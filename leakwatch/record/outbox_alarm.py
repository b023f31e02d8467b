"""Word that something could not be delivered, into another channel."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from leakwatch.models import Alert, AlertKind
from leakwatch.record.identity import digest
from leakwatch.record.outbox_rows import Place, queue
from leakwatch.record.rows import OutboxRow

_MAIL = "mail:"


def raise_alarm(
    session: Session, row: OutboxRow, *, code: str, concerns: str, fallback: str, now: datetime
) -> None:
    """Queue that `row` was refused, or nobody knows: once a day for one code of what it `concerns`.

    There is no alarm about an alarm: that one stays in the outbox for whoever looks.
    """
    if row.alert["kind"] == AlertKind.ALARM:
        return
    # a mail address is somebody's: it goes into no other channel
    where = concerns.partition(":")[0] if concerns.startswith(_MAIL) else concerns
    day = now.astimezone(UTC).date().isoformat()
    alert = Alert(
        key=f"alarm:{digest(concerns, code)[:16]}:{day}",
        kind=AlertKind.ALARM,
        source=row.source,
        channel=fallback,
        created_at=now,
        counts={where: 1},
        reasons=(code,),
    )
    queue(session, alert, sealed={}, place=Place(channel=fallback))
