"""Between the rows of cases and their nouns."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_
from leakwatch.models import (
    Basis,
    Case,
    CaseEvent,
    CaseFacts,
    CaseFinding,
    CaseSight,
    CaseState,
    Kind,
    Outcome,
    Status,
    tracks_gone,
)
from leakwatch.record.attachments import is_repeated
from leakwatch.record.evidence import absence_of
from leakwatch.record.explanation import load_explanation, stored_explanation
from leakwatch.record.letters_rows import letters_counting_for
from leakwatch.record.numbered import numbered
from leakwatch.record.rows import FindingRow, HistoryRow, SweepRow
from leakwatch.record.rows_cases import CaseEventRow, CaseFindingRow, CaseRow

#: States of a case that calls its findings gone; one that was kept is closed without.
_CALLED_GONE = frozenset({CaseState.REPORTED_GONE, CaseState.VERIFIED_GONE, CaseState.CLOSED})
#: States in which nobody is at work.
_ENDED = _CALLED_GONE | {CaseState.KEPT}
#: Acts that open a finding again.
_OPENING = ("reopened", "returned", "reopen", "woken")


def require_case(session: Session, number: int) -> CaseRow:
    message = N_("there is no case {case}: leakwatch cases list shows all")
    return numbered(session, CaseRow, number, message, case=f"C-{number}")


def finding_numbers(session: Session, case: int | None) -> tuple[int, ...]:
    wanted = select(col(CaseFindingRow.finding)).where(col(CaseFindingRow.case) == case)
    return tuple(session.scalars(wanted.order_by(col(CaseFindingRow.finding))))


def case_of(session: Session, row: CaseRow) -> Case:
    assert row.id is not None
    return Case(
        number=row.id,
        source=row.source,
        subject=row.subject,
        state=CaseState(row.state),
        owner=row.owner,
        opened_at=row.opened_at,
        begun_at=row.begun_at,
        asked_by=row.asked_by,
        approved_by=row.approved_by,
        findings=finding_numbers(session, row.id),
        campaign=row.campaign,
        due=row.due,
        tried=tuple(row.tried),
        letters=tuple(row.letters),
        basis=Basis(row.basis) if row.basis else None,
        attachment=row.attachment,
        verified_on=row.verified_on,
        rechecks=tuple(map(date.fromisoformat, row.rechecks)),
        risk_owner=row.risk_owner,
        openings=row.openings,
        closed_at=row.closed_at,
    )


def store_case(row: CaseRow, case: Case, *, now: datetime) -> None:
    """Write what an act made of a case into its row."""
    row.state, row.owner, row.due = case.state.value, case.owner, case.due
    row.asked_by, row.approved_by = case.asked_by, case.approved_by
    row.begun_at = now if case.openings != row.openings else row.begun_at
    row.tried, row.letters = list(case.tried), list(case.letters)
    row.basis = case.basis.value if case.basis else None
    row.attachment, row.verified_on = case.attachment, case.verified_on
    row.rechecks = [day.isoformat() for day in case.rechecks]
    row.risk_owner, row.openings = case.risk_owner, case.openings
    row.closed_at = (row.closed_at or now) if case.state is CaseState.CLOSED else None


def facts_of(session: Session, case: Case, *, attached: int | None = None) -> CaseFacts:
    """What the record knows beside the case itself."""
    rows = [session.get_one(FindingRow, number) for number in case.findings]
    return CaseFacts(
        findings=tuple(_finding(session, row) for row in rows),
        letters=letters_counting_for(session, case.label),
        attached=attached,
        repeated=attached is not None and is_repeated(session, attached),
        swept_at=_swept_at(session, case.source),
    )


def _swept_at(session: Session, source: str) -> datetime | None:
    """When a sweep last read all of `source`."""
    clean = select(SweepRow).where(
        col(SweepRow.source) == source, col(SweepRow.clean), col(SweepRow.ended_at).is_not(None)
    )
    for row in session.scalars(clean.order_by(col(SweepRow.id).desc())):
        if row.outcome and tracks_gone(Outcome(row.outcome), tuple(row.reasons)):
            return row.ended_at
    return None


def _finding(session: Session, row: FindingRow) -> CaseFinding:
    assert row.number is not None
    explanation = load_explanation(stored_explanation(row), reveal=False)
    lines = select(HistoryRow).where(col(HistoryRow.finding) == row.number)
    return CaseFinding(
        number=row.number,
        kind=Kind(row.kind),
        status=Status(row.status),
        reasons=explanation.reasons if explanation else (),
        absence=absence_of(session, session.scalars(lines.order_by(col(HistoryRow.id))).all()),
    )


def sight_of(session: Session, row: CaseRow) -> CaseSight:
    """How the findings of a case stand by the sweeps; no case without findings has one."""
    stands = (
        select(col(FindingRow.status), col(FindingRow.last_seen), col(FindingRow.missing_since))
        .join(CaseFindingRow, col(CaseFindingRow.finding) == col(FindingRow.number))
        .where(col(CaseFindingRow.case) == row.id)
    )
    found = session.execute(stands).all()
    seen = [last_seen for _, last_seen, missing in found if missing is None]
    return CaseSight(
        case=case_of(session, row),
        statuses=tuple(Status(status) for status, _, _ in found),
        seen_at=max(seen, default=None),
        opened_at=_opened_at(session, row),
        settled_at=_since(session, row, _CALLED_GONE, begin=CaseState.REPORTED_GONE),
        ended_at=_since(session, row, _ENDED),
    )


def _opened_at(session: Session, row: CaseRow) -> datetime | None:
    """When one of the case's findings was last opened again."""
    lines = (
        select(func.max(col(HistoryRow.at)))
        .join(CaseFindingRow, col(CaseFindingRow.finding) == col(HistoryRow.finding))
        .where(col(CaseFindingRow.case) == row.id, col(HistoryRow.act).in_(_OPENING))
        .where(col(HistoryRow.status) == Status.NEW)
    )
    return session.scalars(lines).first()


def _since(
    session: Session,
    row: CaseRow,
    states: frozenset[CaseState],
    *,
    begin: CaseState | None = None,
) -> datetime | None:
    """When the present run of `states` began, or came to the state `begin` in it."""
    at = None
    for event in session.scalars(events_of(row.id or 0)):
        state = CaseState(event.state)
        if state not in states:
            at = None
        elif at is None and begin in {None, state}:
            at = event.at
    return at


def note_event(
    session: Session,
    case: Case,
    act: str,
    *,
    actor: str,
    now: datetime,
    note: str | None = None,
    attachment: int | None = None,
    letter: int | None = None,
) -> None:
    """Add one line to a case's history. Raises SealError when a note cannot be sealed."""
    session.add(
        CaseEventRow(
            case=case.number,
            at=now,
            act=act,
            actor=actor,
            state=case.state.value,
            due=case.due,
            basis=case.basis.value if case.basis else None,
            attachment=attachment,
            letter=letter,
            note=note or None,
        )
    )


def events_of(number: int) -> Select[CaseEventRow]:
    """The history of one case, oldest first."""
    return (
        select(CaseEventRow).where(col(CaseEventRow.case) == number).order_by(col(CaseEventRow.id))
    )


def event_of(row: CaseEventRow) -> CaseEvent:
    return CaseEvent(
        at=row.at,
        act=row.act,
        actor=row.actor,
        state=CaseState(row.state),
        due=row.due,
        basis=Basis(row.basis) if row.basis else None,
        attachment=row.attachment,
        letter=row.letter,
    )
