from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from leakwatch.app.reviewers_now import ReviewersNow
from leakwatch.config import Settings
from leakwatch.models import CharterState
from tests.logged import WATCHLIST

ONE = "reviewers:\n  - {id: hanako, role: lead, slack: U0ABC1DEF}\n"
TWO = f"{ONE}  - {{id: taro, role: reviewer}}\n"


def write(directory: Path, text: str, *, age: int) -> None:
    """Files written within one tick of the clock look the same; these do not."""
    path = directory / "reviewers.yaml"
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(age, age))


@pytest.fixture
def now(tmp_path: Path) -> ReviewersNow:
    settings = Settings(
        directory=tmp_path,
        state_dir=tmp_path,
        language="en",
        watchlist=WATCHLIST,
        charter=CharterState(charter=None),
    )
    return ReviewersNow(settings, today=lambda: date(2026, 4, 1))


def ids(now: ReviewersNow) -> list[str]:
    return [one.id for one in now()]


def test_the_file_is_read_again_when_it_changes(now: ReviewersNow, tmp_path: Path) -> None:
    write(tmp_path, ONE, age=1)
    assert ids(now) == ["hanako"]
    write(tmp_path, TWO, age=2)
    assert ids(now) == ["hanako", "taro"]
    write(tmp_path, "reviewers: []\n", age=3)
    assert ids(now) == []


def test_while_it_is_wrong_the_last_good_reviewers_count(now: ReviewersNow, tmp_path: Path) -> None:
    write(tmp_path, ONE, age=1)
    assert ids(now) == ["hanako"]
    write(tmp_path, "reviewers: [", age=2)
    assert ids(now) == ["hanako"]
    write(tmp_path, TWO, age=3)
    assert ids(now) == ["hanako", "taro"]


def test_without_a_file_nobody_is_one(now: ReviewersNow, tmp_path: Path) -> None:
    write(tmp_path, ONE, age=1)
    assert ids(now) == ["hanako"]
    (tmp_path / "reviewers.yaml").unlink()
    assert ids(now) == []
