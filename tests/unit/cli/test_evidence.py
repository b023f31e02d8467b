from __future__ import annotations

from pathlib import Path

from tests.archived import packed
from tests.campaigning import Office


def test_a_whole_archive_that_was_never_sealed_here_is_not_vouched_for(tmp_path: Path) -> None:
    office, made = Office(tmp_path), tmp_path / "made.zip"
    made.write_bytes(packed().content)
    told = office.run("evidence", "verify", made)
    assert told.code == 1
    assert "whole, but not the archive of any evidence" in told.out


def test_where_nothing_is_sealed_that_is_said(tmp_path: Path) -> None:
    told = Office(tmp_path).run("evidence", "verify")
    assert told.code == 0
    assert "nothing to verify" in told.err
