"""Opening the record: directory, database, schema and key, each made only where nothing is."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import MultiFernet
from sqlalchemy import LargeBinary, select, type_coerce

from leakwatch.errors import N_, RecordError, SealError
from leakwatch.record.database import Database
from leakwatch.record.migrations import HEAD
from leakwatch.record.private_files import write_private
from leakwatch.record.rows import MetaRow, table_of
from leakwatch.record.schema import require_known, stored_version, upgrade
from leakwatch.record.sealing import SealedValue, Vault, new_key, read_keys

DATABASE, KEY, _LOCK = "leakwatch.db", "key", "lock"
#: Name of the row that holds the sealed index key, which is the key check as well.
INDEX_KEY = "index_key"


def open_database(state_dir: Path, *, sealing_key: str | None, read_only: bool) -> Database:
    """The database at the newest schema, its vault open where the key is right.

    Raises RecordError when it cannot be read or written.
    """
    path = state_dir / DATABASE
    with _files(state_dir):
        if not read_only:
            _make_place(state_dir, path)
        elif not path.is_file():
            raise RecordError(N_("{file} does not exist: leakwatch sweep makes it"), file=path)
    database = Database(path, vault=Vault(), read_only=read_only)
    try:
        with _files(state_dir):
            _prepare(database, state_dir, sealing_key=sealing_key, read_only=read_only)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def _files(state_dir: Path) -> Iterator[None]:
    """Turn errors of the file system into RecordError."""
    try:
        yield
    except OSError as error:
        raise RecordError(
            N_("{file} cannot be read or written ({why}): check owner, mode and free space"),
            file=error.filename or state_dir,
            why=error.strerror or type(error).__name__,
        ) from error


def _make_place(state_dir: Path, path: Path) -> None:
    state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        # made here and not by SQLite: its journal files take over the mode
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _prepare(
    database: Database, state_dir: Path, *, sealing_key: str | None, read_only: bool
) -> None:
    version, check = _state(database)
    require_known(version, database.path)
    if version != HEAD and read_only:
        raise RecordError(
            N_("{file} has the schema of an older leakwatch: run leakwatch db upgrade"),
            file=database.path,
        )
    if not read_only and (version != HEAD or check is None):
        with _alone(state_dir):
            if version != HEAD:
                upgrade(database)
            check = _state(database)[1] or _found(database, state_dir, sealing_key)
    if check is not None and not database.vault.is_open:
        _unlock(database.vault, check, state_dir, sealing_key)


def _state(database: Database) -> tuple[str | None, bytes | None]:
    """Schema version and key check, as they are stored."""
    meta = table_of(MetaRow)
    with database.reading() as session:
        version = stored_version(session)
        if version != HEAD:
            return version, None
        token = type_coerce(meta.c.sealed, LargeBinary)
        check = session.execute(select(token).where(meta.c.name == INDEX_KEY)).scalar()
    return version, check


@contextmanager
def _alone(state_dir: Path) -> Iterator[None]:
    """One process at a time makes keys and tables; the second finds them made."""
    descriptor = os.open(state_dir / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _found(database: Database, state_dir: Path, sealing_key: str | None) -> bytes | None:
    """Seal a record that never was: the only place where a key is made."""
    text = sealing_key or _key_file(state_dir)
    if text is None:
        text = new_key()
        write_private(state_dir / KEY, f"{text}\n".encode("ascii"))
    keys = _keys(text)
    if keys is None:
        database.vault.refuse()
        return None
    with database.writing(durable=True) as session:
        check = database.vault.found(keys)
        session.add(MetaRow(name=INDEX_KEY, sealed=SealedValue(token=check, vault=database.vault)))
    return check


def _unlock(vault: Vault, check: bytes, state_dir: Path, sealing_key: str | None) -> None:
    text = sealing_key or _key_file(state_dir)
    if text is None:
        return
    keys = _keys(text)
    if keys is None:
        vault.refuse()
    else:
        vault.turn(keys, check)


def _keys(text: str) -> MultiFernet | None:
    try:
        return read_keys(text)
    except SealError:
        return None


def _key_file(state_dir: Path) -> str | None:
    """The embedded key; unreadable counts as missing, so that the rest goes on."""
    try:
        return (state_dir / KEY).read_text("utf-8", "replace") or None
    except OSError:
        return None
