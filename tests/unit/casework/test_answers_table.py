from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from leakwatch.casework.answers import AnswersRead, AnswersRefused
from leakwatch.casework.answers_table import read_table
from leakwatch.casework.platform_names import PlatformNames
from leakwatch.locale import Language, catalogue
from leakwatch.models import AnswerKind, LineAnswer, LineState
from tests.asked import PLATFORMS, TODAY, make_campaign, make_line

CAMPAIGN = make_campaign(
    make_line("komorebi"),
    make_line("minato"),
    make_line("hoshi"),
    make_line("tsuki", state=LineState.DRAFT, sent_on=None),
)
DAY = date(2026, 11, 5)


def read(table: str | bytes, encoding: str = "utf-8", **changes: Any) -> AnswersRead:
    body = table if isinstance(table, bytes) else table.encode(encoding)
    names = PlatformNames(CAMPAIGN, PLATFORMS)
    given = {"file": "kaitou.csv", "campaign": CAMPAIGN, "names": names, "today": TODAY}
    return read_table(body, **{**given, **changes})


def refused(table: str | bytes, encoding: str = "utf-8", **changes: Any) -> list[str]:
    with pytest.raises(AnswersRefused) as error:
        read(table, encoding, **changes)
    return [mistake.text(catalogue("en")) for mistake in error.value.mistakes]


def answer(platform: str, kind: AnswerKind, count: int | None = None, on: date = DAY) -> LineAnswer:
    return LineAnswer(platform=platform, kind=kind, count=count, on=on)


JAPANESE = """サービス名,回答,人数,回答日,備考
コモレビ,あり,３名,2026年11月5日,東雲様ほか
Minato Experts,該当なし,,令和8年11月5日,
ホシノネット,取次済み,2,2026/11/05,
"""
EXPECTED = (
    answer("komorebi", AnswerKind.NUMBER, 3),
    answer("minato", AnswerKind.NONE),
    answer("hoshi", AnswerKind.RELAYED, 2),
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_a_table_is_read_in_whichever_encoding_it_was_saved(encoding: str) -> None:
    assert read(JAPANESE, encoding).answers == EXPECTED


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_table_is_read_whichever_sign_parts_its_columns(sign: str) -> None:
    assert read(JAPANESE.replace(",", sign)).answers == EXPECTED


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_lines_may_end_as_they_like(ending: str) -> None:
    assert read(JAPANESE.replace("\n", ending), "cp932").answers == EXPECTED


def test_what_only_the_attachment_keeps_is_named_by_its_heading() -> None:
    assert read(JAPANESE).aside == ("備考",)


def test_titles_over_the_heading_line_are_passed_by() -> None:
    table = "スポットコンサル照会 回答一覧,,,\n作成: 2026/11/20,,,\n\n" + JAPANESE
    assert read(table).answers == EXPECTED


def test_english_headings_in_any_order_will_do() -> None:
    table = "Answer,Date,Service,Count\nnone,5 Nov 2026,minato,\nyes,2026-11-05,Komorebi,2\n"
    assert read(table).answers == (
        answer("minato", AnswerKind.NONE),
        answer("komorebi", AnswerKind.NUMBER, 2),
    )


def test_a_label_says_whose_answer_it_is() -> None:
    table = "照会番号,人数,日付\nK-1/komorebi,2,2026-11-05\nk-1/minato,0,2026-11-05\n"
    assert read(table).answers == (
        answer("komorebi", AnswerKind.NUMBER, 2),
        answer("minato", AnswerKind.NONE),
    )


@pytest.mark.parametrize(
    "name", ["komorebi", "こもれびエキスパート", "desk@komorebi.example", "株式会社コモレビ 御中"]
)
def test_a_platform_is_known_by_each_of_its_names(name: str) -> None:
    lines = tuple(line for line in CAMPAIGN.lines if line.platform != "hoshi")
    campaign = make_campaign(*lines)
    names = PlatformNames(campaign, PLATFORMS)
    table = f"platform,count,date\n{name},1,2026-11-05\n"
    found = read(table, campaign=campaign, names=names).answers
    assert found == (answer("komorebi", AnswerKind.NUMBER, 1),)


def test_the_answer_of_one_platform_needs_no_column_for_it() -> None:
    found = read("回答,人数,回答日\nあり,4,2026-11-05\n", platform="minato").answers
    assert found == (answer("minato", AnswerKind.NUMBER, 4),)


def test_a_number_may_stand_where_the_answer_stands() -> None:
    table = "platform,answer,date\nminato,2名,2026-11-05\nkomorebi,0名,2026-11-05\n"
    assert [one.count for one in read(table).answers] == [2, None]


ROWS = [
    ("unknown,none,,2026-11-05", "platform: this is no platform of K-1, which asks hoshi"),
    ("komorbi,none,,2026-11-05", "did you mean komorebi?"),
    (",none,,2026-11-05", "platform: this row names no platform"),
    ("tsuki,none,,2026-11-05", "K-1/tsuki was never asked"),
    ("komorebi,たぶん,,2026-11-05", "answer: this is no answer that is known"),
    ("komorebi,,,2026-11-05", "answer: this row holds no answer"),
    ("komorebi,number,,2026-11-05", "needs how many"),
    ("komorebi,number,数名,2026-11-05", "count: 数名 is no number of people"),
    ("komorebi,none,2,2026-11-05", "goes with no number"),
    ("komorebi,refused,2,2026-11-05", "goes with no number"),
    ("komorebi,2,3,2026-11-05", "answer and count say two numbers"),
    ("komorebi,none,,", "date: this row has no day"),
    ("komorebi,none,,11/5/2026", "2026-11-05 or 2026-05-11"),
    ("komorebi,none,,2026-11-27", "still to come"),
    ("komorebi,none,,2026-11-01", "before it was asked, on 2026-11-02"),
    ("komorebi,none,,2026-11-05,and more", "5 cells under 4 headings"),
]


@pytest.mark.parametrize(("row", "said"), ROWS)
def test_a_refused_row_says_line_column_and_remedy(row: str, said: str) -> None:
    mistakes = refused(f"platform,answer,count,date\nminato,none,,2026-11-05\n{row}\n")
    assert len(mistakes) == 1, mistakes
    assert mistakes[0].startswith("kaitou.csv:3: ")
    assert said in mistakes[0]


def test_every_refused_row_is_named_and_none_is_taken() -> None:
    rows = "\n".join(row for row, _ in ROWS)
    mistakes = refused(f"platform,answer,count,date\nminato,none,,2026-11-05\n{rows}\n")
    lines = {int(mistake.split(":")[1]) for mistake in mistakes}
    assert lines == set(range(3, 3 + len(ROWS)))


def test_a_platform_that_stands_there_twice_has_no_answer() -> None:
    mistakes = refused("platform,count,date\nminato,1,2026-11-05\nMinato Experts,2,2026-11-05\n")
    assert "minato stands here twice, first in line 2; leave the row that counts" in mistakes[0]


@pytest.mark.parametrize("cell", ["K-7/minato", "k-7/minato", "K-1/tsukimi"])
def test_the_label_of_another_campaign_is_no_platform_of_this_one(cell: str) -> None:
    for column in ("照会番号", "サービス名"):
        mistakes = refused(f"{column},人数,回答日\n{cell},1,2026-11-05\n")
        assert "this is no platform of K-1" in mistakes[0]


def test_a_label_and_a_name_of_two_platforms_are_not_weighed() -> None:
    mistakes = refused("照会番号,サービス名,人数,回答日\nK-1/minato,コモレビ,1,2026-11-05\n")
    assert "it is not clear whose answer this is: komorebi, minato" in mistakes[0]


def test_a_name_that_two_platforms_bear_is_not_guessed() -> None:
    campaign = make_campaign(make_line("komorebi"), make_line("hoshi"))
    sources = {**PLATFORMS, "komorebi": PLATFORMS["hoshi"]}
    names = PlatformNames(campaign, sources)
    mistakes = refused(
        "platform,count,date\nホシノネット,1,2026-11-05\n", campaign=campaign, names=names
    )
    assert "it is not clear whose answer this is: hoshi, komorebi" in mistakes[0]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "no heading line"),
        ("platform,count,date\n", "only headings"),
        ("platform,date\nminato,2026-11-05\n", "answer: this column is missing"),
        ("platform,count\nminato,1\n", "date: this column is missing"),
        ("count,date\n1,2026-11-05\n", "platform: this column is missing"),
        ("platform,count,人数,date\nminato,1,1,2026-11-05\n", "this column stands here twice"),
        ('platform,count,date\n"minato,1,2026-11-05\n', "this row cannot be read"),
        ("platform,count,date\nmin\ufffdto,1,2026-11-05\n", "a character was lost"),
        ("東雲,西,北\n1,2,3\n", "no heading line"),
    ],
)
def test_a_table_that_is_none_says_why(table: str, said: str) -> None:
    assert said in refused(table)[0]


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n\xff\xfe\x00", b"\xff\xff\xff", b"\x80\x81"])
def test_what_is_no_text_is_refused(body: bytes) -> None:
    assert "kaitou.csv" in refused(body)[0]


def test_rows_without_a_word_and_dashes_are_nothing() -> None:
    table = "platform,answer,count,date\n,,,\nminato,none,-,2026-11-05\n\n ,,,\n"
    assert read(table).answers == (answer("minato", AnswerKind.NONE),)


def test_the_error_lists_every_row_in_either_language() -> None:
    with pytest.raises(AnswersRefused) as error:
        read("platform,count,date\nnowhere,x,y\n")
    assert str(error.value).count("\n") == 3
    assert error.value.text(catalogue("ja")).count("\n") == 3


@pytest.mark.parametrize("language", ["en", "ja"])
def test_of_a_thousand_refused_rows_the_first_are_said_and_the_others_counted(
    language: Language,
) -> None:
    rows = "".join(f"nobody{number},none,2026-11-05\n" for number in range(1_000))
    with pytest.raises(AnswersRefused) as error:
        read("platform,answer,date\n" + rows)
    head, *lines = error.value.text(catalogue(language)).splitlines()
    assert len(error.value.mistakes) == 1_000
    assert "1000" in head
    assert [line.split(": ")[0] for line in lines[:-1]] == [
        f"kaitou.csv:{number}" for number in range(2, 22)
    ]
    assert "980" in lines[-1]
