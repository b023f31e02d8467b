from __future__ import annotations

import csv

import pytest

from leakwatch.demo import content
from leakwatch.demo.expected import Claim, Expected, expected
from leakwatch.demo.world import answer
from leakwatch.models import Kind

HOST = "http://127.0.0.1:1"


def claims(truth: Expected) -> list[Claim]:
    return [Claim(HOST + one.path, min(one.kinds), one.subject or "unknown") for one in truth.found]


@pytest.mark.parametrize("day", content.DAYS)
def test_everything_planted_is_on_a_page_that_is_there(day: int) -> None:
    for one in expected(day).found:
        assert answer(one.path, page="1", blog_url=f"{HOST}/blog", day=day).status == 200, one.path


def test_what_is_tolerated_or_only_counted_is_on_a_page_too() -> None:
    truth = expected(2)
    for path in (*truth.tolerated, *truth.counter_only):
        assert answer(path, page="1", blog_url=f"{HOST}/blog", day=2).status == 200, path


def test_what_is_gone_was_there_and_is_not() -> None:
    for path in expected(2).gone:
        assert answer(path, page="1", blog_url=f"{HOST}/blog", day=1).status == 200
        assert answer(path, page="1", blog_url=f"{HOST}/blog", day=2).status == 404


def test_every_kind_is_one_that_findings_have() -> None:
    known = {kind.value for kind in Kind}
    for day in content.DAYS:
        truth = expected(day)
        for kinds in (*(one.kinds for one in truth.found), *truth.tolerated.values()):
            assert kinds <= known


def test_every_person_planted_is_on_the_roster() -> None:
    text = (content.DATA / "roster.csv").read_text(encoding="utf-8")
    roster = {f"person:{row['id']}" for row in csv.DictReader(text.splitlines())}
    subjects = {one.subject for one in expected(1).found if one.subject}
    assert {subject for subject in subjects if subject.startswith("person:")} <= roster


def test_on_day_one_everything_is_new_and_nothing_is_gone() -> None:
    truth = expected(1)
    assert truth.new == truth.found
    assert truth.gone == ()
    assert truth.counter_only == ()


def test_day_two_brings_four_and_takes_one() -> None:
    truth = expected(2)
    assert sorted(one.path for one in truth.new) == [
        "/blog/articles/gel-transfer-second",
        "/experts/22481",
        "/experts/22890",
        "/requests/337/",
    ]
    assert truth.gone == ("/experts/22366",)


@pytest.mark.parametrize("day", content.DAYS)
def test_the_truth_itself_misses_nothing_and_alerts_nowhere_else(day: int) -> None:
    truth = expected(day)
    tally = truth.tally(claims(truth))
    assert tally.found == tally.planted == len(truth.found)
    assert tally.missed == ()
    assert tally.false_alerts == ()


def test_without_claims_everything_is_missed() -> None:
    truth = expected(1)
    tally = truth.tally([])
    assert tally.found == 0
    assert tally.missed == truth.found


def test_a_claim_on_a_decoy_is_a_false_alert() -> None:
    claim = Claim(f"{HOST}/experts/20488", "registration", "person:P011")
    assert expected(1).tally([claim]).false_alerts == (claim,)


@pytest.mark.parametrize(
    ("kind", "false"),
    [("mention", 0), ("official", 0), ("leak", 1), ("registration", 1)],
)
def test_a_press_article_may_be_noted_and_no_more(kind: str, false: int) -> None:
    claim = Claim(f"{HOST}/blog/articles/new-building-news", kind, "company")
    assert len(expected(1).tally([claim]).false_alerts) == false


def test_the_wrong_person_on_the_right_page_is_a_false_alert() -> None:
    claim = Claim(f"{HOST}/experts/20417", "registration", "person:P003")
    tally = expected(1).tally([claim])
    assert tally.found == 0
    assert tally.false_alerts == (claim,)


def test_a_finding_before_its_day_is_false() -> None:
    claim = Claim(f"{HOST}/experts/22890", "registration", "unknown")
    assert expected(1).tally([claim]).false_alerts == (claim,)
    assert expected(2).tally([claim]).false_alerts == ()
