"""One swept installation for all tests here; each that changes something works on a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation, copied, installed


@pytest.fixture(scope="session")
def day_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The log of day 1, every alert still in the outbox."""
    with installed(tmp_path_factory.mktemp("day-one") / "place") as place:
        swept = place.run("sweep", "--all", "--alert-all", "--no-send")
        assert swept.code == 0, swept.err
        yield place


@pytest.fixture
def copy(day_one: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of `day_one` with a Slack of its own, which ends with the test."""
    with copied(day_one, tmp_path / "place") as place:
        yield place


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Installation]:
    """An installation that was never used, without people."""
    with installed(tmp_path / "place", people=False) as place:
        yield place
