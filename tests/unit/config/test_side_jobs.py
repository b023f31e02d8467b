"""Side jobs as a CSV: read whole or not at all, every wrong row named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from leakwatch.config import (
    ConfigMistakes,
    Register,
    checked_side_job,
    read_side_jobs,
    split_topics,
)
from leakwatch.models import Reviewer, Role, SideJobTerms
from tests.sample_watch import WATCHLIST

HEADING = "person,platform,topics,from,until,approver,reason"
ROW = "E001,experts,静電チャック;英会話,2026-01-01,2026-12-31,hanako,許可第42号"
JAPANESE = "社員番号,プラットフォーム,テーマ,開始日,終了日,承認者,備考"
TERMS = SideJobTerms(
    person="E001",
    platform="experts",
    topics=("静電チャック", "英会話"),
    begins=date(2026, 1, 1),
    ends=date(2026, 12, 31),
    approver="hanako",
    reason="許可第42号",
)
ACTOR = Reviewer(id="jiro", role=Role.REVIEWER, os_user="jiro", roster_id="E003")
REGISTER = Register(
    people=frozenset({"E001", "E002", "E003"}),
    reviewers=(
        Reviewer(id="hanako", role=Role.LEAD, os_user="hanako", roster_id="E002"),
        Reviewer(id="saburo", role=Role.AUDITOR),
        Reviewer(id="gone", role=Role.LEAD, valid_until=date(2026, 3, 31)),
        Reviewer(id="jiro2", role=Role.LEGAL, os_user="jiro"),
        ACTOR,
    ),
    sources=frozenset({"experts", "coconala"}),
    watchlist=WATCHLIST,
    today=date(2026, 4, 1),
)


def read(tmp_path: Path, content: str | bytes) -> tuple[SideJobTerms, ...]:
    path = tmp_path / "side-jobs.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_side_jobs(path, REGISTER, actor=ACTOR)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("heading", [HEADING, JAPANESE], ids=["english", "japanese"])
@pytest.mark.parametrize("delimiter", [",", "\t"], ids=["comma", "tab"])
def test_it_is_read_in_the_encodings_and_words_of_spreadsheets(
    tmp_path: Path, encoding: str, heading: str, delimiter: str
) -> None:
    text = "\r\n".join([heading, ROW.replace("2026-01-01", "2026/1/1"), ""])
    assert read(tmp_path, text.replace(",", delimiter).encode(encoding)) == (TERMS,)


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        pytest.param("篠崎,experts,,2026-01-01,2026-12-31,hanako", "person", "write the roster id", id="a name"),
        pytest.param("E003,experts,,2026-01-01,2026-12-31,hanako", "person", "about yourself", id="his own"),
        pytest.param("E001,expert,,2026-01-01,2026-12-31,hanako", "platform", "did you mean experts", id="typo"),
        pytest.param("E001,https://a.example/x,,2026-01-01,2026-12-31,hanako", "platform", "or a domain such as", id="an address"),
        pytest.param("E001,experts,,2026-02-30,2026-12-31,hanako", "from", "a date that exists", id="no such day"),
        pytest.param("E001,experts,,令和8年1月1日,2026-12-31,hanako", "from", "as in 2026-03-31", id="era"),
        pytest.param("E001,experts,,2026-01-01,2026-03-31,hanako", "until", "it would settle nothing", id="over"),
        pytest.param("E001,experts,,2026-12-31,2026-05-01,hanako", "until", "is before 2026-12-31", id="ends first"),
        pytest.param("E001,experts,,2026-01-01,,hanako", "until", "this cell is empty", id="no end"),
        pytest.param("E001,experts,T02,2026-01-01,2026-12-31,hanako", "topics", "T02 is internal or secret", id="internal topic"),
        pytest.param("E001,experts,ミナモ,2026-01-01,2026-12-31,hanako", "topics", "T03 is internal or secret", id="code name by text"),
        pytest.param("E001,experts,,2026-01-01,2026-12-31,hanaco", "approver", "did you mean hanako", id="unknown approver"),
        pytest.param("E001,experts,,2026-01-01,2026-12-31,gone", "approver", "in office", id="approver past his time"),
        pytest.param("E001,experts,,2026-01-01,2026-12-31,saburo", "approver", "may not approve", id="auditor"),
        pytest.param("E002,experts,,2026-01-01,2026-12-31,hanako", "approver", "his own side job", id="approves his own"),
        pytest.param("E001,experts,,2026-01-01,2026-12-31,jiro2", "approver", "somebody else", id="the one who enters it, by another entry"),
        pytest.param("E001,experts,,2026-01-01,2026-12-31,hanako,x,y", "", "8 cells under 7 headings", id="too long"),
        pytest.param("E001,experts", "from", "this cell is empty", id="too short"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_with_line_and_column(
    tmp_path: Path, row: str, column: str, says: str
) -> None:
    with pytest.raises(ConfigMistakes) as caught:
        read(tmp_path, f"{HEADING}\n{ROW}\n{row}\n")
    assert (caught.value.mistakes[0].line, caught.value.mistakes[0].key) == (3, column)
    assert says in str(caught.value)
    assert "side-jobs.csv:3" in str(caught.value)
    assert "篠崎" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("", "this file is empty", id="empty"),
        pytest.param("person,platform\n", "this column is missing", id="columns missing"),
        pytest.param(f"{HEADING},topic\n", "did you mean topics", id="column unknown"),
        pytest.param(f"{HEADING}\n{ROW}\n{ROW}\n", "the same as line 2", id="row twice"),
        pytest.param(f"{HEADING}\n{ROW}\n".encode("euc_jp"), "EUC-JP", id="encoding"),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_do(
    tmp_path: Path, content: str | bytes, says: str
) -> None:
    with pytest.raises(ConfigMistakes, match=says):
        read(tmp_path, content)


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    bad = "E9,nowhere!,T02,2026-12-31,2026-01-01,nobody"
    with pytest.raises(ConfigMistakes) as caught:
        read(tmp_path, f"{HEADING}\n{bad}\n")
    columns = [one.key for one in caught.value.mistakes]
    assert columns == ["person", "platform", "until", "topics", "approver"]


@pytest.mark.parametrize(
    ("changes", "option"),
    [({"person": "E9"}, "--person"), ({"ends": date(2026, 3, 1)}, "--until")],
)
def test_what_is_typed_is_looked_at_in_the_same_way(changes: dict[str, Any], option: str) -> None:
    assert checked_side_job(TERMS, REGISTER, actor=ACTOR) == TERMS
    with pytest.raises(ConfigMistakes, match=option):
        checked_side_job(replace(TERMS, **changes), REGISTER, actor=ACTOR)


def test_topics_are_parted_by_any_usual_sign() -> None:
    assert split_topics(" T01; 英会話、T01/x ") == ("T01", "英会話", "x")
