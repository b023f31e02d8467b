"""Each kind of row of `wording.tsv` both ways: what it means, and a near miss that means another thing."""

from __future__ import annotations

import pytest

from leakwatch.match import Mention, Sentence
from leakwatch.score.wording import (
    Relation,
    of_newsroom,
    other_profession,
    recruits,
    undisclosed,
    worded,
)
from leakwatch.text import fold_key

NAME = "蒼嶺セラミックス"
ROWS = [
    ("moved away", "Xから架空電子へ移りました", Relation.FORMER),
    ("moved away to change jobs", "Xより架空電子に転職", Relation.FORMER),
    ("moved here", "架空電子からXへ移りました", Relation.EMPLOYED),
    ("moved here by changing jobs", "架空電子を経てXに転職し五年", Relation.EMPLOYED),
    ("seconded here", "Xに出向しています", Relation.EMPLOYED),
    ("period that ended", "X 2001年4月〜2005年3月", Relation.FORMER),
    ("period that ended, English", "X 2001 - 2005", Relation.FORMER),
    ("up to a year", "X until March 2005", Relation.FORMER),
    ("period that goes on, in front", "2019年4月〜現在 X", Relation.EMPLOYED),
    ("period that goes on, in front, English", "2019 - present: X", Relation.EMPLOYED),
    ("now in brackets", "X(現在)に勤務", Relation.EMPLOYED),
    ("now in front", "いまはX", Relation.EMPLOYED),
    ("then in front", "その後、X", Relation.EMPLOYED),
    ("once in front", "以前はX", Relation.FORMER),
    ("mediator introduces", "Xに人材を紹介しています", Relation.OUTSIDER),
    ("mediator sends", "X様へ技術者を派遣", Relation.OUTSIDER),
    ("adviser", "Xに生産の助言をしています", Relation.OUTSIDER),
    ("introduces himself at", "Xで自己紹介の動画を担当", Relation.EMPLOYED),
    ("rival in other words", "competing head-on with X in kilns", Relation.OUTSIDER),
    ("customer behind", "X is one of our customers", Relation.OUTSIDER),
    ("seller behind", "X sells powder to us", Relation.OUTSIDER),
    ("employer behind", "X is my employer, and I am an engineer there", Relation.EMPLOYED),
    ("looks after for", "I look after sintering lines for X", Relation.EMPLOYED),
    ("still with", "I am still with X", Relation.EMPLOYED),
    ("in a plant of it", "Xの北にある工場におります", Relation.EMPLOYED),
    ("visits a plant of it", "Xの製品を北の工場で見た", Relation.OUTSIDER),
    ("staff", "an X engineer based in the north", Relation.EMPLOYED),
    ("advertises", "Xの研究員を募集しています", Relation.REPORTED),
    ("advertises in front", "中途採用 X", Relation.REPORTED),
    ("advertises a salary", "X 年収600万円から", Relation.REPORTED),
    ("advertises in English", "X is hiring", Relation.REPORTED),
    ("hired once", "Xに採用されて十年、いまも勤務", Relation.EMPLOYED),
    ("named person of it", "Xの白木氏が登壇", Relation.REPORTED),
    ("in front of it", "白木氏(X)", Relation.REPORTED),
    ("surname asked", "Xの者の姓氏は伏せます", Relation.UNSAID),
    ("quarter", "Xの第2四半期", Relation.REPORTED),
    ("shares", "Xが株式を公開", Relation.REPORTED),
    ("shares of it", "Xの株式", Relation.OUTSIDER),
    ("another company behind", "X、架空株式会社", Relation.UNSAID),
    ("year's results", "Xの2026年3月期", Relation.REPORTED),
    ("will build", "X will build a kiln", Relation.REPORTED),
]  # fmt: skip


def relation(text: str, label: str = "") -> Relation:
    folded = fold_key(text.replace("X", NAME))
    before, _, after = folded.partition(NAME)
    return worded(Mention(Sentence(folded, "text", label), before, after)).relation


@pytest.mark.parametrize(("text", "said"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_words_beside_the_company_say_what_it_is_to_the_writer(text: str, said: Relation) -> None:
    assert relation(text) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("X", Relation.EMPLOYED, id="alone"),
        pytest.param("X 設計部", Relation.EMPLOYED, id="with a division"),
        pytest.param("元X", Relation.FORMER, id="words right beside it say otherwise"),
        pytest.param("Xに人材を紹介", Relation.OUTSIDER, id="a mediator's customer"),
        pytest.param("X 取引先の対応", Relation.EMPLOYED, id="words further off do not count"),
    ],
)
def test_under_a_label_for_the_employer_only_words_right_beside_count(
    text: str, said: Relation
) -> None:
    assert relation(text, "employer") is said


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("【中途採用】焼成技術者", True),
        ("■新卒採用のご案内", True),
        ("募集職種 製造オペレーター", True),
        ("焼成の経験者を募集しています", True),
        ("応募資格: 高専卒以上", True),
        ("We have a job opening in kilns", True),
        ("Kakuu Denshi is hiring", True),
        ("Apply now", True),
        ("五年前に中途採用で入りました", False),
        ("採用の面接を担当しています", False),
        ("新しい案件を募集中です", False),
        ("I apply glazes", False),
        ("", False),
    ],
)
def test_a_line_offers_a_post_as_advertisements_do(line: str, offers: bool) -> None:
    assert recruits(Sentence(fold_key(line), "text")) is offers


@pytest.mark.parametrize(
    ("value", "silent"),
    [
        ("面談時にお伝えします", True),
        ("承認後に開示", True),
        ("ひみつ", True),
        ("書けません", True),
        ("某窯業メーカー", True),
        ("―", True),
        ("...?", True),
        ("TBD", True),
        ("Not disclosed", True),
        ("Ask me in person", True),
        ("架空電子株式会社", False),
        ("Kakuu Denshi Inc.", False),
    ],
)
def test_a_field_may_say_instead_of_an_employer_that_it_does_not_say(
    value: str, silent: bool
) -> None:
    assert undisclosed(fold_key(value)) is silent


@pytest.mark.parametrize(
    ("line", "news"),
    [
        ("架空新報 経済部", True),
        ("【お知らせ】年末の営業", True),
        ("プレスリリース", True),
        ("Staff writer", True),
        ("本件に関するお問い合わせ", True),
        ("広報部で五年働きました", False),
        ("お知らせを書く仕事", False),
    ],
)
def test_a_newsroom_is_told_by_its_lines(line: str, news: bool) -> None:
    assert of_newsroom(Sentence(fold_key(line), "text")) is news


@pytest.mark.parametrize(
    ("text", "label", "other"),
    [
        ("証券アナリストです", "", True),
        ("記者として働いています", "", True),
        ("I am a freelance journalist", "", True),
        ("アナリストに説明する係です", "", False),
        ("架空大学", "employer", True),
        ("記者", "title", True),
        ("主任", "title", False),
    ],
)
def test_another_profession_is_what_the_writer_says_to_be(
    text: str, label: str, other: bool
) -> None:
    assert other_profession(Sentence(fold_key(text), "text", label)) is other
