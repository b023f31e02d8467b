"""The roster, sealed: who is watched, found again by a keyed hash of the name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import Cause, Person, Wish, person_subject
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.keeping_holds import require_free
from leakwatch.record.keeping_journal import write_journal
from leakwatch.record.keeping_people import delete_person
from leakwatch.record.keeping_requests import note_request
from leakwatch.record.rows import PersonRow, table_of
from leakwatch.text import fold_key

_FIELDS = frozenset(field.name for field in fields(Person))


class People:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def replace(self, people: Iterable[Person], *, actor: str, now: datetime) -> None:
        """Seal `people` as the whole roster. Raises SealError, and UsageError for one under hold."""
        self._database.vault.require()
        rows = [
            {
                "roster_id": person.id,
                "name_key": self._name_key(person.surname + person.given),
                "detail": dump_person(person),
            }
            for person in people
        ]
        kept = {row["roster_id"] for row in rows}
        with self._database.writing(durable=True) as session:
            before = session.scalars(select(col(PersonRow.roster_id))).all()
            require_free(session, *(person_subject(one) for one in before if one not in kept))
            session.execute(delete(PersonRow))
            if rows:
                session.execute(insert(table_of(PersonRow)), rows)
            self._audit.enter(
                session,
                "people.import",
                actor=actor,
                subject=f"{len(rows)} people",
                reason=None,
                now=now,
            )
        self._database.clear_journal()

    def load(self) -> tuple[Person, ...]:
        """The roster. Raises SealError while the vault is closed: nobody is watched by name then."""
        self._database.vault.require()
        everybody = select(PersonRow).order_by(col(PersonRow.roster_id))
        with self._database.reading() as session:
            return tuple(load_person(row.detail.open()) for row in session.scalars(everybody))

    def find(self, full_name: str) -> tuple[Person, ...]:
        """People of exactly this name, however it is written. Raises SealError."""
        same = select(PersonRow).where(col(PersonRow.name_key) == self._name_key(full_name))
        with self._database.reading() as session:
            return tuple(load_person(row.detail.open()) for row in session.scalars(same))

    def export(self, *, actor: str, reason: str, now: datetime) -> tuple[Person, ...]:
        """The roster in clear, entered in the audit trail first. Raises SealError."""
        self._database.vault.require()
        self._audit.append("people.export", actor=actor, subject="people", reason=reason, now=now)
        return self.load()

    def delete(
        self,
        roster_id: str,
        *,
        actor: str,
        reason: str,
        now: datetime,
        cause: Cause = Cause.ROSTER,
        tombstones_until: date | None = None,
    ) -> Mapping[str, int]:
        """Remove one person and what was kept about him; how much, by sort.

        Somebody whom an import took off can still be named by his id. With a day, what was found
        is not reported anew until then, while it is the same. Findings stay as empty shells.
        Raises UsageError (nobody, or a legal hold) and SealError.
        """
        subject = person_subject(roster_id)
        with self._writing() as session:
            require_free(session, subject)
            row = session.get(PersonRow, roster_id)
            # taken off by an import: the name went then, what was found by it is here
            person = load_person(row.detail.open() if row else _nameless(roster_id))
            gone = delete_person(
                session,
                self._database.vault,
                person,
                cause=cause,
                until=tombstones_until,
                actor=actor,
                now=now,
            )
            if row is not None:
                session.delete(row)
                gone["roster"] = 1
            if not any(count for part, count in gone.items() if part != "reasons"):
                raise UsageError(N_("there is nobody with the id {roster_id}"), roster_id=roster_id)
            self._enter_deletion(
                session, cause, subject, gone=gone, actor=actor, reason=reason, now=now
            )
        return gone

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """A transaction that leaves nothing behind of what it deletes, and is noted beside."""
        self._database.vault.require()
        with self._database.writing(durable=True) as session:
            yield session
        self._database.clear_journal()
        write_journal(self._database)

    def _enter_deletion(
        self,
        session: Session,
        cause: Cause,
        subject: str,
        *,
        gone: Mapping[str, int],
        actor: str,
        reason: str,
        now: datetime,
    ) -> None:
        act = "people.delete"
        if cause is Cause.REQUEST:
            act = "request.delete"
            note_request(
                session, Wish.DELETE, subject, counts=gone, actor=actor, reason=reason, now=now
            )
        self._audit.enter(session, act, actor=actor, subject=subject, reason=reason, now=now)

    def correct(self, person: Person, *, actor: str, reason: str, now: datetime) -> tuple[str, ...]:
        """Put `person` in the place of the entry of his id; names of the fields that changed.

        Raises UsageError when there is none or nothing differs, and SealError.
        """
        self._database.vault.require()
        subject = person_subject(person.id)
        with self._database.writing(durable=True) as session:
            row = session.get(PersonRow, person.id)
            if row is None:
                raise UsageError(N_("there is nobody with the id {roster_id}"), roster_id=person.id)
            before, after = row.detail.open(), dump_person(person)
            changed = tuple(name for name in after if before.get(name) != _plain(after[name]))
            if not changed:
                raise UsageError(N_("that is what the roster says already: nothing to correct"))
            row.name_key = self._name_key(person.surname + person.given)
            row.detail = after
            counts = dict.fromkeys(changed, 1)
            note_request(
                session, Wish.CORRECT, subject, counts=counts, actor=actor, reason=reason, now=now
            )
            self._audit.enter(
                session, "request.correct", actor=actor, subject=subject, reason=reason, now=now
            )
        self._database.clear_journal()
        write_journal(self._database)
        return changed

    def _name_key(self, full_name: str) -> str:
        return self._database.vault.keyed("name", fold_key("".join(full_name.split())))


def dump_person(person: Person) -> dict[str, Any]:
    """`person` as JSON holds it."""
    days = {"left": person.left, "until": person.until}
    return {
        **asdict(person),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _nameless(roster_id: str) -> dict[str, Any]:
    return {"id": roster_id, "surname": "", "given": ""}


def _plain(value: Any) -> Any:
    """As JSON gives it back."""
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def load_person(values: Mapping[str, Any]) -> Person:
    """What `dump_person` wrote; fields of another version are left out."""
    known: dict[str, Any] = {name: value for name, value in values.items() if name in _FIELDS}
    known["romaji"] = tuple(known.get("romaji", ()))
    known["guessed_kana"] = tuple(map(tuple, known.get("guessed_kana", ())))
    for name in ("left", "until"):
        known[name] = date.fromisoformat(known[name]) if known.get(name) else None
    return Person(**known)
