from __future__ import annotations

from collections import Counter

import pytest

from leakwatch.demo import content
from leakwatch.demo.content import Expert, Request
from leakwatch.demo.page import Html

ROW = {
    "id": "1",
    "layout": "cards",
    "name": "甲",
    "headline": "乙",
    "organisation": "丙",
    "title": "丁",
    "years": "1年",
    "location": "戊",
    "skills": "己",
    "career": ["庚"],
    "body": "辛",
    "reward": "壬",
    "count": "1件",
}


def test_a_row_becomes_an_item_with_tuples() -> None:
    expert = Expert.read(ROW)
    assert expert.career == ("庚",)
    assert expert.days == (1, 2)


def test_markup_in_a_row_is_marked_as_such() -> None:
    expert = Expert.read({**ROW, "name": {"html": "<b>甲</b>"}})
    assert isinstance(expert.name, Html)
    assert not isinstance(expert.organisation, Html)


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="organization"):
        Expert.read({**ROW, "organization": "typo"})


def test_an_item_is_shown_on_its_days_only() -> None:
    expert = Expert.read({**ROW, "days": [2]})
    assert expert.on(1) is None
    assert expert.on(2) == expert


def test_day_two_changes_the_values_it_names_and_no_others() -> None:
    expert = Expert.read({**ROW, "day2": {"count": "2件"}})
    first, second = expert.on(1), expert.on(2)
    assert first
    assert second
    assert (first.count, second.count) == ("1件", "2件")
    assert first.body == second.body


@pytest.mark.parametrize("day", content.DAYS)
def test_ids_are_unique_on_every_day(day: int) -> None:
    ids = [expert.id for expert in content.experts(day)]
    ids += [request.id for request in content.requests(day)]
    ids += [article.slug for article in content.recent_articles(day)]
    ids += [article.slug for article in content.old_articles(day)]
    assert [each for each, times in Counter(ids).items() if times > 1] == []


@pytest.mark.parametrize("day", content.DAYS)
def test_the_platform_is_large_and_mostly_unrelated(day: int) -> None:
    assert len(content.experts(day)) >= 64
    assert len(content.plain_experts()) >= 35


def test_experts_come_in_every_layout() -> None:
    layouts = {expert.layout for expert in content.experts(1)}
    assert layouts == {"cards", "list", "table", "english", "jsonld", "next"}


def test_sixteen_requests_are_open_and_one_more_on_day_two() -> None:
    first, second = content.requests(1), content.requests(2)
    assert len(first) == 16
    assert {request.id for request in second} - {request.id for request in first} == {"337"}


def test_one_registrant_leaves_and_one_comes() -> None:
    first = {expert.id for expert in content.experts(1)}
    second = {expert.id for expert in content.experts(2)}
    assert (first - second, second - first) == ({"22366"}, {"22481"})


def test_two_profiles_are_edited_overnight() -> None:
    before = {expert.id: expert for expert in content.experts(1)}
    edited = [one.id for one in content.experts(2) if one.id in before and one != before[one.id]]
    assert edited == ["20561", "22890"]


def test_one_article_appears_and_the_archive_stays() -> None:
    first = {article.slug for article in content.recent_articles(1)}
    second = {article.slug for article in content.recent_articles(2)}
    assert second - first == {"gel-transfer-second"}
    assert content.old_articles(1) == content.old_articles(2)


def test_the_disguises_are_what_they_say() -> None:
    """An editor that normalises the data files would silently make the world easier."""
    shown = {expert.id: expert for expert in content.experts(1)}
    assert "髙﨑" in shown["20417"].name
    assert "ﾆｼﾑﾀ" in shown["20561"].name
    assert "渡邊" in shown["20734"].name
    assert "<span" in shown["20802"].name
    assert "<wbr>" in shown["20802"].organisation
    assert "<ruby>斎藤" in shown["21066"].name
    assert "\u3099" in shown["21288"].name
    assert "\u3099" in shown["21288"].organisation
    assert "\u200b" in shown["21410"].name
    assert "濱地" in shown["22366"].name


def test_every_company_of_the_plain_experts_is_somebody_elses() -> None:
    for expert in content.plain_experts():
        assert "ノヴァ" not in expert.organisation
        assert "セラミック" not in expert.headline + expert.body


def test_requests_say_when_and_for_whom() -> None:
    for request in content.requests(2):
        assert isinstance(request, Request)
        assert request.buyer
        assert request.period
        assert request.tags
