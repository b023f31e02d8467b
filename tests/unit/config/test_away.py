"""Days of absence in reviewers.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from leakwatch.config import ConfigMistakes, load_settings
from leakwatch.models import Away
from tests.unit.config.right import TODAY, write


def reviewers(directory: Path, away: str) -> Path:
    text = f"reviewers:\n  - {{id: hanako, role: lead, away: {away}}}\n"
    write(directory, {"reviewers.yaml": text})
    return directory


def test_both_ends_belong_to_an_absence(tmp_path: Path) -> None:
    config = reviewers(tmp_path, "[{from: 2026-12-01, until: 2026-12-04}]")
    (hanako,) = load_settings(config, environ={}, today=TODAY, channels=True).reviewers
    assert hanako.away == (Away(begins=date(2026, 12, 1), ends=date(2026, 12, 4)),)


@pytest.mark.parametrize(
    ("away", "said"),
    [
        ("[{from: 2026-12-04, until: 2026-12-01}]", "before the first day"),
        ("[{from: 2026-12-04}]", "until"),
        ("[{from: tomorrow, until: 2026-12-01}]", "2026"),
        ("{from: 2026-12-01, until: 2026-12-04}", "away"),
    ],
)
def test_a_wrong_one_is_named_with_its_line(tmp_path: Path, away: str, said: str) -> None:
    with pytest.raises(ConfigMistakes) as caught:
        load_settings(reviewers(tmp_path, away), environ={}, today=TODAY, channels=True)
    assert said in str(caught.value)
    assert "reviewers.yaml:2" in str(caught.value)
