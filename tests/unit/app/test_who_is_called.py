"""Who is called when nobody touches a finding: on duty, not the owner, and nobody it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from leakwatch.app.escalating import who_is_called
from leakwatch.models import Escalation, Reviewer, Role
from tests.factories import make_alert, make_alert_finding


def reviewer(name: str, **changes: Any) -> Reviewer:
    given: dict[str, Any] = {"id": name, "role": Role.REVIEWER, "slack": f"U{name.upper():0>8}"}
    return Reviewer(**(given | changes))


OWNER = reviewer("owner", deputy="a")
A, B = reviewer("a", deputy="b"), reviewer("b", deputy="owner")
LEAD = reviewer("lead", role=Role.LEAD)
AWAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("reviewers", "expected"),
    [
        ((OWNER, A, B, LEAD), "a"),
        ((OWNER, replace(A, valid_until=AWAY), B, LEAD), "b"),
        ((OWNER, replace(A, slack=None), B, LEAD), "b"),
        ((OWNER, replace(A, roster_id="E012"), B, LEAD), "b"),
        ((OWNER, replace(A, valid_until=AWAY), replace(B, slack=None), LEAD), "lead"),
        ((replace(OWNER, role=Role.LEAD, deputy=None), A, B), None),
        ((OWNER, replace(A, slack=None, deputy="owner")), None),
        ((A, B, LEAD), "lead"),
        ((OWNER, LEAD), "lead"),
        ((), None),
    ],
    ids=[
        "the deputy",
        "who is away",
        "whom Slack cannot call",
        "whom it is about",
        "any lead",
        "not the owner himself",
        "deputies in a circle",
        "an owner who is gone",
        "a deputy who is gone",
        "nobody",
    ],
)
def test_who_is_called(reviewers: tuple[Reviewer, ...], expected: str | None) -> None:
    escalation = Escalation(owner="owner", seconds=3600.0)
    alert = make_alert(findings=(make_alert_finding(), make_alert_finding(2, subject="company")))
    called = who_is_called(escalation, alert, reviewers, today=date(2026, 4, 1))
    assert (called.id if called else None) == expected


NAMES = st.sampled_from(["owner", "a", "b", "c"])
REVIEWERS_OF_ALL_SORTS = st.dictionaries(
    NAMES,
    st.builds(
        Reviewer,
        id=st.just(""),
        role=st.sampled_from(list(Role)),
        slack=st.none() | st.just("U0000AAAA"),
        roster_id=st.none() | st.just("E012"),
        deputy=st.none() | NAMES,
        valid_until=st.none() | st.just(AWAY),
    ),
).map(lambda found: tuple(replace(one, id=name) for name, one in found.items()))


@given(REVIEWERS_OF_ALL_SORTS)
def test_whoever_is_called_is_on_duty_concerned_in_nothing_and_not_the_owner(
    reviewers: tuple[Reviewer, ...],
) -> None:
    today = date(2026, 4, 1)
    escalation = Escalation(owner="owner", business_days=1)
    called = who_is_called(escalation, make_alert(), reviewers, today=today)
    fit = [
        one
        for one in reviewers
        if one.id != "owner" and one.slack and one.active(today) and one.roster_id != "E012"
    ]
    if called is None:
        assert not [one for one in fit if one.role is Role.LEAD]
    else:
        assert called in fit
