"""The page ledger as it is stored: one row for each sighting on each page, written in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Status
from leakwatch.record.identity import keyed as keyed_hash
from leakwatch.record.rows import CursorRow, FindingRow, PageRow, table_of
from leakwatch.record.sealing import Vault

#: A page that no sweep has come across for so long is forgotten.
_FORGOTTEN = timedelta(days=90)
#: Ids in one statement: SQLite takes no endless lists.
_CHUNK = 500
_ENDED = frozenset({Status.GONE, Status.CLOSED})


class Look(IntEnum):
    """How closely a page that has not changed was looked at."""

    NONE = 0  #: not at all: what led to it says that it has not changed
    ASKED = 1  #: the site said so
    READ = 2  #: it was read


@dataclass(slots=True, kw_only=True)
class KnownPage:
    """One row; changes are staged with the ledger."""

    id: int | None = None
    key: str
    sighting: str
    content: str
    judged_under: str
    definition: str
    judged_sweep: int
    seen_at: datetime
    looked_at: datetime
    read_at: datetime
    validators: Any = None
    said: str = ""
    lines: list[str] | None = None


@dataclass(slots=True)
class Present:
    """What the log holds under one sighting's identity."""

    findings: list[tuple[int, int]]  #: number and the sweep that last saw it
    settled: bool = True  #: seeing it again changes nothing but the time it was last seen


_COLUMNS = tuple(KnownPage.__dataclass_fields__)


def load_pages(session: Session, source: str, *, keyed: bool) -> Iterator[KnownPage]:
    """Every row of `source` whose hashes are of the sort it has now."""
    pages = table_of(PageRow)
    rows = select(*(pages.c[name] for name in _COLUMNS)).where(
        pages.c.source == source, pages.c.keyed.is_(keyed)
    )
    for row in session.execute(rows):
        yield KnownPage(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def load_present(session: Session, source: str, *, now: datetime) -> dict[str, Present]:
    """By the identity findings are stored under."""
    found: dict[str, Present] = {}
    rows = select(
        col(FindingRow.identity),
        col(FindingRow.number),
        col(FindingRow.last_sweep),
        col(FindingRow.status),
        col(FindingRow.missing_since),
        col(FindingRow.snoozed_until),
    ).where(col(FindingRow.source) == source)
    for identity, number, last_sweep, status, missing, until in session.execute(rows):
        present = found.setdefault(identity, Present([]))
        assert number is not None, "what is stored has a number"
        present.findings.append((number, last_sweep))
        woken = status == Status.SNOOZED and (until is None or until <= now)
        if missing is not None or status in _ENDED or woken:
            present.settled = False
    return found


def store_pages(session: Session, source: str, rows: Sequence[KnownPage], *, keyed: bool) -> None:
    """Insert the new of `rows` and rewrite the others."""
    table = table_of(PageRow)
    fresh = [row for row in rows if row.id is None]
    if fresh:
        values = [{**_values(row), "source": source, "keyed": keyed} for row in fresh]
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        numbers = session.execute(statement, values).scalars()
        for row, number in zip(fresh, list(numbers), strict=True):
            row.id = number
    taken = {id(row) for row in fresh}
    old = [row for row in rows if id(row) not in taken]
    if old:
        names = [name for name in _COLUMNS if name != "id"]
        statement_ = (
            update(table)
            .where(table.c.id == bindparam("row_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        session.connection().execute(
            statement_,
            [
                {"row_id": row.id, **{f"new_{name}": getattr(row, name) for name in names}}
                for row in old
            ],
        )


def _values(row: KnownPage) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS if name != "id"}


def note_kept(session: Session, numbers: Iterable[int], look: Look, *, now: datetime) -> None:
    """Pages that are as they were: only the times they were seen move."""
    times = ("seen_at", "looked_at", "read_at")[: look + 1]
    _set(session, table_of(PageRow), "id", numbers, dict.fromkeys(times, now))


def touch_findings(session: Session, numbers: Iterable[int], *, sweep: int, now: datetime) -> None:
    """Findings that stand on pages which are as they were: they were seen."""
    values = {"last_seen": now, "last_sweep": sweep}
    _set(session, table_of(FindingRow), "number", numbers, values)


def _set(
    session: Session, table: Any, key: str, numbers: Iterable[int], values: dict[str, Any]
) -> None:
    for some in _chunks(numbers):
        session.execute(update(table).where(table.c[key].in_(some)).values(values))


def drop_pages(session: Session, numbers: Iterable[int]) -> None:
    table = table_of(PageRow)
    for some in _chunks(numbers):
        session.execute(delete(table).where(table.c.id.in_(some)))


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(numbers)
    for at in range(0, len(every), _CHUNK):
        yield every[at : at + _CHUNK]


def prune(session: Session, source: str, *, keyed: bool, now: datetime) -> None:
    """Forget pages not seen for long, and hashes of the other sort."""
    table = table_of(PageRow)
    old = (table.c.seen_at < now - _FORGOTTEN) | table.c.keyed.is_not(keyed)
    session.execute(delete(table).where(table.c.source == source, old))


def forget_pages(session: Session, vault: Vault, findings: Sequence[FindingRow]) -> None:
    """Forget the pages that show `findings`: they are judged when they are seen again."""
    table = table_of(PageRow)
    for source in {row.source for row in findings}:
        shown = {row.identity for row in findings if row.source == source}
        pages = select(table.c.id, table.c.sighting, table.c.keyed).where(table.c.source == source)
        drop_pages(
            session,
            [
                number
                for number, sighting, hidden in session.execute(pages)
                if sighting in shown
                or (not hidden and vault.is_open and keyed_hash(vault, sighting) in shown)
            ],
        )


def forget(session: Session, *, but: Iterable[str]) -> None:
    """Delete what is remembered of every source that is not in `but`."""
    for row in (PageRow, CursorRow):
        table = table_of(row)
        session.execute(delete(table).where(table.c.source.not_in(sorted(but))))
