from __future__ import annotations

from dataclasses import replace

import pytest

from leakwatch.models import (
    AlertKind,
    Status,
)
from leakwatch.record import Record
from tests.logged import (
    acts,
    after_baseline,
    day,
    drain,
    give_verdict,
    make_finding,
    make_hit,
    make_sighting,
    make_source,
    only,
    sweep,
    told,
)

SOURCE = make_source()
PAGE = make_sighting(SOURCE)


def test_text_that_changes_elsewhere_on_the_page_moves_only_last_seen(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    give_verdict(record, Status.DISMISSED, "namesake")
    edited = replace(PAGE, text="31件以上", content_hash="hash-2")
    sweep(record, SOURCE, make_finding(edited), at=day(1))
    assert only(record).status is Status.DISMISSED
    assert only(record).verdict == "namesake"
    assert acts(record) == ["found", "namesake", "edited"]
    assert told(record) == []


def test_an_edited_page_is_kept_as_it_is_now(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, make_finding(replace(PAGE, title="新", content_hash="hash-2")), at=day(1))
    assert record.findings.get(1001, reveal=True).title == "新"


@pytest.mark.parametrize(
    "status",
    [Status.NEW, Status.CONFIRMED, Status.DISMISSED, Status.APPROVED, Status.CLOSED],
    ids=lambda status: status.value,
)
def test_a_new_member_opens_a_finding_whatever_was_decided(record: Record, status: Status) -> None:
    after_baseline(record, make_finding(PAGE))
    give_verdict(record, status)
    more = make_finding(PAGE, hits=(make_hit(), make_hit("窯", entry="T02")))
    sweep(record, SOURCE, more, at=day(1))
    (alert,) = told(record)
    (news,) = alert.findings
    assert only(record).status is Status.NEW
    assert (news.reopened, news.new_entries) == (True, ("T02",))
    assert record.findings.history(1001)[-1].entries == ("T02",)


def test_a_member_that_was_there_before_opens_nothing_when_it_comes_back(record: Record) -> None:
    after_baseline(record, make_finding(PAGE, "甲", "乙"))
    give_verdict(record, Status.DISMISSED)
    sweep(record, SOURCE, make_finding(PAGE, "甲"), at=day(1))
    sweep(record, SOURCE, make_finding(PAGE, "甲", "乙"), at=day(2))
    assert only(record).status is Status.DISMISSED
    assert told(record) == []


def test_each_opening_is_an_alert_of_its_own(record: Record) -> None:
    after_baseline(record, make_finding(PAGE, "甲"))
    sweep(record, SOURCE, make_finding(PAGE, "甲", "乙"), at=day(1))
    sweep(record, SOURCE, make_finding(PAGE, "甲", "乙", "丙"), at=day(2))
    assert drain(record) == [AlertKind.FINDINGS, AlertKind.FINDINGS]


def test_a_snooze_ends_at_the_next_sight_after_its_day(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    give_verdict(record, Status.SNOOZED, until=day(5))
    sweep(record, SOURCE, make_finding(PAGE), at=day(4))
    assert only(record).status is Status.SNOOZED
    sweep(record, SOURCE, make_finding(PAGE), at=day(5))
    assert only(record).status is Status.NEW
    assert only(record).snoozed_until is None
    assert drain(record) == [AlertKind.FINDINGS]
