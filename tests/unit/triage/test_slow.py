"""A record that takes its time, or takes nothing: Slack waits three seconds, a decision longer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from leakwatch.demo.slack import FaultKind, SlackStandIn
from leakwatch.models import Status
from leakwatch.notify.actions import CONFIRM, DETAILS, TAKE
from leakwatch.record import Record
from leakwatch.triage import submissions
from tests.logged import acts, only
from tests.servers.triaging import Lent, Person, Triage

pytestmark = pytest.mark.usefixtures("triage")
#: As a disk that takes nothing more.
REFUSE = "CREATE TRIGGER refuse BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'x'); END"


@contextmanager
def locked(record: Record) -> Iterator[None]:
    """Another process writes and does not come to an end."""
    database = sqlite3.connect(record._database.path, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        database.execute("ROLLBACK")
        database.close()


@contextmanager
def held(lent: Lent) -> Iterator[None]:
    """Every look takes until the end of the block."""
    lent.gate.clear()
    try:
        yield
    finally:
        lent.gate.set()


def test_a_modal_opens_in_time_without_a_look_at_the_record(
    lent: Lent, record: Record, reviewer: Person
) -> None:
    with held(lent):
        view = reviewer.opens(CONFIRM)
    assert reviewer.submits(view, reason="our plant") == {}
    assert only(record).status is Status.CONFIRMED


def test_who_may_not_act_is_refused_at_the_latest_when_he_submits(
    lent: Lent, record: Record, stranger: Person
) -> None:
    with held(lent):
        view = stranger.opens(CONFIRM)
    assert stranger.submits(view, reason="I say so")["response_action"] == "update"
    assert "not entered in reviewers.yaml" in stranger.modal()
    assert only(record).status is Status.NEW


def test_a_decision_that_takes_longer_than_slack_waits_is_stored_all_the_same(
    slack: SlackStandIn, lent: Lent, record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    with held(lent):
        assert reviewer.submits(view, reason="our plant") == {}
        assert slack.views(reviewer.user) == ()
        assert only(record).status is Status.NEW
    slack.wait_for(lambda: only(record).status is Status.CONFIRMED)
    assert reviewer.told() == []


def test_a_refusal_that_takes_longer_is_told_beside_the_modal(
    lent: Lent, record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    with held(lent):
        reviewer.submits(view, reason="our plant")
        lent.entered = ()
    assert "not entered in reviewers.yaml" in reviewer.hears()
    assert only(record).status is Status.NEW


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "_PAUSES", ())


@pytest.mark.usefixtures("impatient")
def test_a_decision_that_could_not_be_stored_is_said_to_whoever_took_it(
    record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    with locked(record):
        assert reviewer.submits(view, reason="東雲朔太郎 told me") == {}
        said = reviewer.hears()
    assert "F-1001: your decision was not stored" in said
    assert "locked by another process" in said
    assert "Please decide again." in said
    assert str(record._database.path.parent) not in said
    assert "東雲" not in said
    assert only(record).status is Status.NEW


@pytest.mark.usefixtures("impatient")
def test_a_loss_that_nobody_could_be_told_of_is_reported_to_the_service(
    slack: SlackStandIn, lent: Lent, record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    slack.fail_next(FaultKind.REFUSED, method="chat.postEphemeral", code="user_not_in_channel")
    with locked(record):
        reviewer.submits(view, reason="東雲朔太郎 told me")
        slack.wait_for(lambda: lent.reports)
    ((event, values),) = lent.reports
    assert event == "triage.not_stored"
    assert (values["finding"], values["user"]) == ("F-1001", reviewer.user)
    assert "東雲" not in repr(values)


def test_a_record_that_is_busy_for_a_while_gets_the_decision_all_the_same(
    slack: SlackStandIn, record: Record, reviewer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submissions, "_PAUSES", (0.1,) * 100)
    view = reviewer.opens(CONFIRM)
    database = sqlite3.connect(record._database.path)
    database.execute(REFUSE)
    database.commit()
    with locked(record):
        assert reviewer.submits(view, reason="our plant") == {}
    database.execute("DROP TRIGGER refuse")
    database.commit()
    database.close()
    slack.wait_for(lambda: only(record).status is Status.CONFIRMED)
    assert acts(record).count("confirm") == 1
    assert reviewer.told() == []


def test_a_decision_refused_at_once_leaves_the_modal_with_all_that_was_typed(
    record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    database = sqlite3.connect(record._database.path)
    database.execute(REFUSE)
    database.commit()
    answer = reviewer.submits(view, reason="our plant")
    assert "was not stored" in answer["errors"]["reason"]
    database.execute("DROP TRIGGER refuse")
    database.commit()
    database.close()
    assert reviewer.submits(view, reason="our plant") == {}
    assert only(record).status is Status.CONFIRMED


@pytest.mark.parametrize("action", [TAKE, DETAILS])
def test_a_click_that_cannot_be_stored_is_said_to_whoever_clicked(
    record: Record, reviewer: Person, action: str
) -> None:
    with locked(record):
        reviewer.press(action)
        assert reviewer.hears().startswith("leakwatch.db is locked by another process")
    assert only(record).status is Status.NEW


def test_of_two_who_take_it_at_the_same_moment_one_has_it(
    lent: Lent, record: Record, lead: Person, reviewer: Person
) -> None:
    with ThreadPoolExecutor() as pool, held(lent):
        for one in (lead, reviewer):
            pool.submit(one.press, TAKE).result()
    told = lead.slack.wait_for(lambda: [*lead.told(), *reviewer.told()])
    assert len(told) == 1
    assert "looks into it" in told[0]
    assert acts(record).count("take") == 1


def test_what_is_under_way_is_finished_before_the_line_is_closed(
    triage: Triage, lent: Lent, record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    with ThreadPoolExecutor() as pool, held(lent):
        reviewer.submits(view, reason="our plant")
        stopped = pool.submit(triage.stop)
        lent.gate.set()
        stopped.result()
    assert only(record).status is Status.CONFIRMED


def test_a_fault_of_ours_is_told_and_logged_without_the_payload(
    lent: Lent, reviewer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    view = reviewer.opens(CONFIRM)
    lent.entered = [object()]  # type: ignore[list-item]
    reviewer.press(TAKE)
    assert "went wrong inside leakwatch" in reviewer.hears()
    answer = reviewer.submits(view, reason="東雲朔太郎 told me")
    assert "went wrong inside leakwatch" in answer["errors"]["reason"]
    assert {one.message for one in caplog.records} == {"triage.failed"}
    assert "東雲" not in caplog.text
    assert caplog.records[0].error == "AttributeError"  # type: ignore[attr-defined]


def test_a_modal_that_slack_is_too_busy_to_open_is_not_promised_for_later(
    slack: SlackStandIn, reviewer: Person
) -> None:
    slack.fail_next(FaultKind.RATE_LIMITED, method="views.open", retry_after=30)
    reviewer.press(CONFIRM)
    assert "press it again" in reviewer.hears()


def test_who_cannot_be_told_in_the_channel_is_told_over_the_clicks_own_address(
    slack: SlackStandIn, reviewer: Person
) -> None:
    slack.fail_next(FaultKind.RATE_LIMITED, method="chat.postEphemeral", retry_after=30)
    reviewer.press(DETAILS)
    assert "in detail" in reviewer.hears()
