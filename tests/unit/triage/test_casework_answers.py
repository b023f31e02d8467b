"""What /leakwatch says of cases and campaigns: no name of anybody, nothing about the asker himself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from leakwatch.errors import UsageError
from leakwatch.models import (
    AnswerKind,
    Campaign,
    CampaignLine,
    Case,
    CaseState,
    LineState,
    Reviewer,
    Role,
)
from leakwatch.triage.casework_answers import CaseworkAnswers, chosen
from tests.messages import ENGLISH, texts_of

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TARO = Reviewer(id="taro", role=Role.REVIEWER, roster_id="E012")


def case(number: int, **changes: Any) -> Case:
    values: dict[str, Any] = {
        "number": number,
        "source": "expert-platform",
        "subject": "unknown",
        "state": CaseState.WAITING,
        "owner": "hanako",
        "opened_at": NOW,
        "begun_at": NOW,
        "findings": (1001,),
        **changes,
    }
    return Case(**values)


EVERY = (
    case(1, state=CaseState.CLOSED),
    case(2, due=date(2026, 12, 4), campaign="K-1/expert-platform"),
    case(3, due=date(2026, 11, 20), owner="taro"),
    case(4, subject="person:E012"),
    case(5, subject="person:E013", state=CaseState.OPEN),
)


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("", [3, 2, 5]),
        ("overdue", [3]),
        ("mine", [3]),
        ("closed", [1]),
        ("waiting", [3, 2]),
        ("expert-platform waiting", [3, 2]),
        ("C-2", [2]),
        ("K-1", [2]),
    ],
)
def test_each_word_narrows_and_the_askers_own_case_is_never_there(
    argument: str, expected: list[int]
) -> None:
    assert [one.number for one in chosen(EVERY, argument, actor=TARO, today=TODAY)] == expected


def test_a_word_that_is_none_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="try open, overdue, mine"):
        chosen(EVERY, "gone-fishing", actor=TARO, today=TODAY)


def test_a_case_is_told_by_its_label_state_and_day_alone() -> None:
    told = "\n".join(texts_of(CaseworkAnswers(ENGLISH).cases(EVERY, today=TODAY).blocks))
    assert "C-3" in told
    assert "overdue since 2026-11-20 (Fri)" in told
    assert "due 2026-12-04 (Fri)" in told
    assert "E012" not in told
    assert "person" not in told


def test_a_campaign_is_counted_and_its_name_left_out() -> None:
    lines = (
        CampaignLine(platform="a", state=LineState.SENT),
        CampaignLine(platform="b", state=LineState.ANSWERED, answer=AnswerKind.NUMBER, count=2),
    )
    campaign = Campaign(
        number=1, name="紅蓮計画", begins=TODAY, ends=TODAY, owner="hanako", lines=lines
    )
    told = "\n".join(texts_of(CaseworkAnswers(ENGLISH).campaigns([campaign]).blocks))
    assert "sent: 1, answered: 1" in told
    assert "registrants so far: 2" in told
    assert "紅蓮計画" not in told


def test_the_status_counts_what_is_open_and_overdue() -> None:
    line = CaseworkAnswers(ENGLISH).counts(EVERY, (), today=TODAY)
    assert line.text == "4 open, 1 of them overdue; campaigns: 0 running"
