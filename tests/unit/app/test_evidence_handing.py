"""What is said of an archive that was sealed, and is not what or where it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from leakwatch.app.evidence_handing import verified
from leakwatch.errors import UsageError
from leakwatch.models import PackedCapture, Shown
from leakwatch.record import Record, open_record
from tests.archived import packed
from tests.logged import NOW, make_finding, make_sighting, make_source, sweep

PLATFORM = make_source()


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """E-1 holds an archive, E-2 holds nothing yet."""
    with open_record(tmp_path, sealing_key=None, now=NOW) as opened:
        finding = make_finding(make_sighting(PLATFORM), subject="company")
        sweep(opened, PLATFORM, finding, alert_all=True)
        opened.captures.ask(1001, "F-1001", actor="R01", reason="証拠", now=NOW)
        archive = PackedCapture(
            content=packed().content, shown=Shown.PRESENT, status=200, quotes=1, present=1
        )
        opened.captures.keep(1, archive, actor="R01", now=NOW)
        yield opened


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM attachment",
        "UPDATE capture SET attachment = NULL",
        "UPDATE capture SET sha256 = substr(sha256, 2) || '0'",
        "UPDATE attachment SET detail = substr(detail, 1, 60)",
    ],
)
def test_an_archive_that_was_taken_or_exchanged_in_the_database_is_told(
    tmp_path: Path, record: Record, statement: str
) -> None:
    sealed = record.captures.get(1)
    assert verified(record, sealed) == ((), sealed)
    connection = sqlite3.connect(tmp_path / "leakwatch.db", isolation_level=None)
    connection.execute(statement)
    connection.close()
    problems, _ = verified(record, record.captures.get(1))
    assert len(problems) == 1


def test_what_never_held_an_archive_is_no_failure_of_one(record: Record) -> None:
    waiting = record.captures.ask(1001, "F-1001", actor="R01", reason="証拠", now=NOW)
    with pytest.raises(UsageError, match="holds nothing"):
        verified(record, waiting)
