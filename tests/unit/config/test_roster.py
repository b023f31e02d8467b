"""The roster: read in any encoding a spreadsheet writes, every bad row named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leakwatch.config import (
    ConfigMistakes,
    check_roster,
    read_roster,
)
from leakwatch.locale import catalogue
from leakwatch.models import Company, Division, Namesake, Person, Watchlist

HEADING = (
    "id,surname,given,surname_kana,given_kana,romaji,division,site,title,years,email,left,reason"
)
ROW = "E001,篠崎,遥香,しのざき,はるか,Haruka Shinozaki;SHINOZAKI Haruka,firing,toyokawa,主任,8,h@a.example,,焼成条件を知る立場"
PERSON = Person(
    id="E001",
    surname="篠崎",
    given="遥香",
    surname_kana="しのざき",
    given_kana="はるか",
    romaji=("Haruka Shinozaki", "SHINOZAKI Haruka"),
    division="firing",
    site="toyokawa",
    title="主任",
    years=8,
    email="h@a.example",
    reason="焼成条件を知る立場",
)


def roster(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def mistakes(tmp_path: Path, content: str | bytes) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ConfigMistakes) as caught:
        read_roster(roster(tmp_path, content))
    assert "{" not in str(caught.value)
    return [(one.line, one.key, one.message) for one in caught.value.mistakes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_roster_is_read_in_the_encodings_of_spreadsheets(
    tmp_path: Path, encoding: str, ending: str
) -> None:
    content = ending.join([HEADING, ROW, ""]).encode(encoding)
    assert read_roster(roster(tmp_path, content)) == (PERSON,)


@pytest.mark.parametrize("delimiter", [";", "\t"], ids=["semicolon", "tab"])
def test_other_delimiters_are_noticed(tmp_path: Path, delimiter: str) -> None:
    content = "id,surname,given\nE001,篠崎,遥香\n".replace(",", delimiter)
    assert read_roster(roster(tmp_path, content))[0].surname == "篠崎"


def test_japanese_headings_and_any_order_go_as_well(tmp_path: Path) -> None:
    content = "名,姓,社員番号,退職日,部署\n遥香,篠崎,1042,2025/9/30,firing\n"
    (person,) = read_roster(roster(tmp_path, content))
    assert (person.id, person.surname, person.given) == ("1042", "篠崎", "遥香")
    assert (person.left, person.division) == (date(2025, 9, 30), "firing")


def test_blanks_around_a_cell_and_empty_rows_do_not_count(tmp_path: Path) -> None:
    content = "id,surname,given\n\n E001 ,　篠崎　, 遥香 \n,,\n"
    (person,) = read_roster(roster(tmp_path, content))
    assert (person.id, person.surname, person.given) == ("E001", "篠崎", "遥香")


def test_a_row_may_end_early_and_a_cell_may_hold_a_line_break(tmp_path: Path) -> None:
    content = 'id,surname,given,reason,title\nE001,篠崎,遥香,"焼成\n条件"\nE002,久我,亮平\n'
    first, second = read_roster(roster(tmp_path, content))
    assert (first.reason, second.reason, second.title) == ("焼成 条件", "", None)


@pytest.mark.parametrize(
    ("content", "line", "column", "word"),
    [
        pytest.param("", None, "", "empty", id="empty file"),
        pytest.param("id,surname\nE001,篠崎\n", 1, "given", "missing", id="missing column"),
        pytest.param("id,surname,given,id\n", 1, "id", "twice", id="column twice"),
        pytest.param("id,surname,given,salary\n", 1, "salary", "no such column", id="unknown column"),
        pytest.param("id,surname,given\nE001,篠崎,\n", 2, "given", "empty", id="empty name"),
        pytest.param("id,surname,given\n,篠崎,遥香\n", 2, "id", "an id", id="empty id"),
        pytest.param("id,surname,given\n篠崎,篠崎,遥香\n", 2, "id", "an id", id="name as id"),
        pytest.param("id,surname,given\nE1,a,b\nE2,a,b\nE1,c,d\n", 4, "id", "twice", id="same id"),
        pytest.param("id,surname,given,left\nE1,a,b,2025-02-30\n", 2, "left", "a date", id="no such day"),
        pytest.param("id,surname,given,left\nE1,a,b,退職\n", 2, "left", "a date", id="word for a date"),
        pytest.param("id,surname,given,left\nE1,a,b,令和7年\n", 2, "left", "a date", id="era"),
        pytest.param("id,surname,given,years\nE1,a,b,8年\n", 2, "years", "a whole number", id="years with unit"),
        pytest.param("id,surname,given,years\nE1,a,b,-1\n", 2, "years", "a whole number", id="negative years"),
        pytest.param("id,surname,given,email\nE1,a,b,a at b\n", 2, "email", "a mail address", id="no mail address"),
        pytest.param("id,surname,given\nE1,\u200b\u3164,b\n", 2, "surname", "empty", id="name that shows nothing"),
        pytest.param("id,surname,given,given_kana\nE1,a,b,篠崎\n", 2, "given_kana", "hiragana or katakana", id="kanji for a reading"),
        pytest.param("id,surname,given,surname_kana\nE1,a,b,Kuga\n", 2, "surname_kana", "hiragana or katakana", id="Latin letters for a reading"),
        pytest.param("id,surname,given\nE1,a,b,c\n", 2, "", "4 cells", id="too many cells"),
        pytest.param("id,surname,given,may_leave\nE1,a,b,true\n", 2, "may_leave", "never leave", id="name that may leave"),
        pytest.param('id,surname,given\nE1,"a,b\n', 2, "", "cannot be read", id="open quote"),
        pytest.param("id,surname,given\nE1,a,\0\n", 2, "", "NUL byte", id="NUL byte"),
        pytest.param(b"id,surname,given\nE1,\x81\xff,b\n", 2, "", "neither UTF-8 nor", id="no text"),
        pytest.param('id,surname,given\n"E\n1",a,b\nE1,a,\n', 4, "given", "empty", id="line after a line break"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_its_line_and_column(
    tmp_path: Path, content: str | bytes, line: int | None, column: str, word: str
) -> None:
    found = mistakes(tmp_path, content)
    with pytest.raises(ConfigMistakes) as caught:
        read_roster(roster(tmp_path, content))
    assert (line, column) in [(one, key) for one, key, _ in found]
    assert word in str(caught.value)


_RIGHT = "id,surname,given\nE1,篠崎,遥香\nE2,久我,亮平\n"


@pytest.mark.parametrize(
    ("content", "lines", "word"),
    [
        pytest.param(
            _RIGHT.encode() + "E3,久我,倫\n".encode("cp932"), [4], "not in UTF-8", id="cp932 row"
        ),
        pytest.param(
            _RIGHT.encode("cp932") + "E3,久我,倫\n".encode(),
            [4],
            "in UTF-8, the others",
            id="utf-8 row",
        ),
        pytest.param(
            _RIGHT.encode() + b"".join(f"E{n},久我,倫\n".encode("cp932") for n in (3, 4)),
            [4, 5],
            "not in UTF-8",
            id="as many of both",
        ),
        pytest.param(_RIGHT.encode("euc_jp"), [2], "EUC-JP", id="euc"),
        pytest.param(
            "id,surname,given\nE1,さかい,まこと\n".encode("euc_jp"), [2], "EUC-JP", id="kana in euc"
        ),
        pytest.param(_RIGHT.encode("iso2022_jp"), [2], "ISO-2022-JP", id="mail"),
        pytest.param(_RIGHT.encode("utf-16")[:-1], [3], "damaged UTF-16", id="cut in half"),
        pytest.param(_RIGHT.encode("utf-16-le"), [1], "NUL byte", id="utf-16 without a mark"),
        pytest.param(_RIGHT.replace("亮", "\ufffd").encode(), [3], "lost", id="lost before"),
        pytest.param(
            _RIGHT.replace("亮", "\ufffd").encode("utf-16"), [3], "lost", id="lost in UTF-16"
        ),
    ],
)
def test_what_would_be_read_as_other_names_is_named_by_line(
    tmp_path: Path, content: bytes, lines: list[int], word: str
) -> None:
    with pytest.raises(ConfigMistakes) as caught:
        read_roster(roster(tmp_path, content))
    assert [one.line for one in caught.value.mistakes] == lines
    assert word in str(caught.value)
    assert "UTF-8" in str(caught.value)


@pytest.mark.parametrize("name", ["篠崎ﾊﾙｶ", "ｼﾉｻﾞｷ", "ﾃｱ", "シノザキ", "髙﨑"])
def test_half_width_kana_in_shift_jis_are_no_other_encoding(tmp_path: Path, name: str) -> None:
    content = f"id,surname,given,title\nE1,篠崎,遥香,{name}\nE2,久我,亮平,くが\n"
    assert read_roster(roster(tmp_path, content.encode("cp932")))[0].title == name


def test_every_bad_row_is_named_at_once_without_names(tmp_path: Path) -> None:
    path = roster(tmp_path, "id,surname,given,years\nE1,篠崎,,x\nE2,久我,亮平,y\nE3,,倫,3\n")
    with pytest.raises(ConfigMistakes) as caught:
        read_roster(path)
    found = [(one.line, one.key) for one in caught.value.mistakes]
    assert found == [(2, "given"), (2, "years"), (3, "years"), (4, "surname")]
    for name in ("篠崎", "久我", "亮平", "倫"):
        assert name not in str(caught.value)


@pytest.mark.parametrize("written", ["", "0", "false", "No", "いいえ"])
def test_a_name_that_may_not_leave_is_no_mistake(tmp_path: Path, written: str) -> None:
    content = f"id,surname,given,may_leave\nE1,a,b,{written}\n"
    assert len(read_roster(roster(tmp_path, content))) == 1


def test_a_missing_roster_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigMistakes, match="missing"):
        read_roster(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    "content",
    [
        "id,surname,given\n" + 10_000 * "E1,,\n",
        b"id,surname,given\n"
        + 10_000 * ("E1,久我,亮平\n".encode() + "E2,久我,亮平\n".encode("cp932")),
    ],
    ids=["empty", "mixed"],
)
def test_of_ten_thousand_wrong_rows_the_first_are_said_and_the_others_counted(
    tmp_path: Path, content: str | bytes
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigMistakes) as caught:
        read_roster(path)
    count, more = len(caught.value.mistakes), len(caught.value.mistakes) - 20
    assert count >= 10_000
    head, *lines, last = str(caught.value).splitlines()
    assert str(count) in head
    assert [line.split(": ")[0] for line in lines] == [
        one.where for one in caught.value.mistakes[:20]
    ]
    assert last.startswith(f"{path}: and {more} more")
    assert str(more) in caught.value.text(catalogue("ja")).splitlines()[21]


def test_twenty_wrong_rows_are_all_said(tmp_path: Path) -> None:
    rows = "".join(f"E{number},篠崎,\n" for number in range(20))
    with pytest.raises(ConfigMistakes) as caught:
        read_roster(roster(tmp_path, "id,surname,given\n" + rows))
    assert len(str(caught.value).splitlines()) == 21


def test_a_heading_line_alone_is_a_roster_without_people(tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path, HEADING + ",group,until\n")) == ()


def test_a_hundred_thousand_people_are_read(tmp_path: Path) -> None:
    rows = (f"E{number:06},篠崎,遥香" for number in range(100_000))
    people = read_roster(roster(tmp_path, "id,surname,given\n" + "\n".join(rows)))
    assert (len(people), people[-1].id) == (100_000, "E099999")


def test_what_makes_a_roster_weak_is_said_by_id() -> None:
    watchlist = Watchlist(
        companies=(Company(id="own", name="藍川マテリアル", owner=True),),
        divisions=(Division(id="firing", name="焼成技術部"),),
    )
    bare = [Person(id=f"E{n}", surname="久我", given="亮平", division="fring") for n in range(7)]
    notices = check_roster([PERSON, *bare], watchlist)
    told = [notice.message.format(**notice.values) for notice in notices]
    assert len(told) == 5
    assert all("E0" in text or "E001" in text for text in told)
    assert "7 people in a division the watchlist does not know (E0, E1, E2, E3, E4, …)" in told
    assert not any("久我" in text for text in told)


def test_somebody_listed_twice_and_a_namesake_of_nobody_are_said_by_id() -> None:
    own = Company(id="own", name="藍川マテリアル", owner=True)
    namesakes = (Namesake(person="E001", employer="蒼天"), Namesake(person="E9", employer="蒼天"))
    watchlist = Watchlist(companies=(own,), namesakes=namesakes)
    notices = check_roster(
        [PERSON, replace(PERSON, id="E002"), replace(PERSON, id="E003", given="遥")], watchlist
    )
    told = [notice.message.format(**notice.values) for notice in notices]
    assert [text for text in told if "twice" in text] == [
        "1 people have the name of another entry: is somebody listed twice? (E002 = E001)"
    ]
    assert [text for text in told if "namesakes" in text] == [
        "1 namesakes in the watchlist of somebody who is not on the roster (E9)"
    ]


@pytest.mark.parametrize(
    "kana", ["しのざき", "シノザキ", "ｼﾉｻﾞｷ", "シ゛ョン＝ポール", "マリア・ルイサ", ""]
)
def test_a_reading_may_stand_in_either_kana_of_any_width(tmp_path: Path, kana: str) -> None:
    content = f"id,surname,given,surname_kana\nE1,a,b,{kana}\n"
    assert read_roster(roster(tmp_path, content))[0].surname_kana == (kana or None)
