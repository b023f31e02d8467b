from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from leakwatch.errors import RecordError
from leakwatch.models import Outcome
from leakwatch.record import open_record
from leakwatch.record.migrations import HEAD, REVISIONS
from tests.logged import NOW, day, make_finding, make_sighting, make_source, sweep

SOURCE = make_source()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def execute(state_dir: Path, statement: str) -> None:
    with sqlite3.connect(state_dir / "leakwatch.db") as connection:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def made(state_dir: Path) -> Path:
    """A state directory that was used and closed."""
    open_record(state_dir, sealing_key=None, now=NOW).close()
    return state_dir


def test_everything_made_is_for_the_owner_only(state_dir: Path) -> None:
    before = os.umask(0)
    try:
        with open_record(state_dir, sealing_key=None, now=NOW) as record:
            sweep(record, SOURCE, make_finding(make_sighting(SOURCE)))
            files = {path.name: mode(path) for path in state_dir.iterdir()}
    finally:
        os.umask(before)
    assert mode(state_dir) == 0o700
    assert {"leakwatch.db", "leakwatch.db-wal", "key"} <= set(files)
    assert set(files.values()) == {0o600}


def test_what_was_stored_is_there_at_the_next_opening(state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        sweep(record, SOURCE, make_finding(make_sighting(SOURCE)))
    with open_record(state_dir, sealing_key=None, now=day(1)) as record:
        assert [finding.number for finding in record.findings.list()] == [1001]


def test_the_journal_is_written_ahead_and_deletes_for_good(made: Path) -> None:
    with open_record(made, sealing_key=None, now=NOW) as record:
        with record._database.writing(durable=True) as session:
            pragmas = {
                name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in (
                    "journal_mode",
                    "synchronous",
                    "foreign_keys",
                    "secure_delete",
                    "busy_timeout",
                )
            }
        with record._database.writing() as session:
            relaxed = session.connection().exec_driver_sql("PRAGMA synchronous").scalar()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    assert relaxed == 1


def test_opening_a_database_at_the_newest_schema_does_not_load_alembic(made: Path) -> None:
    script = (
        "import sys, pathlib, datetime; from leakwatch.record import open_record;"
        "open_record(pathlib.Path(sys.argv[1]), sealing_key=None,"
        " now=datetime.datetime.now(datetime.UTC)).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(made)], check=False)
    assert done.returncode == 0


def test_two_processes_that_open_a_new_record_at_once_share_one_key(state_dir: Path) -> None:
    script = (
        "import sys, pathlib, datetime; from leakwatch.record import open_record;"
        "record = open_record(pathlib.Path(sys.argv[1]), sealing_key=None,"
        " now=datetime.datetime.now(datetime.UTC));"
        "record.people.load(); record.close()"
    )
    command = [sys.executable, "-c", script, str(state_dir)]
    started = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]


def test_a_record_is_opened_for_reading_alone(made: Path) -> None:
    with open_record(made, sealing_key=None, now=NOW, read_only=True) as record:
        assert record.findings.list() == ()
        with pytest.raises(RecordError, match="cannot be written"):
            record.audit.append("test", actor="R01", subject="-", reason=None, now=NOW)


def test_reading_alone_makes_nothing(state_dir: Path) -> None:
    with pytest.raises(RecordError, match="does not exist"):
        open_record(state_dir, sealing_key=None, now=NOW, read_only=True)
    assert not state_dir.exists()


def test_a_schema_of_a_newer_program_is_refused_and_untouched(made: Path) -> None:
    execute(made, "UPDATE alembic_version SET version_num = '9999'")
    before = (made / "leakwatch.db").read_bytes()
    with pytest.raises(RecordError, match=r"newer leakwatch \(schema 9999\)"):
        open_record(made, sealing_key=None, now=NOW)
    assert (made / "leakwatch.db").read_bytes() == before


def test_the_database_of_another_program_is_refused(state_dir: Path) -> None:
    state_dir.mkdir()
    execute(state_dir, "CREATE TABLE customers (name TEXT)")
    with pytest.raises(RecordError, match="another program"):
        open_record(state_dir, sealing_key=None, now=NOW)


def test_an_empty_file_becomes_a_record(state_dir: Path) -> None:
    state_dir.mkdir()
    (state_dir / "leakwatch.db").touch()
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        assert record.schema_version == HEAD == REVISIONS[-1]


def test_a_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(RecordError, match="var"):
        open_record(tmp_path / "var", sealing_key=None, now=NOW)


def test_reports_come_back_newest_first_and_only_of_their_source(state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        reports = [
            sweep(record, SOURCE, at=day(number), report={"outcome": outcome})
            for number, outcome in enumerate([Outcome.PARTIAL, Outcome.OK, Outcome.NONE])
        ]
        sweep(record, make_source("board"))
        assert record.sweeps.history("platform") == tuple(reversed(reports))
        assert record.sweeps.history("platform", limit=1) == (reports[2],)
        assert record.sweeps.history("nowhere") == ()
