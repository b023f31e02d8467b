"""Between the rows of campaigns and their nouns."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import AnswerKind, Campaign, CampaignEvent, CampaignLine, LineState
from leakwatch.record.numbered import numbered
from leakwatch.record.rows_campaigns import CampaignEventRow, CampaignLineRow, CampaignRow
from leakwatch.record.sealing import SealedValue


def require_campaign(session: Session, number: int) -> CampaignRow:
    message = N_("there is no campaign {campaign}: leakwatch campaigns list shows all")
    return numbered(session, CampaignRow, number, message, campaign=f"K-{number}")


def line_row(session: Session, number: int, platform: str) -> CampaignLineRow | None:
    wanted = select(CampaignLineRow).where(
        col(CampaignLineRow.campaign) == number, col(CampaignLineRow.platform) == platform
    )
    return session.scalars(wanted).first()


def require_line(session: Session, number: int, platform: str) -> CampaignLineRow:
    row = line_row(session, number, platform)
    if row is None:
        known = select(col(CampaignLineRow.platform)).where(col(CampaignLineRow.campaign) == number)
        raise UsageError(
            N_("{platform} is not in {campaign}: it asks {known}"),
            platform=platform,
            campaign=f"K-{number}",
            known=", ".join(sorted(session.scalars(known))) or "-",
        )
    return row


def campaign_of(session: Session, row: CampaignRow) -> Campaign:
    assert row.id is not None
    lines = (
        select(CampaignLineRow)
        .where(col(CampaignLineRow.campaign) == row.id)
        .order_by(col(CampaignLineRow.id))
    )
    return Campaign(
        number=row.id,
        name=_name(row),
        begins=row.begins,
        ends=row.ends,
        owner=row.owner,
        lines=tuple(line_of(one) for one in session.scalars(lines)),
        before=row.before,
        started_at=row.started_at,
        closed_at=row.closed_at,
    )


def _name(row: CampaignRow) -> str:
    """Empty while the vault is closed: states and counts are shown all the same."""
    detail = row.detail
    if isinstance(detail, SealedValue):
        return str(detail.open()["name"]) if detail.vault.is_open else ""
    return str(detail["name"])


def line_of(row: CampaignLineRow) -> CampaignLine:
    return CampaignLine(
        platform=row.platform,
        state=LineState(row.state),
        due=row.due,
        answer=AnswerKind(row.answer) if row.answer else None,
        count=row.count,
        answered_on=row.answered_on,
        attachment=row.attachment,
        letter=row.letter,
        asked_by=row.asked_by,
        approved_by=row.approved_by,
        sent_on=row.sent_on,
        reminders=row.reminders,
    )


def store_line(
    row: CampaignLineRow, line: CampaignLine, *, attachment: int | None = None
) -> CampaignLine:
    """Write `line` into its row; `attachment` is what came with it, if anything did."""
    row.state, row.due = line.state.value, line.due
    row.answer = line.answer.value if line.answer else None
    row.count, row.answered_on = line.count, line.answered_on
    row.attachment = attachment if attachment is not None else line.attachment
    row.letter, row.asked_by, row.approved_by = line.letter, line.asked_by, line.approved_by
    row.sent_on, row.reminders = line.sent_on, line.reminders
    return line_of(row)


def note_event(
    session: Session,
    number: int,
    act: str,
    *,
    actor: str,
    now: datetime,
    line: CampaignLine | None = None,
    note: str | None = None,
) -> None:
    """Add one line to a campaign's timeline. Raises SealError when a note cannot be sealed."""
    row = CampaignEventRow(campaign=number, at=now, act=act, actor=actor, note=note or None)
    if line is not None:
        row.platform, row.state, row.due = line.platform, line.state.value, line.due
        row.answer = line.answer.value if line.answer else None
        row.count, row.attachment, row.letter = line.count, line.attachment, line.letter
    session.add(row)


def events_of(number: int) -> Select[CampaignEventRow]:
    """The timeline of one campaign, oldest first."""
    return (
        select(CampaignEventRow)
        .where(col(CampaignEventRow.campaign) == number)
        .order_by(col(CampaignEventRow.id))
    )


def event_of(row: CampaignEventRow) -> CampaignEvent:
    return CampaignEvent(
        at=row.at,
        act=row.act,
        actor=row.actor,
        platform=row.platform,
        state=LineState(row.state) if row.state else None,
        due=row.due,
        answer=AnswerKind(row.answer) if row.answer else None,
        count=row.count,
        attachment=row.attachment,
        letter=row.letter,
    )
