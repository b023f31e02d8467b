"""The charter and its groups from the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.installation import Installation

TODAY = datetime.now(UTC).date()
UNTIL = (TODAY + timedelta(days=300)).isoformat()
OPTIONS = {
    "--purpose": "営業秘密の保護",
    "--legal-basis": "就業規則第12条",
    "--responsible": "法務部長",
    "--deputy": "総務部長",
    "--retention-days": "365",
    "--notice-date": "2026-01-15",
    "--valid-until": UNTIL,
}


def given(**changes: str | None) -> list[str]:
    options = OPTIONS | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return [part for name, value in options.items() if value is not None for part in (name, value)]


def without_charter(place: Installation) -> Installation:
    (place.config / "charter.yaml").unlink()
    return place


def test_a_charter_is_written_from_options_noted_and_looked_over(fresh: Installation) -> None:
    place = without_charter(fresh)
    notice = place.home / "notice.txt"
    notice.write_text("各位\n公開情報の確認を始めます。\n", encoding="utf-8")
    options = [*given(scope="研究開発部門"), "--notice-file", str(notice), "--non-interactive"]
    written = place.run("charter", "init", *options)
    assert written.code == 0, written.err
    assert (place.config / "charter.yaml").stat().st_mode & 0o777 == 0o600
    checked = place.run("charter", "check")
    assert checked.code == 1
    assert [line.split(": ")[1].split(" ")[0] for line in checked.out.splitlines()[:-1]] == [
        "authority",
        "consultation",
        "consulted_on",
    ]
    shown = place.run("charter", "show")
    assert "公開情報の確認を始めます。" in shown.out
    (version,) = place.run("charter", "versions", "--format", "jsonl").lines
    assert (version["by"], version["in_force"]) == ("demo", True)
    place.edit("charter.yaml", "365", "400")
    _, newer = place.run("charter", "versions", "--format", "jsonl").lines
    assert "365" in place.run("charter", "show", version["version"]).out
    assert "400" in place.run("charter", "show", newer["version"]).out
    assert place.run("charter", "show", "0000").code == 2


def test_a_charter_that_says_something_is_never_written_over(fresh: Installation) -> None:
    before = (fresh.config / "charter.yaml").read_text(encoding="utf-8")
    refused = fresh.run("charter", "init", *given(), "--non-interactive")
    assert refused.code == 2
    assert "says something already" in refused.err
    assert (fresh.config / "charter.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"valid_until": "2026-01-01"}, "is over: write a day to come", id="past"),
        pytest.param({"valid_until": "来年3月"}, "write it as YYYY-MM-DD", id="no date"),
        pytest.param({"deputy": "法務部長"}, "the deputy is somebody else", id="own deputy"),
        pytest.param({"retention_days": "4000"}, "from 1 to 3650", id="retention"),
        pytest.param({"purpose": None}, "--purpose is missing", id="missing"),
        pytest.param({"purpose": " "}, "cannot be left empty", id="blank"),
        pytest.param({"notice_file": "/nowhere.txt"}, "cannot be read as text", id="no file"),
    ],
)
def test_a_wrong_answer_writes_nothing(
    fresh: Installation, changes: dict[str, str | None], says: str
) -> None:
    place = without_charter(fresh)
    refused = place.run("charter", "init", *given(**changes), "--non-interactive")
    assert refused.code == 2
    assert says in refused.err
    assert not (place.config / "charter.yaml").exists()


def test_questions_are_asked_again_until_their_answer_will_do(fresh: Installation) -> None:
    place = without_charter(fresh)
    (place.config / "charter.yaml").write_text("purpose:\n", encoding="utf-8")
    answers = ["守る", "規則", "甲", "甲", "乙", "0", "365", "2026-04-01", "2020-01-01", UNTIL]
    asked = place.run("charter", "init", stdin="\n".join([*answers, "", "", "", "", "", "yes", ""]))
    assert asked.code == 0, asked.err
    assert "the deputy is somebody else" in asked.err
    assert place.run("charter", "show").out.count(UNTIL) == 1
    stopped = without_charter(place).run("charter", "init", stdin="守る\n")
    assert stopped.code == 2
    assert "nothing more came from standard input" in stopped.err


def groups_in(place: Installation, until: str) -> Path:
    """Two people in a group that ends on `until`, one with a date of his own that is over."""
    path = place.config / "charter.yaml"
    text = path.read_text(encoding="utf-8")
    group = f"groups:\n  - {{id: kiln, reason: 焼成条件, until: {until}, approved_by: demo}}\n"
    path.write_text(text + group, encoding="utf-8")
    lines = (place.config / "people.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{lines[0]},group,until"]
    rows += [f"{line},kiln," for line in lines[1:3]]
    rows += [f"{lines[3]},,2026-01-31", *(f"{line},," for line in lines[4:])]
    roster = place.home / "people.csv"
    roster.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return roster


def test_who_is_in_a_group_that_ended_is_not_watched_and_everybody_hears_it(
    fresh: Installation,
) -> None:
    roster = groups_in(fresh, (TODAY - timedelta(days=2)).isoformat())
    assert fresh.run("people", "import", roster).code == 0
    asked = fresh.run("explain", "--text", "玄海ノヴァセラム 焼成技術部の高崎直澄です")
    assert "3 people are not watched any more" in asked.err
    assert "P001" not in asked.out
    shown = fresh.run("people", "groups", "--format", "jsonl")
    kiln, nobody = shown.lines
    assert (kiln["group"], kiln["entered"], kiln["watched"]) == ("kiln", 2, 0)
    assert (nobody["group"], nobody["entered"], nobody["watched"]) == (None, 22, 21)
    assert "not watched: P001, P002, P003" in shown.err
    assert "group kiln ended on" in fresh.run("charter", "check").out


def test_a_group_that_lasts_is_watched_and_an_unknown_one_is_refused(fresh: Installation) -> None:
    roster = groups_in(fresh, UNTIL)
    assert fresh.run("people", "import", roster).code == 0
    asked = fresh.run("explain", "--text", "玄海ノヴァセラム 焼成技術部の高崎直澄です")
    assert "P001" in asked.out
    roster.write_text(roster.read_text(encoding="utf-8").replace("kiln", "klin"), encoding="utf-8")
    refused = fresh.run("people", "import", roster)
    assert refused.code == 2
    assert "people.csv:2: group: expected the id of a group in charter.yaml" in refused.err
    assert "did you mean kiln?" in refused.err


def test_classified_terms_are_written_with_their_reasons(fresh: Installation) -> None:
    path = fresh.config / "watchlist.yaml"
    before = path.read_text(encoding="utf-8")
    stopped = fresh.run(
        "watchlist", "classify", "T03", stdin="listed\nnone\ninternal\n輸出管理リスト\nno\n"
    )
    assert stopped.code == 1
    assert "T03 is raised from 1 to 3" in stopped.err
    assert path.read_text(encoding="utf-8") == before
    taken_up = fresh.run("watchlist", "classify", "T03", stdin="yes\n")
    assert taken_up.code == 0, taken_up.err
    assert "1 answers of last time are taken up" in taken_up.err
    assert "輸出管理リスト" in path.read_text(encoding="utf-8")
    assert ("watchlist.classify", "T03") in fresh.rows("SELECT act, subject FROM audit")
    answers = fresh.home / "answers.yaml"
    answers.write_text(
        "terms: [{id: T06, listed: none, military: none, confidentiality: internal}]\n",
        encoding="utf-8",
    )
    kept = fresh.run("watchlist", "classify", "--answers", answers, "--yes")
    assert kept.code == 0, kept.err
    assert "T06 stays at 3" in kept.err
    assert fresh.run("config", "check").code == 0
