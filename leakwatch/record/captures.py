"""Evidence: captured pages, sealed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, SealError, UsageError
from leakwatch.models import Capture, CaptureState, PackedCapture
from leakwatch.record.attachments import Attachments
from leakwatch.record.audit import Audit
from leakwatch.record.captures_ending import SYSTEM, captured, end, subjects_of
from leakwatch.record.database import Database
from leakwatch.record.keeping_holds import held, is_held
from leakwatch.record.numbered import numbered
from leakwatch.record.rows_captures import CaptureRow

#: A visit that was begun so long ago is none any more: its process was killed.
_LONGEST_VISIT = timedelta(days=1)
_ZIP = "application/zip"


class Captures:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
        self._attachments = Attachments(database)

    def ask(self, finding: int, about: str, *, actor: str, reason: str, now: datetime) -> Capture:
        """Enter that a page is to be kept, before anybody visits it.

        Raises SealError while nothing can be sealed, and RecordError.
        """
        self._database.vault.require()
        with self._database.writing(durable=True) as session:
            row = CaptureRow(
                finding=finding,
                about=about,
                state=CaptureState.ASKED.value,
                asked_by=actor,
                asked_at=now,
            )
            session.add(row)
            session.flush()
            self._audit.enter(
                session,
                "evidence.capture",
                actor=actor,
                subject=f"E-{row.number} F-{finding}",
                reason=reason,
                now=now,
            )
            return captured(row)

    def keep(self, number: int, packed: PackedCapture, *, actor: str, now: datetime) -> Capture:
        """Seal what was asked for. Raises UsageError when it is too large or was not asked for."""
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            _require_asked(row)
            self._fill(session, row, packed, now=now)
            row.state = CaptureState.KEPT.value
            self._enter_hash(session, "evidence.captured", row, actor=actor, now=now)
            return captured(row)

    def fail(self, number: int, why: str, *, actor: str, now: datetime) -> Capture:
        """Enter that the page was not to be had; `why` is the name of what kept it."""
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            if row.state == CaptureState.ASKED:
                row.state, row.why, row.ended_at = CaptureState.FAILED.value, why, now
                self._audit.enter(
                    session,
                    "evidence.failed",
                    actor=actor,
                    subject=f"E-{number} {why}",
                    reason=None,
                    now=now,
                )
            return captured(row)

    def seal(
        self, finding: int, packed: PackedCapture, *, until: datetime, now: datetime
    ) -> Capture:
        """Keep a page that nobody sees until its finding is confirmed; an older one goes."""
        with self._database.writing(durable=True) as session:
            for older in session.scalars(_sealed().where(col(CaptureRow.finding) == finding)):
                end(session, self._audit, older, "replaced", actor=SYSTEM, now=now)
            row = CaptureRow(
                finding=finding,
                about=f"F-{finding}",
                state=CaptureState.SEALED.value,
                asked_by="",
                asked_at=now,
                until=until,
            )
            session.add(row)
            session.flush()
            self._fill(session, row, packed, now=now)
            self._enter_hash(session, "evidence.sealed", row, actor=SYSTEM, now=now)
            return captured(row)

    def get(self, number: int) -> Capture:
        """Raises UsageError when there is none."""
        with self._database.reading() as session:
            return captured(_row(session, number))

    def subjects(self, number: int) -> frozenset[str]:
        """Subjects of all that was found on that page. Raises UsageError."""
        with self._database.reading() as session:
            return subjects_of(session, _row(session, number).finding)

    def wanted(self, number: int) -> Capture:
        """What was asked for and is still to be fetched. Raises UsageError when it is not."""
        with self._database.reading() as session:
            row = _row(session, number)
            _require_asked(row)
            return captured(row)

    def list(self, *, finding: int | None = None, about: str | None = None) -> tuple[Capture, ...]:
        """By number; of one finding, or of what belongs to the label `about`."""
        query = select(CaptureRow).order_by(col(CaptureRow.number))
        if finding is not None:
            query = query.where(col(CaptureRow.finding) == finding)
        if about is not None:
            query = query.where(col(CaptureRow.about) == about)
        with self._database.reading() as session:
            return tuple(map(captured, session.scalars(query)))

    def counts(self) -> Counter[tuple[CaptureState, str]]:
        """How many there are of each state, and why."""
        counted = select(col(CaptureRow.state), col(CaptureRow.why), func.count()).group_by(
            col(CaptureRow.state), col(CaptureRow.why)
        )
        with self._database.reading() as session:
            rows = session.execute(counted).all()
        return Counter({(CaptureState(state), why): count for state, why, count in rows})

    def verified(self, number: int) -> bytes:
        """The archive, for looking whether it is whole; for nobody's eyes.

        Raises UsageError when there is none, SealError when it is not what was sealed.
        """
        with self._database.reading() as session:
            row = _row(session, number)
        return self._content(row)

    def export(self, number: int, *, actor: str, reason: str, now: datetime) -> bytes:
        """Unseal the archive, entered in the audit trail first.

        Raises UsageError while its finding is not confirmed, and when there is none.
        """
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            _require_readable(row)
            self._enter_hash(session, "evidence.export", row, actor=actor, now=now, reason=reason)
        return self._content(row)

    def known(self, digest: str) -> Capture | None:
        """The capture whose archive has that SHA-256."""
        same = select(CaptureRow).where(col(CaptureRow.sha256) == digest)
        with self._database.reading() as session:
            row = session.scalars(same).first()
            return captured(row) if row is not None else None

    def expire(self, now: datetime) -> tuple[Capture, ...]:
        """Delete what nobody confirmed in time, and give up visits that never ended.

        What is under legal hold stays as long as that.
        """
        overdue = _sealed().where(col(CaptureRow.until) <= now)
        stuck = select(CaptureRow).where(
            col(CaptureRow.state) == CaptureState.ASKED.value,
            col(CaptureRow.asked_at) <= now - _LONGEST_VISIT,
        )
        with self._database.reading() as session:
            if not (session.scalars(overdue).first() or session.scalars(stuck).first()):
                return ()
        with self._database.writing(durable=True) as session:
            holds = held(session)
            gone = [
                row
                for row in session.scalars(overdue)
                if not is_held(holds, row.about, f"F-{row.finding}")
            ]
            for row in gone:
                end(session, self._audit, row, "expired", actor=SYSTEM, now=now)
            for row in session.scalars(stuck):
                row.state, row.why, row.ended_at = CaptureState.FAILED.value, "died", now
            ended = tuple(map(captured, gone))
        if ended:
            self._database.clear_journal()
        return ended

    def _fill(
        self, session: Session, row: CaptureRow, packed: PackedCapture, *, now: datetime
    ) -> None:
        row.taken_at, row.shown, row.status = now, packed.shown.value, packed.status
        row.quotes, row.present = packed.quotes, packed.present
        row.sha256, row.size = sha256(packed.content).hexdigest(), len(packed.content)
        row.attachment = self._attachments.keep(
            session,
            packed.content,
            about=row.about,
            name=f"E-{row.number}.zip",
            media_type=_ZIP,
            now=now,
        )

    def _content(self, row: CaptureRow) -> bytes:
        if row.attachment is None:
            raise UsageError(
                N_("{evidence} holds nothing ({state} {why}): leakwatch evidence list shows all"),
                evidence=f"E-{row.number}",
                state=CaptureState(row.state),
                why=row.why or "-",
            )
        content = self._attachments.open(row.attachment).content
        if sha256(content).hexdigest() != row.sha256:
            raise SealError(
                N_("{evidence} is not what was sealed: its SHA-256 is another one"),
                evidence=f"E-{row.number}",
            )
        return content

    def _enter_hash(
        self,
        session: Session,
        act: str,
        row: CaptureRow,
        *,
        actor: str,
        now: datetime,
        reason: str | None = None,
    ) -> None:
        """The trail's head is sent out, so a hash in it dates the archive beyond our own clock."""
        self._audit.enter(
            session,
            act,
            actor=actor,
            subject=f"E-{row.number} F-{row.finding} sha256:{row.sha256}",
            reason=reason,
            now=now,
        )


def _sealed() -> Select[CaptureRow]:
    return select(CaptureRow).where(col(CaptureRow.state) == CaptureState.SEALED.value)


def _row(session: Session, number: int) -> CaptureRow:
    message = N_("there is no evidence {evidence}: leakwatch evidence list shows all")
    return numbered(session, CaptureRow, number, message, evidence=f"E-{number}")


def _require_asked(row: CaptureRow) -> None:
    if row.state != CaptureState.ASKED:
        raise UsageError(
            N_("{evidence} is {state}: ask for the page anew with leakwatch evidence capture"),
            evidence=f"E-{row.number}",
            state=CaptureState(row.state),
        )


def _require_readable(row: CaptureRow) -> None:
    if row.state == CaptureState.SEALED:
        raise UsageError(
            N_("{evidence} stays sealed until {finding} is confirmed"),
            evidence=f"E-{row.number}",
            finding=f"F-{row.finding}",
        )
