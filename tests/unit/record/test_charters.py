"""The charter as it was at each time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from leakwatch.errors import UsageError
from leakwatch.models import Charter, WatchGroup
from leakwatch.record import Record
from tests.logged import NOW, day


def make_charter(version: str = "v1", purpose: str = "営業秘密の保護") -> Charter:
    return Charter(
        purpose=purpose,
        legal_basis="就業規則第12条",
        responsible="法務部長",
        deputy="総務部長",
        retention_days=365,
        notice_date=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        version=version,
        consulted_on=date(2025, 12, 1),
        groups=(
            WatchGroup(id="firing", reason="焼成", until=date(2026, 6, 30), approved_by="hanako"),
        ),
        seals_captures=True,
    )


def test_a_charter_is_kept_once_with_who_first_ran_under_it(record: Record) -> None:
    assert record.charters.note(make_charter(), actor="hanako", now=NOW)
    assert not record.charters.note(make_charter(), actor="jiro", now=day(1))
    (known,) = record.charters.list()
    assert (known.version, known.by, known.first_seen, known.charter) == ("v1", "hanako", NOW, None)
    assert record.charters.get("v1").charter == make_charter()


def test_a_change_is_a_version_and_so_is_the_way_back(record: Record) -> None:
    for number, version in enumerate(("v1", "v2", "v1")):
        assert record.charters.note(make_charter(version), actor="hanako", now=day(number))
    assert [one.version for one in record.charters.list()] == ["v1", "v2", "v1"]
    assert record.charters.get("v1").first_seen == NOW
    assert record.verify() == ()


def test_a_version_that_was_never_seen_is_refused(record: Record) -> None:
    with pytest.raises(UsageError, match="charter versions"):
        record.charters.get("v9")


def test_its_text_is_sealed(record: Record, state_dir: Path) -> None:
    record.charters.note(make_charter(purpose="銀鱗の守り"), actor="hanako", now=NOW)
    record.close()
    for path in state_dir.iterdir():
        assert not path.is_file() or "銀鱗の守り".encode() not in path.read_bytes()
