"""The schema's version, and the way up to the newest one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Protocol

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON, DateTime, LargeBinary, String, Text, TypeDecorator, TypeEngine

from leakwatch.errors import N_, RecordError
from leakwatch.record.database import Database
from leakwatch.record.migrations import HEAD, REVISIONS
from leakwatch.record.tables import METADATA

#: What a migration says in place of our own column types, which may change or go.
_RENDERED: dict[type[TypeEngine[Any]], str] = {
    DateTime: "sa.DateTime(timezone=True)",
    JSON: "sa.JSON()",
    LargeBinary: "sa.LargeBinary()",
    Text: "sa.Text()",
    String: "sa.String()",
}


class Configure(Protocol):
    def __call__(self, *, connection: Connection, **options: Any) -> None: ...


def stored_version(session: Session) -> str | None:
    """The database's schema version, None for an empty one. Raises RecordError for a foreign one."""
    connection = session.connection()
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if tables:
        raise RecordError(
            N_("{file} is the database of another program: set another state_dir"),
            file=connection.engine.url.database,
        )
    return None


def require_known(version: str | None, path: Path) -> None:
    """Refuse a database that a newer leakwatch has written. Raises RecordError."""
    if version is not None and version not in REVISIONS:
        raise RecordError(
            N_("{file} was written by a newer leakwatch (schema {version}): upgrade this one"),
            file=path,
            version=version,
        )


def upgrade(database: Database) -> None:
    """Bring the database to the newest schema in one transaction. Raises RecordError."""
    from alembic import command  # noqa: PLC0415 - 0.3 s that only an upgrade may cost
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.writing(durable=True) as session:
        version = stored_version(session)
        require_known(version, database.path)
        if version != HEAD:
            config.attributes["connection"] = session.connection()
            command.upgrade(config, "head")


def configure(target: Configure, connection: Connection) -> None:
    """The one set of options for upgrading, comparing and writing migrations."""
    target(
        connection=connection,
        target_metadata=METADATA,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,
    )


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types as plain ones, so that a migration needs no import of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return _RENDERED.get(type(item.impl_instance), False)
    return False
