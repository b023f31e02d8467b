"""What happens to the record when the machine fails it: every fault is a real one."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from leakwatch.errors import RecordError
from leakwatch.models import AlertKind
from leakwatch.record import database, open_record
from tests.logged import (
    NOW,
    begin,
    day,
    make_finding,
    make_report,
    make_sighting,
    make_source,
    sweep,
)

SOURCE = make_source()
ROOT = Path(__file__).parents[2]
NOBODY = 65534
OPEN = """
import os
import sys
from pathlib import Path
from leakwatch.errors import RecordError
from leakwatch.record import open_record
from tests.logged import NOW, make_finding, make_sighting, make_source, sweep
if int(sys.argv[3]):
    os.setuid(int(sys.argv[3]))  # root may do everything: no fault would show
try:
    with open_record(Path(sys.argv[1]), sealing_key=None, now=NOW) as record:
        source = make_source()
        findings = [make_finding(make_sighting(source, str(n))) for n in range(int(sys.argv[2]))]
        sweep(record, source, *findings)
except RecordError as error:
    sys.exit(str(error))
"""


@pytest.fixture
def state_dir() -> Iterator[Path]:
    """A directory that other users may reach, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        yield Path(directory) / "var"


@pytest.fixture
def used(state_dir: Path) -> Path:
    """A record with one sweep's findings, closed."""
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        sweep(record, SOURCE, make_finding(make_sighting(SOURCE)))
    return state_dir


def in_child(state_dir: Path, *, findings: int = 1, nobody: bool = False) -> str:
    """What a child says that opens the record and sweeps, if need be without the rights of root."""
    user = NOBODY if nobody and os.getuid() == 0 else 0
    command = [sys.executable, "-c", OPEN, str(state_dir), str(findings), str(user)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stderr.strip()


def whole(state_dir: Path) -> list[int]:
    """The findings' numbers, once nothing was found wrong with the record."""
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        assert record.verify() == ()
        return [finding.number for finding in record.findings.list()]


def readable_by_all(state_dir: Path, *, directory: int, file: int) -> None:
    for path in state_dir.iterdir():
        path.chmod(file)
    state_dir.chmod(directory)


def test_a_directory_that_cannot_be_made_is_named(state_dir: Path) -> None:
    said = in_child(state_dir, nobody=True)
    assert said == (
        f"{state_dir} cannot be read or written (Permission denied):"
        " check owner, mode and free space"
    )


def test_a_directory_that_cannot_be_written_is_named(state_dir: Path) -> None:
    state_dir.mkdir()
    state_dir.chmod(0o555)
    said = in_child(state_dir, nobody=True)
    assert said.startswith(f"{state_dir}/leakwatch.db cannot be read or written")


def test_a_read_only_database_is_said_to_be_so(used: Path) -> None:
    readable_by_all(used, directory=0o777, file=0o444)
    said = in_child(used, nobody=True)
    assert said.startswith(f"{used}/leakwatch.db cannot be written")
    readable_by_all(used, directory=0o700, file=0o600)
    assert whole(used) == [1001]


def test_a_database_in_a_directory_that_cannot_be_written_is_said_to_be_so(used: Path) -> None:
    readable_by_all(used, directory=0o555, file=0o666)
    said = in_child(used, nobody=True)
    assert said.startswith(f"{used}/leakwatch.db cannot be")
    readable_by_all(used, directory=0o700, file=0o600)
    assert whole(used) == [1001]


def test_a_database_that_cannot_be_read_is_said_to_be_so(used: Path) -> None:
    readable_by_all(used, directory=0o755, file=0o600)
    said = in_child(used, nobody=True)
    assert said.startswith(f"{used}/leakwatch.db cannot be opened")


@contextmanager
def limited_files(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes: for a writer the same as a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 4_096, 60_000, 200_000])
def test_a_new_record_on_a_full_disk_leaves_nothing_half_made(state_dir: Path, size: int) -> None:
    with limited_files(size):
        said = in_child(state_dir, findings=400)
    assert str(state_dir) in said
    assert "space" in said
    assert "Traceback" not in said
    whole(state_dir)


def test_a_sweep_that_meets_a_full_disk_stores_nothing_of_its_last_batch(used: Path) -> None:
    size = (used / "leakwatch.db").stat().st_size
    with limited_files(size + 50_000):
        said = in_child(used, findings=500)
    assert "leakwatch.db" in said
    stored = whole(used)
    assert len(stored) in {1, 200, 400}  # whole batches
    assert in_child(used, findings=500) == ""
    assert len(whole(used)) == 500


def test_a_full_database_is_said_to_be_full_and_the_sweep_goes_on_with_room(used: Path) -> None:
    with open_record(used, sealing_key=None, now=day(1)) as record:
        writer = begin(record, SOURCE, at=day(1))
        with record._database.writing() as session:
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
            session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages + 5}")
        for number in range(150):
            page = make_sighting(SOURCE, str(number))
            writer.add(page, (make_finding(page),), now=day(1))
        with pytest.raises(RecordError, match="the disk is full: make room"):
            writer.flush(day(1))
        assert len(record.findings.list()) == 1
        with record._database.writing() as session:
            session.connection().exec_driver_sql("PRAGMA max_page_count=100000")
        writer.finish(make_report(SOURCE), now=day(1))
        assert len(record.findings.list()) == 150
        assert record.verify() == ()


def test_a_full_disk_is_a_full_disk(state_dir: Path) -> None:
    state_dir.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(state_dir)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:  # noqa: PLW1510
        pytest.skip("only on machines where a file system may be mounted")
    try:
        said = in_child(state_dir, findings=600)
        assert "leakwatch.db" in said
        assert "space" in said or "full" in said
        (state_dir / "room").write_bytes(b"")
        assert len(whole(state_dir)) in {0, 200, 400}
    finally:
        subprocess.run(["umount", str(state_dir)], check=True)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"no database at all " * 300, "is not a leakwatch database"), (b"", "")],
    ids=["garbage", "emptied"],
)
def test_a_file_that_is_no_database_is_said_to_be_so(
    used: Path, content: bytes, message: str
) -> None:
    (used / "leakwatch.db").write_bytes(content)
    said = in_child(used)
    assert message in said
    assert bool(said) is bool(message)


def test_a_damaged_database_is_said_to_be_damaged(used: Path) -> None:
    path = used / "leakwatch.db"
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 200] = b"\xff" * 200
    path.write_bytes(content)
    said = in_child(used)
    assert "is damaged: restore a backup" in said


def test_a_locked_database_is_said_to_be_locked(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.05)
    connection = sqlite3.connect(used / "leakwatch.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    with open_record(used, sealing_key=None, now=NOW) as record:
        assert len(record.findings.list()) == 1  # readers go on
        with pytest.raises(RecordError, match="is locked by another process"):
            record.audit.append("test", actor="R01", subject="-", reason=None, now=NOW)
        connection.execute("ROLLBACK")
        record.audit.append("test", actor="R01", subject="-", reason=None, now=NOW)
        assert record.audit.verify().rows == 1
    connection.close()


def test_an_alert_without_its_finding_cannot_be(state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        sweep(record, SOURCE)
        connection = sqlite3.connect(state_dir / "leakwatch.db", isolation_level=None)
        connection.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON outbox WHEN NEW.source = 'platform'"
            " BEGIN SELECT RAISE(ABORT, 'no outbox today'); END"
        )
        page = make_sighting(SOURCE)
        writer = begin(record, SOURCE, at=day(1))
        writer.add(page, (make_finding(page),), now=day(1))
        with pytest.raises(RecordError):
            writer.flush(day(1))
        assert record.findings.list() == ()
        connection.execute("DROP TRIGGER broken")
        connection.close()
        writer.add(make_sighting(SOURCE, "18"), (), now=day(1) + timedelta(seconds=6))
        writer.finish(make_report(SOURCE), now=day(1))
        assert [entry.alert.kind for entry in record.outbox.list()] == [
            AlertKind.BASELINE,
            AlertKind.FINDINGS,
        ]
