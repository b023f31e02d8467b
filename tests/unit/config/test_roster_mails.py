"""One mail address is one person's, on the roster and in reviewers.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakwatch.config import ConfigMistakes, read_roster, stated_mails

ROSTER = "id,surname,given,email\nE1,篠崎,遥香,haruka@a.example\nE2,久我,亮平,{second}\n"
REVIEWERS = """\
reviewers:
  - {id: hanako, role: lead, email: Haruka@a.example, roster_id: E9}
  - {id: jiro, role: lead, email: jiro@a.example}
"""


def told(tmp_path: Path, second: str, reviewers: str = "") -> str:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "reviewers.yaml").write_text(reviewers, encoding="utf-8")
    path = tmp_path / "people.csv"
    path.write_text(ROSTER.format(second=second), encoding="utf-8")
    with pytest.raises(ConfigMistakes) as caught:
        read_roster(path, stated=stated_mails(tmp_path / "config"))
    return str(caught.value).replace(f"{tmp_path}/", "")


@pytest.mark.parametrize("second", ["haruka@a.example", "Haruka@A.example"])
def test_an_address_at_two_ids_is_named_with_both_places_and_not_repeated(
    tmp_path: Path, second: str
) -> None:
    text = told(tmp_path, second)
    assert "people.csv:3: email: " in text
    assert "somebody else's already, in people.csv:2" in text
    assert "a.example" not in text


def test_an_address_that_reviewers_yaml_says_is_another_id_is_named_with_both_places(
    tmp_path: Path,
) -> None:
    text = told(tmp_path, "", REVIEWERS)
    assert "people.csv:2: email: " in text
    assert "belongs to E9 in config/reviewers.yaml:2, and here to E1" in text
    assert "jiro" not in text


def test_addresses_that_agree_and_empty_cells_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(ROSTER.format(second="") + "E3,久我,倫,\n", encoding="utf-8")
    (tmp_path / "reviewers.yaml").write_text(REVIEWERS.replace("E9", "E1"), encoding="utf-8")
    assert len(read_roster(path, stated=stated_mails(tmp_path))) == 3
    assert stated_mails(tmp_path / "nowhere") == {}
