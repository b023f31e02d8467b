"""The roster, sealed: who is watched, found again by a keyed hash of the name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import Person
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.erasure import erase_person, is_found
from leakwatch.record.rows import PersonRow, table_of
from leakwatch.text import fold_key

_FIELDS = frozenset(field.name for field in fields(Person))


class People:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def replace(self, people: Iterable[Person], *, actor: str, now: datetime) -> None:
        """Seal `people` as the whole roster. Raises SealError."""
        self._database.vault.require()
        rows = [
            {
                "roster_id": person.id,
                "name_key": self._name_key(person.surname + person.given),
                "detail": dump_person(person),
            }
            for person in people
        ]
        with self._database.writing(durable=True) as session:
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

    def delete(self, roster_id: str, *, actor: str, reason: str, now: datetime) -> None:
        """Remove one person and what was kept about him. Raises UsageError and SealError.

        Somebody whom an import took off the roster can still be named by his id.
        The findings keep their numbers, as empty shells; what names him in others is cut out.
        """
        self._database.vault.require()
        with self._database.writing(durable=True) as session:
            row = session.get(PersonRow, roster_id)
            if row is not None:
                erase_person(session, load_person(row.detail.open()), now=now)
                session.delete(row)
            elif is_found(session, roster_id):
                # taken off by an import: the name went then, what was found by it is here
                erase_person(session, Person(id=roster_id, surname="", given=""), now=now)
            else:
                raise UsageError(N_("there is nobody with the id {roster_id}"), roster_id=roster_id)
            self._audit.enter(
                session,
                "people.delete",
                actor=actor,
                subject=f"person:{roster_id}",
                reason=reason,
                now=now,
            )
        self._database.clear_journal()

    def _name_key(self, full_name: str) -> str:
        return self._database.vault.keyed("name", fold_key("".join(full_name.split())))


def dump_person(person: Person) -> dict[str, Any]:
    """`person` as JSON holds it."""
    days = {"left": person.left, "until": person.until}
    return {
        **asdict(person),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def load_person(values: Mapping[str, Any]) -> Person:
    """What `dump_person` wrote; fields of another version are left out."""
    known: dict[str, Any] = {name: value for name, value in values.items() if name in _FIELDS}
    known["romaji"] = tuple(known.get("romaji", ()))
    known["guessed_kana"] = tuple(map(tuple, known.get("guessed_kana", ())))
    for name in ("left", "until"):
        known[name] = date.fromisoformat(known[name]) if known.get(name) else None
    return Person(**known)
