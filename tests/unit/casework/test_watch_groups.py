"""Who of the roster is watched on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from leakwatch.casework.watch_groups import holds_on, standing_on
from leakwatch.models import Charter, WatchGroup
from tests.logged import make_person

TODAY = date(2026, 4, 1)
GROUP = WatchGroup(id="firing", reason="r", until=date(2026, 6, 30), approved_by="hanako")


def make_charter(*groups: WatchGroup, **changes: Any) -> Charter:
    given: dict[str, Any] = {
        "purpose": "p",
        "legal_basis": "l",
        "responsible": "r",
        "deputy": "d",
        "retention_days": 365,
        "notice_date": date(2026, 1, 1),
        "valid_until": date(2026, 12, 31),
        "version": "v",
        "groups": groups,
    }
    return Charter(**(given | changes))


@pytest.mark.parametrize(
    ("group", "until", "today", "watched"),
    [
        pytest.param(None, None, TODAY, True, id="no group, no date"),
        pytest.param("firing", None, TODAY, True, id="in a group"),
        pytest.param("firing", None, GROUP.until, True, id="last day of the group"),
        pytest.param("firing", None, GROUP.until + timedelta(days=1), False, id="the day after"),
        pytest.param("firing", TODAY, TODAY, True, id="own last day"),
        pytest.param("firing", TODAY, TODAY + timedelta(days=1), False, id="own date is earlier"),
        pytest.param("firing", date(2027, 1, 1), date(2026, 7, 1), False, id="own date is later"),
        pytest.param(None, TODAY, TODAY + timedelta(days=1), False, id="own date, no group"),
    ],
)
def test_somebody_is_watched_until_his_group_or_his_own_date_ends(
    group: str | None, until: date | None, today: date, watched: bool
) -> None:
    standing = standing_on([make_person(group=group, until=until)], make_charter(GROUP), today)
    assert [one.id for one in standing.people] == (["E012"] if watched else [])
    assert standing.over == (() if watched else ("E012",))


def test_a_group_the_charter_does_not_have_is_nobodys_reason() -> None:
    standing = standing_on([make_person(group="other")], make_charter(GROUP), TODAY)
    assert (standing.people, standing.nowhere, standing.left_out) == ((), ("E012",), 1)


def test_a_charter_holds_from_its_notice_to_its_last_day() -> None:
    charter = make_charter()
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [holds_on(charter, day) for day in days] == [False, True, True, False]
