"""Campaigns: what was asked of which platform, what became of it, and what it answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import (
    AnswerFile,
    Campaign,
    CampaignEvent,
    CampaignLine,
    LineAnswer,
    LineDecision,
    LineState,
)
from leakwatch.record.attachments import Attachment, Attachments
from leakwatch.record.audit import Audit
from leakwatch.record.campaigns_rows import (
    campaign_of,
    event_of,
    events_of,
    line_of,
    line_row,
    note_event,
    require_campaign,
    require_line,
    store_line,
)
from leakwatch.record.database import Database
from leakwatch.record.rows_attachments import AttachmentRow
from leakwatch.record.rows_campaigns import CampaignLineRow, CampaignRow


class Campaigns:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._enter = database, audit.entering("campaign")
        self._attachments = Attachments(database)

    def start(
        self,
        name: str,
        begins: date,
        ends: date,
        grounds: str,
        platforms: Sequence[str],
        *,
        owner: str,
        actor: str,
        now: datetime,
        before: int | None = None,
    ) -> Campaign:
        """A campaign with a draft line for each of `platforms`; name and grounds are sealed.

        `before` is the campaign that it repeats. Raises UsageError and SealError.
        """
        with self._database.writing(durable=True) as session:
            if before is not None:
                require_campaign(session, before)
            row = CampaignRow(
                begins=begins,
                ends=ends,
                owner=owner,
                before=before,
                started_at=now,
                detail={"name": name, "grounds": grounds},
            )
            session.add(row)
            session.flush()
            number = row.id or 0
            note_event(session, number, "start", actor=actor, now=now)
            self._enter(session, "start", f"K-{number}", actor=actor, reason=grounds, now=now)
            for platform in platforms:
                self._add(session, number, platform, actor=actor, now=now)
            session.flush()
            return campaign_of(session, row)

    def add(self, number: int, platforms: Iterable[str], *, actor: str, now: datetime) -> Campaign:
        """Put forward more platforms of a campaign, as drafts. Raises UsageError and SealError."""
        with self._database.writing(durable=True) as session:
            row = require_campaign(session, number)
            for platform in platforms:
                if line_row(session, number, platform) is not None:
                    raise UsageError(
                        N_("{line} is in the campaign already"), line=f"K-{number}/{platform}"
                    )
                self._add(session, number, platform, actor=actor, now=now)
            row.closed_at = None
            session.flush()
            return campaign_of(session, row)

    def move(
        self,
        number: int,
        platform: str,
        act: str,
        *,
        actor: str,
        decide: LineDecision,
        now: datetime,
        reason: str | None = None,
    ) -> CampaignLine:
        """Carry out `act` on one line: `decide` says what it becomes, or raises.

        Raises what `decide` does, UsageError when there is no such line, and SealError.
        """
        with self._database.writing(durable=True) as session:
            line = self._move(
                session,
                number,
                platform,
                act,
                actor=actor,
                decide=decide,
                now=now,
                reason=reason,
            )
            self._settle(session, number, now=now)
        return line

    def answer(
        self,
        number: int,
        answers: Sequence[LineAnswer],
        *,
        actor: str,
        decide: LineDecision,
        now: datetime,
        file: AnswerFile | None = None,
        reason: str | None = None,
    ) -> tuple[CampaignLine, ...]:
        """Record what platforms answered: all of it or nothing; `file` is kept sealed.

        `decide` says what a line becomes of its answer. The file of a single answer belongs to its
        line, one of several to the campaign. Raises what `decide` does, UsageError and SealError.
        """
        with self._database.writing(durable=True) as session:
            require_campaign(session, number)
            kept = None
            if file is not None:
                several = len(answers) != 1
                about = f"K-{number}" if several else f"K-{number}/{answers[0].platform}"
                kept = self._keep(session, file, about=about, now=now)
            lines = tuple(
                self._move(
                    session,
                    number,
                    one.platform,
                    "answer",
                    actor=actor,
                    decide=decide,
                    now=now,
                    reason=reason,
                    attachment=kept,
                )
                for one in answers
            )
            self._settle(session, number, now=now)
        return lines

    def get(self, number: int) -> Campaign:
        """Raises UsageError when there is none."""
        with self._database.reading() as session:
            return campaign_of(session, require_campaign(session, number))

    def list(self, *, open_only: bool = False) -> tuple[Campaign, ...]:
        """Campaigns by number."""
        wanted = select(CampaignRow).order_by(col(CampaignRow.id))
        if open_only:
            wanted = wanted.where(col(CampaignRow.closed_at).is_(None))
        with self._database.reading() as session:
            return tuple(campaign_of(session, row) for row in session.scalars(wanted))

    def events(self, number: int) -> tuple[CampaignEvent, ...]:
        """What became of a campaign, oldest first. Raises UsageError when there is none."""
        with self._database.reading() as session:
            require_campaign(session, number)
            return tuple(event_of(row) for row in session.scalars(events_of(number)))

    def reveal(self, number: int, *, actor: str, reason: str, now: datetime) -> dict[str, str]:
        """Grounds and notes in clear, by moment and act, entered in the audit trail first.

        Raises UsageError and SealError.
        """
        self._database.vault.require()
        with self._database.writing(durable=True) as session:
            row = require_campaign(session, number)
            self._enter(session, "reveal", f"K-{number}", actor=actor, reason=reason, now=now)
            notes = {"grounds": str(row.detail.open()["grounds"])}
            for event in session.scalars(events_of(number)):
                if event.note is not None:
                    where = f"{event.platform} " if event.platform else ""
                    at = event.at.isoformat(timespec="seconds")
                    notes[f"{at} {where}{event.act}"] = str(event.note.open())
            return notes

    def open_file(self, number: int, *, actor: str, reason: str, now: datetime) -> Attachment:
        """An answer as it came, entered in the audit trail first. Raises UsageError and SealError."""
        self._database.vault.require()
        with self._database.writing(durable=True) as session:
            row = session.get(AttachmentRow, number)
            if row is None or not row.about.startswith("K-"):
                raise UsageError(
                    N_("file {number} is no answer of a campaign: campaigns show has the numbers"),
                    number=number,
                )
            self._enter(session, "file", row.about, actor=actor, reason=reason, now=now)
        return self._attachments.open(number)

    def _add(
        self, session: Session, number: int, platform: str, *, actor: str, now: datetime
    ) -> None:
        line = CampaignLine(platform=platform, state=LineState.DRAFT, asked_by=actor)
        row = CampaignLineRow(
            campaign=number, platform=platform, state=line.state.value, asked_by=actor
        )
        session.add(row)
        note_event(session, number, "propose", actor=actor, now=now, line=line)
        label = f"K-{number}/{platform}"
        self._enter(session, "propose", label, actor=actor, now=now)

    def _move(
        self,
        session: Session,
        number: int,
        platform: str,
        act: str,
        *,
        actor: str,
        decide: LineDecision,
        now: datetime,
        reason: str | None,
        attachment: int | None = None,
    ) -> CampaignLine:
        campaign = campaign_of(session, require_campaign(session, number))
        row = require_line(session, number, platform)
        line = store_line(row, decide(campaign, line_of(row)), attachment=attachment)
        note_event(session, number, act, actor=actor, now=now, line=line, note=reason)
        label = f"K-{number}/{platform}"
        self._enter(session, act, label, actor=actor, reason=reason, now=now)
        return line

    def _settle(self, session: Session, number: int, *, now: datetime) -> None:
        """A campaign ends with its last line, and is open again when one of them is."""
        session.flush()
        row = require_campaign(session, number)
        lines = campaign_of(session, row).lines
        closed = all(line.state is LineState.CLOSED for line in lines)
        row.closed_at = (row.closed_at or now) if closed else None

    def _keep(self, session: Session, file: AnswerFile, *, about: str, now: datetime) -> int:
        kept = self._attachments.keep(
            session,
            file.content,
            about=about,
            name=file.name,
            media_type=file.media_type,
            now=now,
        )
        digest = session.get_one(AttachmentRow, kept).sha256
        same = select(AttachmentRow).where(
            col(AttachmentRow.sha256) == digest,
            col(AttachmentRow.about) == about,
            col(AttachmentRow.id) != kept,
        )
        if (known := session.scalars(same).first()) is not None:
            raise UsageError(
                N_("this file was read before, as attachment {number} of {label}: nothing is new"),
                number=known.id,
                label=about,
            )
        return kept
