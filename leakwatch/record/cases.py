"""Cases: what became of each, on what it rests, and which findings it follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import (
    AnswerFile,
    Case,
    CaseDecision,
    CaseEvent,
    CaseFacts,
    CaseSight,
    CaseState,
    Status,
)
from leakwatch.record.attachments import Attachments
from leakwatch.record.audit import Audit
from leakwatch.record.cases_rows import (
    case_of,
    event_of,
    events_of,
    facts_of,
    finding_numbers,
    note_event,
    require_case,
    sight_of,
    store_case,
)
from leakwatch.record.database import Database
from leakwatch.record.history import note
from leakwatch.record.outbox_status import News, tell
from leakwatch.record.rows import FindingRow
from leakwatch.record.rows_cases import CaseFindingRow, CaseRow

#: Who acts where leakwatch itself does.
ITSELF = "-"
#: Findings in these are closed with their case; what nobody judged stays to be judged.
_DECIDED = (Status.CONFIRMED, Status.APPROVED, Status.GONE)


class Cases:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
        self._enter = audit.entering("case")
        self._attachments = Attachments(database)

    def open(
        self,
        findings: Sequence[int],
        *,
        source: str,
        subject: str,
        owner: str,
        actor: str,
        now: datetime,
        due: date | None = None,
        campaign: str | None = None,
        reason: str | None = None,
    ) -> Case:
        """A new case on findings of one source and subject, or on a campaign's answer.

        Raises UsageError when a finding is in a case already, and SealError.
        """
        with self._database.writing(durable=True) as session:
            row = CaseRow(
                source=source,
                subject=subject,
                state=CaseState.OPEN.value,
                owner=owner,
                opened_at=now,
                begun_at=now,
                asked_by=actor,
                campaign=campaign,
                due=due,
            )
            session.add(row)
            session.flush()
            for number in dict.fromkeys(findings):
                _add(session, row, number)
            session.flush()
            case = case_of(session, row)
            note_event(session, case, "open", actor=actor, now=now, note=reason)
            self._enter(session, "open", case.label, actor=actor, reason=reason, now=now)
            return case

    def add_finding(self, number: int, finding: int, *, actor: str, now: datetime) -> Case:
        """Follow one more finding in a case. Raises UsageError."""
        with self._database.writing(durable=True) as session:
            row = require_case(session, number)
            _add(session, row, finding)
            session.flush()
            case = case_of(session, row)
            note_event(session, case, "add_finding", actor=actor, now=now)
            self._enter(session, "add_finding", case.label, actor=actor, now=now)
            return case

    def move(
        self,
        number: int,
        act: str,
        *,
        actor: str,
        decide: CaseDecision,
        now: datetime,
        reason: str | None = None,
        file: AnswerFile | None = None,
    ) -> Case:
        """Carry out `act`: `decide` says what the case becomes, or raises.

        `file` is what came with it, kept sealed if the act is carried out. A case that is closed
        closes its decided findings; those of one that was kept are approved.

        Raises what `decide` does, UsageError and
        SealError.
        """
        with self._database.writing(durable=True) as session:
            row = require_case(session, number)
            before = case_of(session, row)
            kept = self._keep(session, before, file, now=now) if file else None
            after = decide(before, facts_of(session, before, attached=kept))
            store_case(row, after, now=now)
            note_event(
                session,
                after,
                act,
                actor=actor,
                now=now,
                note=reason,
                attachment=kept,
                letter=after.letters[-1] if after.letters != before.letters else None,
            )
            self._enter(session, act, after.label, actor=actor, reason=reason, now=now)
            if after.state is CaseState.CLOSED is not before.state and act == "close":
                self._end_findings(session, before, actor=actor, now=now)
            return case_of(session, row)

    def assign(self, number: int, owner: str, *, actor: str, now: datetime) -> Case:
        """Give a case to another owner. Raises UsageError."""
        with self._database.writing(durable=True) as session:
            row = require_case(session, number)
            row.owner = owner
            case = case_of(session, row)
            note_event(session, case, "assign", actor=actor, now=now)
            self._enter(session, "assign", case.label, actor=actor, now=now)
            return case

    def attach(self, number: int, file: AnswerFile, *, actor: str, now: datetime) -> int:
        """Keep `file` sealed with a case; its number. Raises UsageError and SealError."""
        with self._database.writing(durable=True) as session:
            case = case_of(session, require_case(session, number))
            kept = self._keep(session, case, file, now=now)
            note_event(session, case, "attach", actor=actor, now=now, attachment=kept)
            self._enter(session, "attach", case.label, actor=actor, now=now)
            return kept

    def get(self, number: int) -> Case:
        """Raises UsageError when there is none."""
        with self._database.reading() as session:
            return case_of(session, require_case(session, number))

    def facts(self, number: int) -> CaseFacts:
        """What a decision on a case would know beside it. Raises UsageError and SealError."""
        with self._database.reading() as session:
            return facts_of(session, case_of(session, require_case(session, number)))

    def list(self, *, open_only: bool = False, source: str | None = None) -> tuple[Case, ...]:
        """Cases by number."""
        wanted = select(CaseRow).order_by(col(CaseRow.id))
        if open_only:
            wanted = wanted.where(col(CaseRow.state) != CaseState.CLOSED)
        if source is not None:
            wanted = wanted.where(col(CaseRow.source) == source)
        with self._database.reading() as session:
            return tuple(case_of(session, row) for row in session.scalars(wanted))

    def events(self, number: int) -> tuple[CaseEvent, ...]:
        """What became of a case, oldest first. Raises UsageError when there is none."""
        with self._database.reading() as session:
            require_case(session, number)
            return tuple(event_of(row) for row in session.scalars(events_of(number)))

    def of_finding(self, finding: int) -> Case | None:
        """The case that follows a finding, if one does."""
        with self._database.reading() as session:
            found = session.get(CaseFindingRow, finding)
            return case_of(session, require_case(session, found.case)) if found else None

    def sights(self) -> tuple[CaseSight, ...]:
        """How the findings of each case that has any stand now; nothing is unsealed for it."""
        with self._database.reading() as session:
            rows = session.scalars(select(CaseRow).order_by(col(CaseRow.id))).all()
            found = tuple(sight_of(session, row) for row in rows)
        return tuple(one for one in found if one.statuses)

    def reveal(self, number: int, *, actor: str, reason: str, now: datetime) -> dict[str, str]:
        """Notes in clear, by moment and act, entered in the audit trail first.

        Raises UsageError and SealError.
        """
        self._database.vault.require()
        with self._database.writing(durable=True) as session:
            case = case_of(session, require_case(session, number))
            self._enter(session, "reveal", case.label, actor=actor, reason=reason, now=now)
            return {
                f"{event.at.isoformat(timespec='seconds')} {event.act}": str(event.note.open())
                for event in session.scalars(events_of(number))
                if event.note is not None
            }

    def _keep(self, session: Session, case: Case, file: AnswerFile, *, now: datetime) -> int:
        return self._attachments.keep(
            session,
            file.content,
            about=case.label,
            name=file.name,
            media_type=file.media_type,
            now=now,
        )

    def _end_findings(self, session: Session, case: Case, *, actor: str, now: datetime) -> None:
        kept = case.state is CaseState.KEPT
        status, verdict = (Status.APPROVED, "approved") if kept else (Status.CLOSED, "close")
        ended = []
        for number in finding_numbers(session, case.number):
            row = session.get_one(FindingRow, number)
            if Status(row.status) not in _DECIDED:
                continue
            row.status, row.verdict, row.gone_from = status.value, verdict, None
            note(session, row, verdict, now=now, actor=actor)
            self._audit.enter(
                session,
                f"finding.{verdict}",
                actor=actor,
                subject=f"F-{number}",
                reason=None,
                now=now,
            )
            ended.append(News(number=number, reply=True))
        tell(session, ended, now=now)


def _add(session: Session, row: CaseRow, number: int) -> None:
    finding = session.get(FindingRow, number)
    label = f"F-{number}"
    if finding is None:
        raise UsageError(
            N_("there is no finding {finding}: leakwatch findings list shows all"), finding=label
        )
    if (finding.source, finding.subject) != (row.source, row.subject):
        raise UsageError(
            N_("{finding} is of {source} and {subject}: a case follows one subject in one place"),
            finding=label,
            source=finding.source,
            subject=finding.subject,
        )
    known = session.get(CaseFindingRow, number)
    if known is not None:
        raise UsageError(
            N_("{finding} is in {case} already"), finding=label, case=f"C-{known.case}"
        )
    session.add(CaseFindingRow(finding=number, case=row.id or 0))
