"""A sealed copy of what is held and deleted, beside the database: a restored backup learns from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, DateTime, delete, insert, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from leakwatch.errors import N_, LeakwatchError, RecordError
from leakwatch.models import SentHead
from leakwatch.record.audit_heads import head_now, sent_heads
from leakwatch.record.database import Database
from leakwatch.record.rows import table_of
from leakwatch.record.rows_keeping import (
    BackupRow,
    DeletionRow,
    HoldRow,
    RequestRow,
    TombstoneRow,
)
from leakwatch.record.sealing import SealedFile, SealedValue, Vault

#: Name of the file in the state directory.
JOURNAL = "deletions"
_TABLES: tuple[type[SQLModel], ...] = (HoldRow, TombstoneRow, DeletionRow, BackupRow, RequestRow)

#: Where the heads of the audit trail stand in it.
HEADS = "heads"

_Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """What the file says."""

    rows: _Rows

    @property
    def heads(self) -> tuple[SentHead, ...]:
        """Heads of the audit trail, as they were sent and as they stood each day."""
        return tuple(
            SentHead(
                head=one["id"],
                rows=one["rows"],
                at=datetime.fromisoformat(one["at"]) if one["at"] else None,
                where="journal",
            )
            for one in self.rows.get(HEADS, ())
        )

    @property
    def deletions(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.rows.get("deletion", ()))


def write_journal(
    database: Database, *, now: datetime | None = None, before: Journal | None = None
) -> None:
    """Bring the file up to the tables; nothing without the key. Raises RecordError.

    With the time `now` the head of the audit trail goes in as well.
    What the key does not open is set aside: it may be wanted yet. With a new key `before` is what
    the old one opened.
    """
    if not database.vault.is_open:
        return
    with database.reading() as session:
        rows = {_name(row): list(_dumped(session, row)) for row in _TABLES}
        rows[HEADS] = [_head(one) for one in (*sent_heads(session), *head_now(session, now))]
    before = before or read_journal(database.path.parent, database.vault)
    if before is not None:
        rows = _united(before.rows, rows)
    sealed = SealedFile(database.path.with_name(JOURNAL), database.vault)
    try:
        if before is None and sealed.path.exists():
            sealed.path.rename(sealed.path.with_name(f"{JOURNAL}.unread"))
        sealed.write(json.dumps(rows, ensure_ascii=False).encode())
    except OSError as error:
        raise RecordError(
            N_("{file} cannot be written ({why}): check owner, mode and free space"),
            file=sealed.path,
            why=error.strerror or type(error).__name__,
        ) from error


def read_journal(state_dir: Path, vault: Vault) -> Journal | None:
    """What the file says; None without a file, or without the key that opens it."""
    sealed = SealedFile(state_dir / JOURNAL, vault)
    try:
        return Journal(rows=json.loads(sealed.read()))
    except (OSError, LeakwatchError):
        return None


def take_over(session: Session, journal: Journal) -> tuple[Mapping[str, Any], ...]:
    """Put the file in the place of the tables; the deletions that these did not know."""
    known = set(session.scalars(select(table_of(DeletionRow).c.id)))
    for row in _TABLES:
        table = table_of(row)
        values = [_loaded(row, one) for one in journal.rows.get(_name(row), ())]
        session.execute(delete(table))
        if values:
            session.execute(insert(table), values)
    return tuple(one for one in journal.deletions if one["id"] not in known)


def _united(before: _Rows, now: _Rows) -> _Rows:
    """What the file knows and the tables do not stays: a backup may have been copied over them."""
    united: _Rows = {}
    for name, rows in now.items():
        present = {row["id"] for row in rows}
        known = [row for row in before.get(name, ()) if row["id"] not in present]
        united[name] = rows if name == _name(TombstoneRow) else [*known, *rows]
    return united


def _head(one: SentHead) -> dict[str, Any]:
    return {"id": one.head, "rows": one.rows, "at": one.at.isoformat() if one.at else None}


def _name(row: type[SQLModel]) -> str:
    return table_of(row).name


def _dumped(session: Session, row: type[SQLModel]) -> Iterator[dict[str, Any]]:
    table = table_of(row)
    for line in session.execute(select(table)).mappings():
        yield {name: _json(line[name]) for name in table.c.keys()}  # noqa: SIM118 - columns


def _json(value: Any) -> Any:
    if isinstance(value, SealedValue):
        return value.open()
    return value.isoformat() if isinstance(value, date) else value


def _loaded(row: type[SQLModel], values: Mapping[str, Any]) -> dict[str, Any]:
    columns = table_of(row).c
    return {column.name: _typed(column.type, values.get(column.name)) for column in columns}


def _typed(kind: object, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    impl = getattr(kind, "impl", kind)
    if isinstance(impl, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(impl, Date) else value
