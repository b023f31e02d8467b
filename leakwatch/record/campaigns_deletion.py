"""Real deletion of campaigns, and of what they hold about somebody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete as delete_rows, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.record.attachments import drop
from leakwatch.record.rows_campaigns import CampaignEventRow, CampaignLineRow, CampaignRow


def erase_about(session: Session, subject: str, *, labels: Iterable[str], now: datetime) -> int:
    """Drop the answers as they came and all notes of the campaigns in `labels`; how many things.

    No row of a campaign is about a person, so `subject` says nothing here; states, counts and days
    of the campaign stay.
    """
    del subject, now
    gone = 0
    for number in _numbers(labels):
        gone += _drop_files(session, number)
        noted = select(CampaignEventRow).where(
            col(CampaignEventRow.campaign) == number, col(CampaignEventRow.note).is_not(None)
        )
        for event in session.scalars(noted).all():
            event.note = None
            gone += 1
    return gone


def expired(session: Session, before: datetime, held: Collection[str]) -> tuple[str, ...]:
    """Labels of the campaigns that were closed before then, without those that are held."""
    ended = (
        select(CampaignRow).where(col(CampaignRow.closed_at) < before).order_by(col(CampaignRow.id))
    )
    holding = {label.partition("/")[0] for label in held}
    labels = (f"K-{row.id}" for row in session.scalars(ended))
    return tuple(label for label in labels if label not in holding)


def delete(session: Session, labels: Iterable[str]) -> int:
    """Delete whole campaigns with everything that came for them; how many."""
    numbers = _numbers(labels)
    for number in numbers:
        _drop_files(session, number)
        for table in (CampaignEventRow, CampaignLineRow):
            session.execute(delete_rows(table).where(col(table.campaign) == number))
        session.execute(
            update(CampaignRow).where(col(CampaignRow.before) == number).values(before=None)
        )
        session.execute(delete_rows(CampaignRow).where(col(CampaignRow.id) == number))
    return len(numbers)


def _drop_files(session: Session, number: int) -> int:
    lines = select(CampaignLineRow).where(col(CampaignLineRow.campaign) == number)
    rows = session.scalars(lines).all()
    gone = drop(session, f"K-{number}")
    for row in rows:
        gone += drop(session, f"K-{number}/{row.platform}")
        row.attachment = None
    session.execute(
        update(CampaignEventRow)
        .where(col(CampaignEventRow.campaign) == number)
        .values(attachment=None)
    )
    return gone


def _numbers(labels: Iterable[str]) -> tuple[int, ...]:
    """The campaigns that `K-1` and `K-1/visasq` belong to; labels of anything else are passed by."""
    found = (
        label.removeprefix("K-").partition("/")[0] for label in labels if label.startswith("K-")
    )
    return tuple(sorted({int(one) for one in found if one.isdigit()}))
