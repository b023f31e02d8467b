"""Letters: every version of what was written, who approved it, and whether it left; sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, VerdictError
from leakwatch.locale.named import LETTER_ACTS
from leakwatch.locale.names import Named, Names
from leakwatch.models import (
    Letter,
    LetterCheck,
    LetterKind,
    LetterState,
    LetterText,
    LetterVersion,
)
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.letters_rows import letter_of, letters_of, require_letter, text_of
from leakwatch.record.rows_letters import LetterRow, LetterVersionRow

_OPEN = frozenset({LetterState.DRAFT, LetterState.APPROVED})
#: States that an act may follow.
_AFTER: Mapping[str, frozenset[LetterState]] = {
    "edit": _OPEN,
    "approve": frozenset({LetterState.DRAFT}),
    "send": frozenset({LetterState.APPROVED}),
    "sent": frozenset({LetterState.APPROVED, LetterState.SENDING}),
    "not_sent": frozenset({LetterState.SENDING}),
    "withdraw": _OPEN,
}
#: Nobody types it: sending once more says it first.
_OURS = "not_sent"


class Letters:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._enter = database, audit.entering("letter")

    def draft(
        self,
        kind: LetterKind,
        language: str,
        *,
        about: str,
        text: LetterText,
        author: str,
        now: datetime,
    ) -> Letter:
        """The first version of a letter. Raises SealError."""
        with self._database.writing(durable=True) as session:
            row = LetterRow(
                version=0,
                kind=kind.value,
                language=language,
                about=about,
                state=LetterState.DRAFT.value,
                author=author,
                created_at=now,
            )
            session.add(row)
            session.flush()
            self._write(session, row, text, author=author, now=now)
            self._enter(session, "draft", f"L-{row.id}", actor=author, now=now)
            return letter_of(row)

    def revise(self, number: int, text: LetterText, *, author: str, now: datetime) -> Letter:
        """A new version, which nobody has approved yet.

        Raises VerdictError when the letter has left or was withdrawn, UsageError and SealError.
        """
        with self._database.writing(durable=True) as session:
            row = require_letter(session, number)
            _require(row, "edit")
            self._write(session, row, text, author=author, now=now)
            row.state, row.author, row.approver = LetterState.DRAFT.value, author, None
            self._enter(session, "edit", f"L-{row.id}", actor=author, now=now)
            return letter_of(row)

    def approve(self, number: int, *, actor: str, check: LetterCheck, now: datetime) -> Letter:
        """Let it leave as it stands; `check` raises unless it may.

        Raises what `check` does, VerdictError, UsageError and SealError.
        """
        with self._database.writing(durable=True) as session:
            row = require_letter(session, number)
            _require(row, "approve")
            check(letter_of(row), text_of(session, row))
            row.state, row.approver = LetterState.APPROVED.value, actor
            self._enter(session, "approve", f"L-{row.id}", actor=actor, now=now)
            return letter_of(row)

    def begin_sending(
        self, number: int, *, actor: str, check: LetterCheck, now: datetime
    ) -> LetterText:
        """What is to be sent; from now on it may have left, until somebody says how it ended.

        Raises what `check` does, VerdictError, UsageError and SealError.
        """
        with self._database.writing(durable=True) as session:
            row = require_letter(session, number)
            _require(row, "send")
            text = text_of(session, row)
            check(letter_of(row), text)
            row.state = LetterState.SENDING.value
            self._enter(session, "send", f"L-{row.id}", actor=actor, now=now)
            return text

    def not_sent(
        self, number: int, *, actor: str, now: datetime, reason: str | None = None
    ) -> Letter:
        """It did not leave after all, and may be sent again. Raises VerdictError and UsageError."""
        with self._database.writing(durable=True) as session:
            row = require_letter(session, number)
            _require(row, "not_sent")
            row.state = LetterState.APPROVED.value
            self._enter(session, "not_sent", f"L-{row.id}", actor=actor, now=now, reason=reason)
            return letter_of(row)

    def mark_sent(
        self,
        number: int,
        *,
        by_hand: bool,
        actor: str,
        check: LetterCheck,
        now: datetime,
        sent_at: datetime | None = None,
    ) -> Letter:
        """It has left; `sent_at` for what was sent before.

        Raises what `check` does, VerdictError, UsageError and SealError.
        """
        with self._database.writing(durable=True) as session:
            row = require_letter(session, number)
            _require(row, "sent")
            check(letter_of(row), text_of(session, row))
            row.state, row.by_hand = LetterState.SENT.value, by_hand
            row.sent_at = sent_at or now
            self._enter(session, "sent", f"L-{row.id}", actor=actor, now=now)
            return letter_of(row)

    def withdraw(self, number: int, *, actor: str, reason: str, now: datetime) -> Letter:
        """It is not sent. Raises VerdictError when it was, and UsageError."""
        with self._database.writing(durable=True) as session:
            row = require_letter(session, number)
            _require(row, "withdraw")
            row.state = LetterState.WITHDRAWN.value
            self._enter(session, "withdraw", f"L-{row.id}", actor=actor, now=now, reason=reason)
            return letter_of(row)

    def get(self, number: int) -> Letter:
        """Raises UsageError when there is none."""
        with self._database.reading() as session:
            return letter_of(require_letter(session, number))

    def text(self, number: int, version: int | None = None) -> LetterText:
        """What it says, at its newest version or an older one. Raises UsageError and SealError."""
        with self._database.reading() as session:
            return text_of(session, require_letter(session, number), version)

    def read(
        self, number: int, version: int | None = None, *, act: str, actor: str, now: datetime
    ) -> tuple[Letter, LetterText]:
        """What it says, for somebody to look at (`act` is `view` or `export`): entered first.

        Raises UsageError and SealError.
        """
        with self._database.writing(durable=True) as session:
            row = require_letter(session, number)
            text = text_of(session, row, version)
            self._enter(session, act, f"L-{row.id}", actor=actor, now=now)
            letter = letter_of(row)
        if version is None or version == letter.version:
            return letter, text
        return replace(letter, version=version, approver=None), text

    def versions(self, number: int) -> tuple[LetterVersion, ...]:
        """Oldest first. Raises UsageError."""
        with self._database.reading() as session:
            row = require_letter(session, number)
            wanted = select(LetterVersionRow).where(col(LetterVersionRow.letter) == row.id)
            return tuple(
                LetterVersion(version=one.version, author=one.author, at=one.at)
                for one in session.scalars(wanted.order_by(col(LetterVersionRow.version)))
            )

    def of(self, about: str) -> tuple[Letter, ...]:
        """Letters about one thing, oldest first."""
        with self._database.reading() as session:
            return letters_of(session, about)

    def list(self, *, state: LetterState | None = None) -> tuple[Letter, ...]:
        """Letters by number."""
        wanted = select(LetterRow).order_by(col(LetterRow.id))
        if state is not None:
            wanted = wanted.where(col(LetterRow.state) == state.value)
        with self._database.reading() as session:
            return tuple(letter_of(row) for row in session.scalars(wanted))

    def _write(
        self, session: Session, row: LetterRow, text: LetterText, *, author: str, now: datetime
    ) -> None:
        row.version += 1
        session.add(
            LetterVersionRow(
                letter=row.id or 0, version=row.version, author=author, at=now, detail=asdict(text)
            )
        )


def _require(row: LetterRow, act: str) -> None:
    state = LetterState(row.state)
    if state not in _AFTER[act]:
        possible = (one for one, states in _AFTER.items() if state in states and one != _OURS)
        raise VerdictError(
            N_("{label} is {state}: {act} may not follow; possible now: {possible}"),
            label=f"L-{row.id}",
            state=state,
            act=_named(act),
            possible=Names(tuple(map(_named, possible))),
        )


def _named(act: str) -> Named:
    return Named(act, LETTER_ACTS[act])
