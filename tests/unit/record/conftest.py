"""A record of its own for each test, in a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leakwatch.record import Record, open_record
from tests.logged import NOW


@pytest.fixture
def state_dir(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def record(state_dir: Path) -> Iterator[Record]:
    with open_record(state_dir, sealing_key=None, now=NOW) as opened:
        yield opened
