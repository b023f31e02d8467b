"""Pages that introduce several people: where each entry begins, and who of them is ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leakwatch.match import Reading, find_hits
from leakwatch.models import Finding
from leakwatch.score import assess, weigh
from leakwatch.score.entries import entries
from tests.sample_watch import COMPILED, WATCHLIST, make_sighting

KAKUU = "架空 一郎\n架空電子株式会社\n焼成炉の設計が専門です。"
SHIRO = "白木 桃\n白木商事株式会社\n輸入の実務に通じています。"
TAKASE = "髙瀬 凉子\n蒼嶺セラミックス株式会社\n調達部で原料を見ています。"


def introduced(text: str, **changes: Any) -> list[str]:
    """The words of each entry, lines parted by a bar."""
    page = make_sighting(text, **changes)
    matches = replace(find_hits(page, COMPILED), reading=Reading(page))
    return [
        "|".join(sentence.text.strip() for sentence in entry.reading.about())
        for entry in entries(matches)
        if entry.reading
    ]


def begins(text: str, **changes: Any) -> list[str]:
    return [entry.split("|")[0] for entry in introduced(text, **changes)]


def weighed(text: str, **changes: Any) -> tuple[Finding, ...]:
    page = make_sighting(text, **changes)
    return weigh(page, find_hits(page, COMPILED), WATCHLIST)


def alerts(text: str, **changes: Any) -> list[tuple[str, str]]:
    page = make_sighting(text, **changes)
    found = assess(page, find_hits(page, COMPILED), WATCHLIST)
    return [(finding.kind.value, finding.subject) for finding in found]


def test_a_directory_has_an_entry_for_each_of_its_people() -> None:
    assert introduced(f"{KAKUU}\n{TAKASE}") == [
        "架空一郎|架空電子株式会社|焼成炉の設計が専門です。",
        "高瀬涼子|蒼嶺セラミックス株式会社|調達部で原料を見ています。",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(f"{KAKUU}\n{TAKASE}\n{SHIRO}", ["架空一郎", "高瀬涼子", "白木桃"], id="three"),
        pytest.param(
            "氏名: 架空 一郎\n所属: 架空電子\n氏名: 白木 桃\n所属: 白木商事",
            ["架空一郎", "白木桃"],
            id="labelled",
        ),
        pytest.param(
            "架空 一郎 / 架空電子株式会社\n炉を見ています。\n白木 桃 / 白木商事株式会社",
            ["架空一郎 / 架空電子株式会社", "白木桃 / 白木商事株式会社"],
            id="name and employer on one line",
        ),
        pytest.param(
            "架空 一郎\n非公開\n炉の話\n白木 桃\n大手商社\n輸入の話",
            ["架空一郎", "白木桃"],
            id="why there is no employer",
        ),
        pytest.param(
            "Ichiro Kakuu\nKakuu Denshi Inc.\nKilns.\nMomo Shiraki\nShiraki Trading Co., Ltd.\nImports.",
            ["ichiro kakuu", "momo shiraki"],
            id="in Latin letters",
        ),
        pytest.param(
            "架空 一郎\n架空電子株式会社 設計部\n白木 桃\n白木商事株式会社 輸入課",
            ["架空一郎", "白木桃"],
            id="division behind the employer",
        ),
    ],
)
def test_an_entry_begins_with_a_name_and_an_employer_behind_it(text: str, names: list[str]) -> None:
    assert begins(text) == names


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TAKASE, id="one person"),
        pytest.param(f"{TAKASE}\n経歴\n2001 - 2005\n白木商事株式会社", id="one person's career"),
        pytest.param(
            "氏名: 髙瀬 凉子\n所属: 蒼嶺セラミックス\n役職: 主任\n自己紹介\n調達の話",
            id="one labelled profile",
        ),
        pytest.param("架空 一郎\n白木 桃\n髙瀬 凉子\n林 健", id="names alone"),
        pytest.param("架空電子株式会社\n白木商事株式会社", id="companies alone"),
        pytest.param(
            "先週は工場を見ました。\n架空電子株式会社\n昨日は港を見ました。\n白木商事株式会社",
            id="sentences in front of companies",
        ),
        pytest.param(
            "架空 一郎\n架空電子株式会社で働いています。\n白木 桃\n白木商事株式会社で働いています。",
            id="sentences behind names",
        ),
        pytest.param("", id="nothing"),
    ],
)  # fmt: skip
def test_what_introduces_one_or_nobody_has_no_entries(text: str) -> None:
    assert introduced(text) == []


def test_what_stands_in_front_of_the_first_introduction_is_one_for_itself() -> None:
    text = f"登録者のご案内です。\n{KAKUU}\n{SHIRO}"
    assert begins(text) == ["登録者のご案内です。", "架空一郎", "白木桃"]


def test_names_at_the_foot_belong_to_the_last_entry() -> None:
    found = introduced(f"{KAKUU}\n{SHIRO}\n髙瀬 凉子\n林 健")
    assert len(found) == 2
    assert found[1].endswith("|高瀬涼子|林健")


def test_the_title_stands_in_front_and_goes_with_whose_name_it_holds() -> None:
    found = introduced(f"{KAKUU}\n{SHIRO}", title="白木 桃さんほか")
    assert ["白木桃さんほか" in entry for entry in found] == [True, False, True]
    other = introduced(f"{KAKUU}\n{SHIRO}", title="登録者の一覧")
    assert ["登録者の一覧" in entry for entry in other] == [True, False, False]


def test_boxes_about_others_introduce_nobody() -> None:
    assert introduced(f"{TAKASE}\nおすすめの専門家\n{KAKUU}\n{SHIRO}") == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{TAKASE}\n{KAKUU}\n{SHIRO}", id="first"),
        pytest.param(f"{KAKUU}\n{TAKASE}\n{SHIRO}", id="between"),
        pytest.param(f"{KAKUU}\n{SHIRO}\n{TAKASE}", id="last"),
        pytest.param(
            "架空 一郎 / 架空電子株式会社\n炉を見ています。\n髙瀬 凉子 / 蒼嶺セラミックス株式会社",
            id="on one line",
        ),
    ],
)
def test_one_of_ours_among_employees_of_others_alerts_alone(text: str) -> None:
    assert alerts(text) == [("registration", "person:E002")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"髙瀬 凉子\n白木商事株式会社\n輸入の話\n{KAKUU}", id="a namesake, nobody of ours"
        ),
        pytest.param(
            "髙瀬 凉子\n白木商事株式会社\n輸入の話\n架空 一郎\n架空電子株式会社\n取引先は蒼嶺セラミックスです。",
            id="our company is another's customer",
        ),
        pytest.param(
            "髙瀬 凉子\n白木商事株式会社\n輸入の話\n架空 一郎\n蒼嶺セラミックス株式会社\n調達部の話",
            id="our company is another's employer",
        ),
        pytest.param(f"{KAKUU}\n{SHIRO}", id="nobody of ours"),
    ],
)
def test_nobody_is_ours_by_what_another_entry_says(text: str) -> None:
    assert ("registration", "person:E002") not in alerts(text)


def test_other_peoples_employers_do_not_count_against_one_who_states_none() -> None:
    silent = "髙瀬 凉子\n非公開\n調達部で、京都研究所にいます。"
    assert alerts(f"{KAKUU}\n{silent}\n{SHIRO}") == [("registration", "person:E002")]


def test_what_others_say_of_themselves_is_no_reason_against_ours() -> None:
    own = next(
        one for one in weighed(f"{KAKUU}\n{TAKASE}\n{SHIRO}") if one.subject == "person:E002"
    )
    rules = {reason.rule for reason in own.reasons}
    assert {"person_named", "company_named", "own_division"} <= rules
    assert not {"other_employer", "name_elsewhere"} & rules


def test_a_person_met_in_two_entries_is_weighed_once_by_the_surer() -> None:
    text = f"{KAKUU}\n髙瀬 凉子\n非公開\n調達部の話\n{TAKASE}"
    found = [one for one in weighed(text) if one.subject == "person:E002"]
    assert len(found) == 1
    assert "company_named" in {reason.rule for reason in found[0].reasons}


def test_a_secret_is_told_once_whoever_of_them_wrote_it() -> None:
    text = f"{KAKUU}\nミナモの話もできます。\n{TAKASE}"
    assert ("leak", "term:T03") in alerts(text)
