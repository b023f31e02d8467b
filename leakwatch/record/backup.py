"""Copies of the database: made while it is in use, checked before they are put back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from leakwatch.errors import N_, RecordError
from leakwatch.record.database import BUSY_TIMEOUT, sqlite_uri, translated
from leakwatch.record.migrations import REVISIONS
from leakwatch.record.opening import DATABASE

#: Files SQLite keeps beside a database; they belong to it and go with it.
_BESIDE = ("", "-wal", "-shm")


_DAMAGED = frozenset({"SQLITE_NOTADB", "SQLITE_CORRUPT"})


def back_up(database: Path, target: Path) -> None:
    """Copy `database` to `target` (0600) in one consistent state. Raises RecordError."""
    partial = target.with_name(f".{target.name}.part")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(database, partial)
        with translated(partial), closing(_open(partial, read_only=False)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        partial.replace(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        _remove(partial)


def put_back(backup: Path, state_dir: Path, *, now: datetime) -> None:
    """Replace the database in `state_dir` by `backup`, in one step. Raises RecordError.

    A database that is in use is overwritten in a transaction of its own; one that cannot be
    written so, since it is damaged, is moved aside.
    """
    _require_sound(backup)
    target = state_dir / DATABASE
    try:
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with translated(target):
            _make_room(target, now)
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise _unwritable(target, error) from error
    _copy(backup, target)


def _copy(origin: Path, target: Path) -> None:
    with (
        translated(origin),
        closing(_open(origin, read_only=True)) as reading,
        translated(target),
        closing(_open(target, read_only=False)) as writing,
    ):
        reading.backup(writing)


def _open(path: Path, *, read_only: bool) -> sqlite3.Connection:
    return sqlite3.connect(sqlite_uri(path, read_only=read_only), uri=True, timeout=BUSY_TIMEOUT)


def _require_sound(backup: Path) -> None:
    if not backup.is_file():
        raise RecordError(N_("{file} does not exist"), file=backup)
    with translated(backup), closing(_open(backup, read_only=True)) as connection:
        damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        version = _version(connection)
    if damage != "ok":
        raise RecordError(N_("{file} is damaged: use another backup"), file=backup)
    if version not in REVISIONS:
        raise RecordError(
            N_("{file} is no backup that this leakwatch knows (schema {version})"),
            file=backup,
            version=version or "-",
        )


def _version(connection: sqlite3.Connection) -> str | None:
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:  # no such table: the database of another program
        return None
    return str(row[0]) if row else None


def _make_room(target: Path, now: datetime) -> None:
    """Move a damaged database aside; nothing is thrown away."""
    if not target.exists():
        return
    try:
        with closing(_open(target, read_only=True)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname not in _DAMAGED:
            raise
        for ending in _BESIDE:
            path = target.with_name(target.name + ending)
            if path.exists():
                path.rename(target.with_name(f"{target.name}.damaged-{now:%Y%m%dT%H%M%S}{ending}"))


def _remove(partial: Path) -> None:
    for ending in _BESIDE:
        partial.with_name(partial.name + ending).unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> RecordError:
    return RecordError(
        N_("{file} cannot be written ({why}): check owner, mode and free space"),
        file=path,
        why=error.strerror or type(error).__name__,
    )
