"""After a restored backup: what was deleted since it was made is deleted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Cause, Person, person_of
from leakwatch.record.keeping_holds import held, is_held
from leakwatch.record.keeping_journal import JOURNAL, read_journal, take_over
from leakwatch.record.keeping_people import delete_person
from leakwatch.record.keeping_retention import delete_again
from leakwatch.record.people import load_person
from leakwatch.record.rows import PersonRow
from leakwatch.record.rows_keeping import DeletionRow
from leakwatch.record.sealing import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restored record had to delete anew."""

    again: int = 0
    missing: int = 0  #: was not in the backup
    held: int = 0  #: is under legal hold now
    unread: bool = False  #: there is a file of deletions that this key does not open


def delete_anew(session: Session, state_dir: Path, vault: Vault, *, now: datetime) -> Restored:
    """Take holds, tombstones and deletions over from the file, and repeat what the tables lack."""
    journal = read_journal(state_dir, vault)
    if journal is None:
        return Restored(unread=(state_dir / JOURNAL).exists())
    known = set(session.scalars(select(col(DeletionRow.id))))
    if all(one["id"] in known for one in journal.deletions):
        return Restored()
    unknown = take_over(session, journal)
    holds = held(session)
    counts = Counter(_repeat(session, vault, one, holds, now) for one in unknown)
    return Restored(again=counts["again"], missing=counts["missing"], held=counts["held"])


def _repeat(
    session: Session,
    vault: Vault,
    deletion: Mapping[str, Any],
    holds: frozenset[str],
    now: datetime,
) -> str:
    about, what = str(deletion["about"]), str(deletion["what"])
    if is_held(holds, about):
        return "held"
    roster_id = person_of(about)
    if roster_id:
        return "again" if _person_again(session, vault, roster_id, now) else "missing"
    done = delete_again(session, what=what, about=about, now=now, vault=vault)
    return "again" if done else "missing"


def _person_again(session: Session, vault: Vault, roster_id: str, now: datetime) -> bool:
    row = session.get(PersonRow, roster_id)
    person = Person(id=roster_id, surname="", given="")
    if row is not None:
        person = load_person(row.detail.open())
        session.delete(row)
    gone = delete_person(
        session, vault, person, cause=Cause.REQUEST, until=None, actor="-", now=now
    )
    return row is not None or any(gone.values())
