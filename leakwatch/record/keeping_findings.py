"""Which findings have been kept long enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import UNKNOWN, KeepingTerms, Status, person_of
from leakwatch.record.erasure import ERASED
from leakwatch.record.rows import FindingRow, HistoryRow

#: status → class of retention; what nobody decided on is kept until somebody does
ENDED = {
    Status.DISMISSED: "dismissed",
    Status.APPROVED: "dismissed",
    Status.CLOSED: "closed",
    Status.GONE: "closed",
}
#: Acts that move nothing: a sweep saw the page again, or did not.
_IDLE = ("edited", "lost", "missing", "unlisted", "unchecked", "returned")


def ended_findings(
    session: Session, terms: KeepingTerms, *, now: datetime
) -> Iterator[tuple[str, FindingRow]]:
    """Decided and gone findings whose time is over, with their class."""
    times = moved(session)
    for row in session.scalars(_full()):
        what = ENDED.get(Status(row.status))
        if what is None:
            continue
        since = times.get(row.number or 0, row.first_seen)
        if since + timedelta(days=_days(row, what, terms)) <= now:
            yield what, row


def undecided(session: Session, terms: KeepingTerms, *, now: datetime) -> int:
    """Findings about people that no sweep showed for as long as they are kept, and nobody decided."""
    if terms.people is None:
        return 0
    before = now - timedelta(days=terms.people)
    open_ = [status.value for status in Status if status not in ENDED]
    rows = _full().where(col(FindingRow.status).in_(open_), col(FindingRow.last_seen) <= before)
    return sum(is_about_people(row) for row in session.scalars(rows))


def is_about_people(row: FindingRow) -> bool:
    """A page of an unknown person is about one as much as that of a known one."""
    return bool(person_of(row.subject)) or (row.confidential and row.subject == UNKNOWN)


def _days(row: FindingRow, what: str, terms: KeepingTerms) -> int:
    days = terms.days[what]
    if terms.people is not None and is_about_people(row):
        return min(days, terms.people)
    return days


def moved(session: Session) -> dict[int, datetime]:
    """When something last happened to each finding, its being seen apart."""
    lines = (
        select(col(HistoryRow.finding), func.max(col(HistoryRow.at)))
        .where(col(HistoryRow.act).not_in(_IDLE))
        .group_by(col(HistoryRow.finding))
    )
    return dict(session.execute(lines).all())


def _full() -> Select[FindingRow]:
    return select(FindingRow).where(col(FindingRow.identity).not_like(f"{ERASED}%"))
