"""The database file: connections, transactions, and what its errors mean."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlalchemy.orm import Session

from leakwatch.errors import N_, LeakwatchError, RecordError
from leakwatch.record.columns import attach_vault
from leakwatch.record.sealing import Vault

#: Seconds a writer waits for another one; without it most of 600 contended writes fail.
BUSY_TIMEOUT = 5.0
#: Name of the execution option that says what a transaction is for.
_PURPOSE = "leakwatch_purpose"

#: SQLite's result code (by its beginning) → what happened and what to do.
_MEANINGS = (
    ("SQLITE_FULL", N_("{file}: the disk is full: make room, nothing was half-written")),
    ("SQLITE_READONLY", N_("{file} cannot be written: check its owner and the file system")),
    ("SQLITE_BUSY", N_("{file} is locked by another process: try again when it is done")),
    ("SQLITE_LOCKED", N_("{file} is locked by another process: try again when it is done")),
    ("SQLITE_CORRUPT", N_("{file} is damaged: restore a backup with leakwatch db restore")),
    ("SQLITE_NOTADB", N_("{file} is not a leakwatch database: restore a backup or move it away")),
    ("SQLITE_CANTOPEN", N_("{file} cannot be opened: check that its directory can be written")),
    ("SQLITE_PERM", N_("{file} cannot be opened: check its owner")),
    (
        "SQLITE_IOERR",
        N_("{file}: the disk refuses to read or write ({code}): check its health and free space"),
    ),
)


class Database:
    """One SQLite file in WAL mode; every use of it is a transaction."""

    def __init__(self, path: Path, *, vault: Vault, read_only: bool = False) -> None:
        self.path, self.vault = path, vault
        self._engine = _engine(path, read_only=read_only)
        attach_vault(self._engine.dialect, vault)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view. Raises RecordError."""
        with self._session("read") as session:
            yield session

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Session]:
        """One transaction: all of it or nothing. Raises RecordError.

        `durable` waits for the disk, so that not even a power cut forgets it.
        """
        with self._session("durable" if durable else "write") as session:
            yield session

    @contextmanager
    def _session(self, purpose: str) -> Iterator[Session]:
        engine = self._engine.execution_options(**{_PURPOSE: purpose})
        with (
            translated(self.path),
            Session(engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def clear_journal(self) -> bool:
        """Empty the write-ahead log, so that deleted words do not live on in it.

        False when another process reads from it just now: the next one that asks will.
        """
        with translated(self.path), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.rollback()
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLAlchemy and SQLite raise into RecordError."""
    try:
        yield
    except StatementError as error:
        if isinstance(error.orig, LeakwatchError):
            raise error.orig from error
        raise _record_error(error.orig, path) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _record_error(error, path) from error


def _record_error(error: BaseException | None, path: Path) -> RecordError:
    code = str(getattr(error, "sqlite_errorname", type(error).__name__))
    for beginning, meaning in _MEANINGS:
        if code.startswith(beginning):
            return RecordError(meaning, file=path, code=code)
    return RecordError(
        N_("{file}: the database refuses ({code}): leakwatch db verify says more"),
        file=path,
        code=code,
    )


def sqlite_uri(path: Path, *, read_only: bool) -> str:
    """An address that never creates the file: a wrong path must not look like an empty record."""
    return f"file:{quote(str(path))}?mode={'ro' if read_only else 'rw'}"


def _engine(path: Path, *, read_only: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        # isolation_level None: transactions are begun below, not guessed by the driver
        return sqlite3.connect(
            sqlite_uri(path, read_only=read_only),
            uri=True,
            timeout=BUSY_TIMEOUT,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine(
        f"sqlite:///{path}",
        creator=connect,
        json_serializer=_json,
        hide_parameters=True,  # an error message must not carry what was to be stored
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        if not read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
        for setting in ("foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Writers take the lock at once: upgrading a read lock later fails under contention."""
    purpose = connection.get_execution_options().get(_PURPOSE, "read")
    level = "FULL" if purpose == "durable" else "NORMAL"
    connection.exec_driver_sql(f"PRAGMA synchronous={level}")
    connection.exec_driver_sql("BEGIN" if purpose == "read" else "BEGIN IMMEDIATE")


def _json(value: object) -> str:
    """Readable JSON; what UTF-8 cannot hold becomes a question mark."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")
