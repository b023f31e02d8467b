from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from leakwatch.errors import UsageError, VerdictError
from leakwatch.models import Role, Status
from leakwatch.review import TRANSITIONS, VERDICTS, require_transition, verdict_named

NOW = datetime(2026, 5, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=7)


def allow(
    name: str, status: Status, *, reason: str | None = "r", until: datetime | None = LATER
) -> None:
    require_transition(
        verdict_named(name), finding="F-1001", status=status, reason=reason, until=until, now=NOW
    )


def test_every_status_can_be_left() -> None:
    assert all(TRANSITIONS[status] for status in Status)


def test_every_status_but_gone_is_the_result_of_some_verdict() -> None:
    # gone is no opinion: only sweeps that no longer see a registration may say so
    assert {verdict.status for verdict in VERDICTS} == set(Status) - {Status.GONE}


def test_every_status_can_come_back_to_new_or_is_new() -> None:
    assert all("reopen" in TRANSITIONS[status] for status in Status if status is not Status.NEW)


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        ("take", Status.NEW),
        ("confirm", Status.TAKEN),
        ("namesake", Status.CONFIRMED),
        ("approved", Status.CONFIRMED),
        ("close", Status.GONE),
        ("reopen", Status.CLOSED),
    ],
)
def test_a_verdict_follows_the_statuses_of_the_table(verdict: str, status: Status) -> None:
    allow(verdict, status)


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        ("take", Status.CLOSED),
        ("confirm", Status.DISMISSED),
        ("close", Status.NEW),
        ("snooze", Status.CONFIRMED),
        ("reopen", Status.NEW),
    ],
)
def test_a_verdict_that_may_not_follow_says_what_may(verdict: str, status: Status) -> None:
    with pytest.raises(VerdictError) as refused:
        allow(verdict, status)
    assert TRANSITIONS[status][0] in str(refused.value)


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_decision_without_a_reason_is_refused(reason: str | None) -> None:
    with pytest.raises(UsageError, match="--reason"):
        allow("confirm", Status.NEW, reason=reason)


def test_taking_needs_no_reason() -> None:
    allow("take", Status.NEW, reason=None)


@pytest.mark.parametrize("until", [None, NOW, NOW - timedelta(days=1)], ids=["none", "now", "past"])
def test_a_snooze_needs_a_day_to_come(until: datetime | None) -> None:
    with pytest.raises(UsageError, match="--until"):
        allow("snooze", Status.NEW, until=until)


def test_an_unknown_verdict_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="not_ours"):
        verdict_named("guilty")


def test_only_leads_and_legal_approve_a_side_job() -> None:
    assert verdict_named("approved").roles == {Role.LEAD, Role.LEGAL}


def test_an_auditor_decides_nothing() -> None:
    assert all(Role.AUDITOR not in verdict.roles for verdict in VERDICTS)
