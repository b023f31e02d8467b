"""Under which label a line stands: one line per shape of label, period, question and heading."""

from __future__ import annotations

import pytest

from leakwatch.match import Reading
from leakwatch.match.labelling import heads_a_box
from leakwatch.text import fold_key
from tests.sample_watch import make_sighting


def read(text: str) -> list[tuple[str, str]]:
    """(label, text) of each sentence."""
    sentences = Reading(make_sighting(text)).sentences
    return [(each.label, each.text.strip()) for each in sentences]


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("氏名: 林健", "name", "林健"),
        ("ニックネーム／氏名\n林健", "name", "林健"),
        ("所属・役職\n架空電子 主任", "employer", "架空電子主任"),
        ("所属　架空電子\n職種\n設計", "title", "設計"),
        ("■所属　架空電子株式会社", "employer", "架空電子株式会社"),
        ("● 勤務先 架空電子株式会社", "employer", "架空電子株式会社"),
        ("【役職】課長", "title", "課長"),
        ("《氏名》林健", "name", "林健"),
        ("[Company] Kakuu Denshi", "employer", "kakuu denshi"),
        ("回答者 林健", "name", "林健"),
        ("回答者: 林健", "name", "林健"),
        ("話し手　林健", "name", "林健"),
        ("Answers by Ken Hayashi", "name", "ken hayashi"),
        ("Written by Ken Hayashi", "name", "ken hayashi"),
    ],
)
def test_a_value_stands_under_its_label_however_that_is_set(
    text: str, label: str, value: str
) -> None:
    assert (label, value) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("【近況】課長になりました", id="a mark without a label"),
        pytest.param("■所属という言葉の由来を書きました", id="a label that goes on as a sentence"),
        pytest.param("回答者は林健です", id="a sentence about who answers"),
        pytest.param("回答者林健", id="no blank behind the label"),
        pytest.param("Stand by Ken Hayashi", id="a word before by that labels nothing"),
        pytest.param("2019年4月に異動\n架空電子株式会社", id="a date within a sentence"),
        pytest.param("お元気ですか？\n架空電子株式会社", id="another question"),
        pytest.param("どちらの会社の話でしょう。\n架空電子株式会社", id="no question mark"),
    ],
)
def test_other_lines_label_nothing(text: str) -> None:
    assert {label for label, _ in read(text)} == {""}


@pytest.mark.parametrize(
    ("period", "label"),
    [
        ("2019年4月〜現在", "employer"),
        ("2019年4月〜", "employer"),
        ("2019.4 - present", "employer"),
        ("2019 – Present", "employer"),
        ("2019年から現在", "employer"),
        ("(2019/4～至今)", "employer"),
        ("2001 - 2005", "former"),
        ("2001年4月〜2005年3月", "former"),
        ("2001年から2005年まで", "former"),
        ("2001 to 2005", "former"),
        ("2001 to 2005, mostly abroad", ""),
        ("2001年から2005年まで夜間に学んだ", ""),
    ],
)
def test_a_period_by_itself_says_whether_the_line_behind_it_is_the_present_employer(
    period: str, label: str
) -> None:
    assert read(f"{period}\n架空電子株式会社")[1:] == [(label, "架空電子株式会社")]


@pytest.mark.parametrize(
    "question",
    [
        "どちらの会社にお勤めですか？",
        "お勤め先は？",
        "どちらにお勤めですか？",
        "どんな会社で働いていますか？",
        "現在のご所属は？",
        "Who do you work for?",
        "Where do you work?",
        "Who is your employer?",
    ],
)
def test_the_answer_to_a_question_for_the_employer_is_one(question: str) -> None:
    assert read(f"{question}\n架空電子株式会社\n次の話") == [
        ("", fold_key(question)),
        ("employer", "架空電子株式会社"),
        ("", "次の話"),
    ]


def test_a_label_with_a_dash_for_a_value_does_not_take_the_next_line() -> None:
    assert read("所属: —\n材料の話ができます")[-1] == ("", "材料の話ができます")
    assert read("所属\n架空電子")[-1] == ("employer", "架空電子")


def test_a_career_labels_all_lines_up_to_the_next_label_and_an_employer_one() -> None:
    lines = read("経歴\n架空電子\n別の会社\n所属\n架空商事\n趣味は山歩き")
    assert [label for label, _ in lines] == [
        "label",
        "career",
        "career",
        "label",
        "employer",
        "",
    ]


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("おすすめの専門家", True),
        ("■ 似た経験をもつ方", True),
        ("この人を見た人はこちらも見ています", True),
        ("あなたにおすすめ", True),
        ("その他の講師", True),
        ("People also viewed", True),
        ("More experts like this one", True),
        ("You might also like", True),
        ("関連する講師: 林健", True),
        ("他の会社でも働きました。", False),
        ("関連会社で材料を見ています。", False),
        ("おすすめの焼成方法", False),
        ("材料の会社を選ぶときは、まずは実績を、次に人柄を、それから会社案内のおすすめの専門家を見ています", False),
        ("最近は専門家として講演しました。", False),
        ("More than ten years of kilns", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_line_heads_a_box_about_others_by_what_it_says(line: str, heads: bool) -> None:
    assert heads_a_box(fold_key(line)) is heads


def test_a_box_about_others_ends_with_the_next_label_or_after_many_lines() -> None:
    ended = read("おすすめの専門家\n髙瀬凉子\n自己紹介\n材料の話")
    assert [label for label, _ in ended] == ["side", "side", "label", "about"]
    long = read("おすすめの専門家\n" + "\n".join(f"{number}人目" for number in range(60)))
    assert long[1][0] == "side"
    assert long[-1][0] == ""
