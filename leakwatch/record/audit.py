"""The audit trail: append-only, each row's hash covers the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, SealError
from leakwatch.models import SentHead
from leakwatch.record.database import Database
from leakwatch.record.identity import digest
from leakwatch.record.rows import AuditReasonRow, AuditRow, MetaRow
from leakwatch.record.sealing import SealedValue

#: What the first row follows.
ORIGIN = "0" * 64
#: Name of the row that knows the last link, so that a cut end shows.
_HEAD = "audit_head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something `verify` found, as a catalogue message."""

    message: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCheck:
    rows: int  #: rows looked at
    head: str  #: hash of the last row
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


class Entering:
    """Enters the acts of one kind, as one part of the record does them."""

    def __init__(self, audit: Audit, kind: str) -> None:
        self._audit, self._kind = audit, kind

    def __call__(
        self,
        session: Session,
        act: str,
        subject: str,
        *,
        actor: str,
        now: datetime,
        reason: str | None = None,
    ) -> None:
        act = f"{self._kind}.{act}"
        self._audit.enter(session, act, actor=actor, subject=subject, reason=reason, now=now)


class Audit:
    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self, act: str, *, actor: str, subject: str, reason: str | None, now: datetime
    ) -> None:
        """Enter one act. Raises SealError when a reason cannot be sealed, and RecordError."""
        with self._database.writing(durable=True) as session:
            self.enter(session, act, actor=actor, subject=subject, reason=reason, now=now)

    def enter(
        self,
        session: Session,
        act: str,
        *,
        actor: str,
        subject: str,
        reason: str | None,
        now: datetime,
    ) -> None:
        """Enter one act in a transaction that does more."""
        given = (reason or "").strip()
        row = AuditRow(
            at=now.astimezone(UTC),
            actor=actor,
            act=act,
            subject=subject,
            reason_hash=self._reason_hash(given) if given else "",
            previous=_last_hash(session),
            hash="",
        )
        row.hash = _hash(row)
        session.add(row)
        session.flush()
        assert row.id is not None
        if given:
            session.add(AuditReasonRow(audit_id=row.id, reason=given))
        session.merge(MetaRow(name=_HEAD, value=f"{row.id} {row.hash}"))

    def entering(self, kind: str) -> Entering:
        """`enter` for acts called `KIND.…`."""
        return Entering(self, kind)

    def head(self) -> str:
        """Hash of the last row; sent out, it later shows whether the trail was rewritten."""
        with self._database.reading() as session:
            return _last_hash(session)

    def verify(self, *, known_head: str | None = None, sent: Iterable[SentHead] = ()) -> AuditCheck:
        """Look for edited, removed and reordered rows.

        `known_head`, and each of `sent`, must be among the hashes, in the row it was the head of:
        that shows a cut end and a chain that was computed anew.
        """
        with self._database.reading() as session:
            rows = session.scalars(select(AuditRow).order_by(col(AuditRow.id))).all()
            reasons = {row.audit_id: row.reason for row in session.scalars(select(AuditReasonRow))}
            end = session.get(MetaRow, _HEAD)
        problems = _broken_links(rows)
        if rows and not problems and (end is None or end.value != f"{rows[-1].id} {rows[-1].hash}"):
            problems = [
                _problem(N_("the audit trail was cut or extended after row {row}"), rows[-1])
            ]
        if not rows and end is not None:
            problems = [Problem(message=N_("the audit trail was emptied"), values={})]
        problems += [
            _problem(N_("the reason of row {row} of the audit trail was changed"), row)
            for row in rows
            if row.id in reasons and not self._matches(row, reasons[row.id])
        ]
        if known_head is not None and known_head not in {ORIGIN, *(row.hash for row in rows)}:
            problems.append(
                Problem(
                    message=N_("the audit trail does not hold {head}, which was sent out"),
                    values={"head": known_head},
                )
            )
        problems += _unknown_heads(rows, sent)
        return AuditCheck(
            rows=len(rows), head=rows[-1].hash if rows else ORIGIN, problems=tuple(problems)
        )

    def _reason_hash(self, reason: str) -> str:
        return self._database.vault.keyed("reason", reason)

    def _matches(self, row: AuditRow, reason: SealedValue) -> bool:
        if not self._database.vault.is_open:
            return True  # cannot be told without the key
        try:
            return self._reason_hash(str(reason.open())) == row.reason_hash
        except SealError:
            return (
                False  # nothing that was sealed here: the rows after it are looked at all the same
            )


def _last_hash(session: Session) -> str:
    newest = select(AuditRow).order_by(col(AuditRow.id).desc()).limit(1)
    row = session.scalars(newest).first()
    return row.hash if row else ORIGIN


def _hash(row: AuditRow) -> str:
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest(row.previous, at, row.actor, row.act, row.subject, row.reason_hash)


def _broken_links(rows: Sequence[AuditRow]) -> list[Problem]:
    previous, number, problems = ORIGIN, 0, []
    for row in rows:
        assert row.id is not None
        if row.previous != previous or row.id != number + 1:
            problems.append(_problem(N_("the audit trail is broken before row {row}"), row))
        elif row.hash != _hash(row):
            problems.append(_problem(N_("row {row} of the audit trail was changed"), row))
        previous, number = row.hash, row.id
    return problems


def _unknown_heads(rows: Sequence[AuditRow], sent: Iterable[SentHead]) -> Iterator[Problem]:
    for one in sent:
        held = [row.id for row in rows if row.hash.startswith(one.head)]
        if (held and one.rows in {None, held[0]}) or (one.head == ORIGIN and not one.rows):
            continue
        yield Problem(
            message=N_(
                "the audit trail does not hold {head}, its end on {day} ({where}): it was cut or"
                " rewritten, or an older backup was restored"
            ),
            values={
                "head": one.head,
                "day": one.at.date().isoformat() if one.at else "-",
                "where": one.where,
            },
        )


def _problem(message: str, row: AuditRow) -> Problem:
    return Problem(message=message, values={"row": row.id})
