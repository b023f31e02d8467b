from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match import compile_watchlist, find_hits
from leakwatch.models import Finding, Kind, Severity, Shows
from leakwatch.score import ALERT_FROM, PRIOR, WEIGHTS, assess, logistic, rules_digest
from tests.sample_watch import COMPILED, PEOPLE, WATCHLIST, make_sighting


def judge(text: str = "", **changes: Any) -> tuple[Finding, ...]:
    sighting = make_sighting(text, **changes)
    return assess(sighting, find_hits(sighting, COMPILED), WATCHLIST, charter_version="c1")


def verdicts(text: str = "", **changes: Any) -> set[tuple[str, str]]:
    return {(finding.kind.value, finding.subject) for finding in judge(text, **changes)}


REQUEST: dict[str, Any] = {"shows": Shows.REQUEST}
ARTICLE: dict[str, Any] = {"shows": Shows.ARTICLE}
OWN_URL = "https://www.sorei-ceramics.example/news/1"


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        pytest.param(
            "蒼嶺セラミックスに勤務しています。",
            {"fields": {"name": "髙瀬 凉子"}},
            {("registration", "person:E002")},
            id="name and employer",
        ),
        pytest.param(
            "Ryoko Takase. I work at Sorei Ceramics Co., Ltd.",
            {},
            {("registration", "person:E002")},
            id="name and employer in English",
        ),
        pytest.param(
            "髙瀬凉子です。セラミックス部品メーカー(従業員約2,300人)の調達部で働いています。",
            {},
            {("registration", "person:E002")},
            id="name, described employer and own division",
        ),
        pytest.param(
            "大貫みきです。蒼嶺セラミックスに10年勤務。",
            {},
            {("former_registration", "person:E003")},
            id="somebody who has left",
        ),
        pytest.param(
            "高瀬涼子。2021年に蒼嶺セラミックスを退職しました。",
            {},
            {("former_registration", "person:E002")},
            id="the page says he has left",
        ),
        pytest.param(
            "高瀬涼子(元蒼嶺セラミックス)",
            {},
            {("former_registration", "person:E002")},
            id="former",
        ),
        pytest.param(
            "匿名です。蒼嶺セラミックス株式会社の研究員です。",
            {},
            {("registration", "unknown")},
            id="employer and no name",
        ),
        pytest.param(
            "匿名",
            {"fields": {"organisation": "蒼嶺セラミックス(株)"}},
            {("registration", "unknown")},
            id="employer in its field",
        ),
        pytest.param(
            "東証スタンダード上場のセラミックス部品メーカー(従業員2,340名)、岐阜県で静電チャックを担当",
            {},
            {("registration", "unknown")},
            id="described employer",
        ),
        pytest.param(
            "社内で「ミナモ」と呼ぶテーマ。", {}, {("leak", "term:T03")}, id="secret term"
        ),
        pytest.param(
            "三段ゾルゲル法の解説",
            ARTICLE,
            {("leak", "term:T02")},
            id="internal term in an article",
        ),
        pytest.param(
            "蒼嶺セラミックス出身の方を探しています",
            REQUEST,
            {("solicitation", "company")},
            id="request for our people",
        ),
        pytest.param(
            "土岐川工場の工程に詳しい方", REQUEST, {("solicitation", "company")}, id="request: site"
        ),
        pytest.param(
            "SR-5の開発経験者", REQUEST, {("solicitation", "term:T04")}, id="request: secret term"
        ),
        pytest.param(
            "蒼嶺セラミックスが新棟を建設。",
            {"url": OWN_URL, **ARTICLE},
            {("official", "company")},
            id="own page",
        ),
        pytest.param(
            "SR-5について",
            {"url": OWN_URL, **ARTICLE},
            {("official", "company"), ("leak", "term:T04")},
            id="secret term on the own page",
        ),
    ],
)
def test_what_concerns_us_is_found(
    text: str, changes: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    assert verdicts(text, **changes) == expected


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("髙瀬凉子", {"fields": {"name": "髙瀬凉子"}}, id="a name alone"),
        pytest.param("髙瀬凉子。静電チャックに詳しい。", {}, id="name and public technology"),
        pytest.param("高瀬涼子です。京都で働いています。", {}, id="name and an area"),
        pytest.param(
            "林健。静電チャック開発部。",
            {"fields": {"organisation": "架空電子株式会社"}},
            id="namesake with another employer",
        ),
        pytest.param(
            "取引先の蒼嶺セラミックスから購入しています。",
            {"fields": {"organisation": "架空電子株式会社"}},
            id="a customer",
        ),
        pytest.param("競合の蒼嶺セラミックスの動向", {}, id="a competitor"),
        pytest.param("蒼嶺セラミックスは新製品を発表した。", {}, id="news on a platform"),
        pytest.param("蒼嶺セラミックスの新工場を訪ねた。", ARTICLE, id="an article's mention"),
        pytest.param("静電チャックの市場", REQUEST, id="a request about public technology"),
        pytest.param("静電チャックの基礎", ARTICLE, id="public technology"),
        pytest.param("蒼嶺の社員", {}, id="a weak alias without support"),
        pytest.param("セラミックス部品メーカー勤務", {}, id="a trade"),
        pytest.param("岐阜県の窯業メーカーです", {}, id="a trade and a seat"),
    ],
)
def test_what_does_not_concern_us_stays_quiet(text: str, changes: dict[str, Any]) -> None:
    assert judge(text, **changes) == ()


def test_a_weak_alias_counts_with_support() -> None:
    supported = "蒼嶺の社員です。土岐川工場の静電チャック開発部。"
    assert verdicts(supported) == {("registration", "unknown")}


def test_a_known_person_is_not_reported_again_as_unknown() -> None:
    found = judge("林健。蒼嶺セラミックス勤務。")
    assert [finding.subject for finding in found] == ["person:E001"]


def test_somebody_else_on_the_page_of_another_counts_less() -> None:
    page = "蒼嶺セラミックス勤務。おすすめ: 林健"
    (own,) = judge(page, fields={"name": "林健"})
    (other,) = judge(page, fields={"name": "別の人"})
    assert other.subject in {"unknown", "person:E001"}
    assert other.score < own.score


def test_a_name_heads_a_page_where_it_comes_first_and_not_within_a_headline() -> None:
    def rules(title: str) -> set[str]:
        (finding,) = judge("林健。蒼嶺セラミックス勤務。", title=title)
        return {reason.rule for reason in finding.reasons}

    assert "name_in_heading" in rules("林 健 | エキスパート")
    assert "name_in_heading" not in rules("土岐川の林健さんに聞く")


def test_a_description_of_an_employer_named_in_full_adds_nothing() -> None:
    named = "林健。蒼嶺セラミックス勤務。"
    described = named + "東証スタンダード上場、岐阜県、2,340名。"
    assert judge(described)[0].score - judge(named)[0].score < 0.02


def test_a_news_item_with_a_name_and_a_site_stays_quiet_on_a_platform() -> None:
    news = "蒼嶺セラミックスは土岐川工場に新棟を建てると発表した。高瀬涼子氏が指揮を執る。"
    assert judge(news, title=news) == ()


def test_two_people_of_one_name_are_both_told_and_both_doubted() -> None:
    twins = replace(WATCHLIST, people=(*PEOPLE, replace(PEOPLE[0], id="E009", romaji=())))
    sighting = make_sighting("林健。蒼嶺セラミックス勤務。")
    found = assess(sighting, find_hits(sighting, compile_watchlist(twins)), twins)
    assert {finding.subject for finding in found} == {"person:E001", "person:E009"}
    assert all("name_shared" in {each.rule for each in finding.reasons} for finding in found)


def test_findings_come_gravest_first() -> None:
    found = judge("林健。蒼嶺セラミックス勤務。ミナモと三段ゾルゲル法を担当。")
    order = list(Severity)
    ranks = [order.index(finding.severity) for finding in found]
    assert ranks == sorted(ranks, reverse=True)
    assert {finding.kind for finding in found} == {Kind.REGISTRATION, Kind.LEAK}


@pytest.mark.parametrize(
    "text",
    [
        "林健。取引先は蒼嶺セラミックス。静電チャック開発部。土岐川工場勤務。主任、12年。",
        "匿名。東証スタンダード上場のセラミックス部品メーカー、2,340名。岐阜県。静電チャック開発部",
        "ミナモ SR-5 三段ゾルゲル法 ソウレイセラミックス",
    ],
)
def test_prior_and_weights_add_up_to_the_score(text: str) -> None:
    for finding in judge(text):
        odds = PRIOR + sum(reason.weight for reason in finding.reasons)
        assert finding.score == logistic(odds)
        sizes = [abs(reason.weight) for reason in finding.reasons]
        assert sizes == sorted(sizes, reverse=True)
        assert len({reason.rule for reason in finding.reasons}) == len(finding.reasons)


def test_counter_evidence_is_shown_with_its_weight() -> None:
    page = "林健。競合の蒼嶺セラミックス。SR-5は土岐川工場、静電チャック開発部勤務。"
    registration = next(each for each in judge(page) if each.kind is Kind.REGISTRATION)
    weights = {reason.rule: reason.weight for reason in registration.reasons}
    assert weights["outsider_wording"] == WEIGHTS["outsider_wording"].value < 0


def test_a_finding_says_by_what_it_was_judged() -> None:
    person = judge("林健。蒼嶺セラミックス勤務。")[0]
    assert (person.watchlist_digest, person.rules_digest) == ("w1", rules_digest())
    assert person.charter_version == "c1"
    (company,) = judge("蒼嶺セラミックスの研究員です。")
    assert company.charter_version is None


def test_the_signature_gains_a_member_when_a_term_is_added_and_none_when_filler_changes() -> None:
    page = "林健。蒼嶺セラミックス勤務。三段ゾルゲル法。実績30件以上。"
    before = judge(page)[0].signature
    assert judge(page.replace("30件以上", "31件"))[0].signature == before
    assert judge(page + "静電チャック開発部。")[0].signature > before


WORDS = [
    "林健",
    "髙瀬 凉子",
    "大貫みき",
    "蒼嶺セラミックス",
    "蒼嶺",
    "元",
    "競合の",
    "発表した。",
    "勤務",
    "京都",
    "土岐川工場",
    "調達部",
    "静電チャック",
    "岐阜県",
    "2,340名",
    "ミナモ",
    "SR-5",
    "\n",
    "。",
]


@given(st.lists(st.sampled_from(WORDS), max_size=9), st.sampled_from(Shows))
@settings(max_examples=300, deadline=None)
def test_every_finding_is_above_the_threshold_explained_and_backed_by_hits(
    parts: list[str], shows: Shows
) -> None:
    for finding in judge(" ".join(parts), shows=shows):
        assert ALERT_FROM <= finding.score <= 1
        assert finding.hits
        assert finding.reasons
        assert {reason.rule for reason in finding.reasons} <= set(WEIGHTS)
        assert {reason.hit for reason in finding.reasons if reason.hit} <= set(finding.hits)


@given(st.lists(st.sampled_from(["林健", "髙瀬 凉子", "静電チャック", "京都", "。"]), max_size=8))
@settings(max_examples=100, deadline=None)
def test_no_number_of_names_and_common_words_makes_a_finding_about_a_person(
    parts: list[str],
) -> None:
    assert judge("".join(parts), title="林健", fields={"name": "林健"}) == ()


@given(st.sampled_from(Shows), st.lists(st.just("静電チャック"), min_size=1, max_size=30))
@settings(deadline=None)
def test_a_term_of_level_one_never_alerts_alone(shows: Shows, parts: list[str]) -> None:
    assert judge("、".join(parts), shows=shows, title="静電チャック") == ()
