from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from leakwatch.record import Record, migrations
from leakwatch.record.schema import configure, render_item
from leakwatch.record.tables import METADATA

VERSIONS = Path(migrations.__file__).parent / "versions"


def test_the_migrations_lead_to_the_tables_of_the_models(record: Record) -> None:
    with record._database.reading() as session:
        options: dict[str, object] = {}
        configure(lambda **given: options.update(given), session.connection())
        connection = options.pop("connection")
        context = MigrationContext.configure(session.connection(), opts=options)
        assert connection is session.connection()
        assert compare_metadata(context, METADATA) == []


def test_every_migration_file_is_a_known_revision() -> None:
    files = sorted(path.stem for path in VERSIONS.glob("r*.py"))
    assert [name[1:5] for name in files] == list(migrations.REVISIONS)


def test_a_written_migration_needs_no_import_of_ours(state_dir: Path, record: Record) -> None:
    with record._database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"as_sql": False})
        context.opts["render_item"] = render_item
        for table in ("person", "finding", "outbox"):
            assert table in METADATA.tables
        emptied = produce_migrations(context, type(METADATA)())
    assert emptied.downgrade_ops is not None
    written = render_python_code(emptied.downgrade_ops, render_item=render_item)
    assert "leakwatch" not in written
    assert "sqlmodel" not in written


def test_our_column_types_are_written_as_plain_ones() -> None:
    rendered = {
        str(render_item("type", column.type, None))
        for table in METADATA.sorted_tables
        for column in table.columns
    }
    assert rendered <= {
        "False",
        "sa.DateTime(timezone=True)",
        "sa.JSON()",
        "sa.LargeBinary()",
        "sa.String()",
        "sa.Text()",
    }


def test_every_table_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.sorted_tables]
    text = "\n".join(made)
    assert "START WITH 1001" in text
    assert "TIMESTAMP WITH TIME ZONE" in text
    assert "BYTEA" in text
    assert "DATETIME" not in text
