"""Whoever a person is entered as: he is never his own second actor, nor the judge of himself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as some

from leakwatch.casework.second import require_second
from leakwatch.errors import PermissionDenied
from leakwatch.models import Reviewer, Role, joined, person_subject
from leakwatch.review import (
    VERDICTS,
    Verdict,
    actor_at_terminal,
    actor_in_slack,
    require_judge,
    require_keeper,
    require_reader,
)

TODAY = date(2026, 11, 26)
#: What ties two entries to one person: an OS login here, a Slack id there.
TIES = ("email", "slack", "os_user", "roster_id")

#: Few, so that they meet.
words = some.sampled_from(("a", "b", "c", "d"))


@some.composite
def reviewers(draw: some.DrawFn, /, **fixed: str) -> Reviewer:
    """Somebody with some of the accounts a person may have."""
    accounts: dict[str, Any] = {
        "email": draw(some.none() | words.map(lambda one: f"{one}@example.com")),
        "slack": draw(some.none() | words.map(lambda one: f"U{one.upper()}")),
        "os_user": draw(some.none() | words),
        "roster_id": draw(some.none() | words),
    }
    return Reviewer(id=draw(words), role=draw(some.sampled_from(Role)), **{**accounts, **fixed})


def ties(one: Reviewer, other: Reviewer) -> bool:
    pairs = [(getattr(one, name), getattr(other, name)) for name in TIES]
    return one.id == other.id or any(mine and mine == his for mine, his in pairs)


@given(first=reviewers(), actor=reviewers(), others=some.lists(reviewers(), max_size=3))
def test_an_approval_needs_another_person_under_every_account(
    first: Reviewer, actor: Reviewer, others: list[Reviewer]
) -> None:
    entered = [first, actor, *(one for one in others if one.id != first.id)]
    if ties(first, actor):
        with pytest.raises(PermissionDenied):
            require_second(actor, first.id, entered)
    else:
        require_second(actor, first.id, entered)


@given(first=reviewers(), tie=some.sampled_from(TIES), actor=reviewers())
def test_one_shared_account_is_enough_to_be_the_same_person(
    first: Reviewer, tie: str, actor: Reviewer
) -> None:
    written = {"email": "A@Example.com", "slack": "U1", "os_user": "login", "roster_id": "E1"}[tie]
    here: dict[str, Any] = {tie: written}
    there: dict[str, Any] = {tie: written.swapcase() if tie == "email" else written}
    one = Reviewer(id="one", role=first.role, **here)
    other = Reviewer(id="other", role=actor.role, **there)
    with pytest.raises(PermissionDenied):
        require_second(other, one.id, [one, other])


@given(actor=reviewers(roster_id="E1"), verdict=some.sampled_from(VERDICTS))
def test_nobody_reads_judges_or_keeps_what_is_about_himself(
    actor: Reviewer, verdict: Verdict
) -> None:
    own = person_subject("E1")
    with pytest.raises(PermissionDenied):
        require_reader(actor, subject=own)
    with pytest.raises(PermissionDenied):
        require_keeper(actor, subject=own)
    with pytest.raises(PermissionDenied):
        require_judge(actor, verdict, subject=own)


@given(days=some.integers(1, 4_000), begins=some.booleans())
def test_whoever_is_past_his_time_or_before_it_is_nobody(*, days: int, begins: bool) -> None:
    away = timedelta(days=days)
    times: dict[str, Any] = (
        {"valid_from": TODAY + away} if begins else {"valid_until": TODAY - away}
    )
    gone = Reviewer(id="x", role=Role.LEAD, os_user="login", slack="U1", **times)
    at_terminal = actor_at_terminal(
        [gone], uid=1000, environ={}, today=TODAY, login_of=lambda _: "login"
    )
    assert at_terminal is None
    for refuse in (require_reader, require_keeper):
        with pytest.raises(PermissionDenied):
            refuse(at_terminal)
    with pytest.raises(PermissionDenied):
        actor_in_slack([gone], user="U1", today=TODAY)


def test_the_last_day_counts() -> None:
    last = Reviewer(id="x", role=Role.LEAD, slack="U1", valid_until=TODAY)
    assert actor_in_slack([last], user="U1", today=TODAY) is last


def test_whom_a_finding_is_about_may_stand_in_any_of_his_entries() -> None:
    entered = joined(
        (
            Reviewer(id="slack", role=Role.LEAD, slack="U1", email="saku@example.com"),
            Reviewer(id="other", role=Role.LEAD, email="hanako@example.com"),
            Reviewer(id="shell", role=Role.LEAD, email="Saku@Example.com", roster_id="E1"),
        )
    )
    with pytest.raises(PermissionDenied):
        require_reader(entered[0], subject=person_subject("E1"))
    require_reader(entered[1], subject=person_subject("E1"))


def test_entries_that_only_a_third_one_ties_are_one_person() -> None:
    entered = joined(
        (
            Reviewer(id="one", role=Role.LEAD, email="saku@example.com"),
            Reviewer(id="other", role=Role.LEAD, roster_id="E1", slack="U1"),
            Reviewer(id="third", role=Role.LEAD, roster_id="E1", email="SAKU@example.com"),
            Reviewer(id="somebody", role=Role.LEAD, email="hanako@example.com"),
        )
    )
    for actor, first in ((0, "other"), (1, "one"), (2, "one")):
        with pytest.raises(PermissionDenied):
            require_second(entered[actor], first, entered)
    require_second(entered[3], "one", entered)
