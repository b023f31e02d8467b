"""A new sealing key: everything sealed is sealed anew."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import LargeBinary, Table, bindparam, select, type_coerce, update
from sqlalchemy.orm import Session

from leakwatch.record.columns import Sealed
from leakwatch.record.database import Database
from leakwatch.record.keeping_journal import read_journal, write_journal
from leakwatch.record.private_files import write_private
from leakwatch.record.sealing import read_keys
from leakwatch.record.tables import METADATA


def rotate(database: Database, new_key: str, *, key_file: Path | None) -> None:
    """Seal everything with `new_key`; old keys open nothing afterwards. Raises SealError.

    `key_file`, where the key lies beside the database, holds both keys until all is done, so that
    a crash in between leaves a record that opens.
    """
    database.vault.require()
    keys = read_keys(new_key)
    journal = read_journal(database.path.parent, database.vault)
    if key_file is not None:
        both = f"{new_key.strip()}\n{key_file.read_text('ascii')}"
        write_private(key_file, both.encode("ascii"))
    with database.writing(durable=True) as session:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, Sealed):
                    _renew(session, database, table, column.name, new_key)
    database.vault.replace_keys(keys)
    database.clear_journal()
    write_journal(database, before=journal)
    if key_file is not None:
        write_private(key_file, f"{new_key.strip()}\n".encode("ascii"))


def _renew(session: Session, database: Database, table: Table, name: str, new_key: str) -> None:
    identity = next(iter(table.primary_key.columns))
    token = type_coerce(table.c[name], LargeBinary)
    rows = session.execute(select(identity, token).where(table.c[name].is_not(None))).all()
    if not rows:
        return
    renewed = database.vault.renewed(read_keys(new_key), [row[1] for row in rows])
    session.connection().execute(
        update(table)
        .where(identity == bindparam("row_identity"))
        .values({name: type_coerce(bindparam("row_token"), LargeBinary)}),
        [
            {"row_identity": row[0], "row_token": token}
            for row, token in zip(rows, renewed, strict=True)
        ],
    )
