"""Whose a mail address is, on the roster and in reviewers.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakwatch.config import ConfigMistakes, check_roster, read_roster, stated_mails
from tests.logged import WATCHLIST

ROSTER = "id,surname,given,email\nE1,篠崎,遥香,haruka@a.example\nE2,久我,亮平,{second}\n"
REVIEWERS = """\
reviewers:
  - {id: hanako, role: lead, email: Haruka@a.example, roster_id: E9}
  - {id: jiro, role: lead, email: jiro@a.example}
"""


@pytest.mark.parametrize("second", ["haruka@a.example", "Haruka@A.example"])
def test_an_address_that_several_share_is_told_by_their_ids(tmp_path: Path, second: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(ROSTER.format(second=second), encoding="utf-8")
    told = [
        one.values for one in check_roster(read_roster(path), WATCHLIST) if "mail" in one.message
    ]
    assert told == [{"count": 1, "ids": "E2 = E1"}]


def test_an_address_that_reviewers_yaml_says_is_another_id_is_named_with_both_places(
    tmp_path: Path,
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "reviewers.yaml").write_text(REVIEWERS, encoding="utf-8")
    path = tmp_path / "people.csv"
    path.write_text(ROSTER.format(second=""), encoding="utf-8")
    with pytest.raises(ConfigMistakes) as caught:
        read_roster(path, stated=stated_mails(tmp_path / "config"))
    text = str(caught.value).replace(f"{tmp_path}/", "")
    assert "people.csv:2: email: " in text
    assert "belongs to E9 in config/reviewers.yaml:2, and here to E1" in text
    assert "jiro" not in text
    assert "a.example" not in text


def test_addresses_that_agree_and_empty_cells_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(ROSTER.format(second="") + "E3,久我,倫,\n", encoding="utf-8")
    (tmp_path / "reviewers.yaml").write_text(REVIEWERS.replace("E9", "E1"), encoding="utf-8")
    assert len(read_roster(path, stated=stated_mails(tmp_path))) == 3
    assert stated_mails(tmp_path / "nowhere") == {}
