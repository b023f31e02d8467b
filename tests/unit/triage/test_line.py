"""The line to Slack: kept up, said clearly when it cannot be, and silent about what comes over it."""

from __future__ import annotations

import logging

import pytest

from leakwatch.demo.slack import FaultKind, SlackStandIn
from leakwatch.models import Status
from leakwatch.notify.actions import CONFIRM, TAKE
from leakwatch.record import Record
from leakwatch.triage import line as lines
from tests.logged import only
from tests.servers.triaging import Lent, Person, Triage


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait long between two attempts."""
    monkeypatch.setattr(lines, "_FIRST_PAUSE", 0.05)
    monkeypatch.setattr(lines, "_REFUSED_PAUSE", 0.05)


def taken(slack: SlackStandIn, record: Record) -> None:
    slack.wait_for(lambda: only(record).status is Status.TAKEN)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
def test_when_slack_asks_for_it_the_line_is_renewed(
    triage: Triage, slack: SlackStandIn, record: Record, reviewer: Person, reason: str
) -> None:
    asked = len(slack.workspace.calls)
    slack.refresh(reason)
    slack.wait_for(
        lambda: any(c.method == "apps.connections.open" for c in slack.workspace.calls[asked:])
    )
    slack.wait_for_connection()
    reviewer.press(TAKE)
    taken(slack, record)


def test_a_line_that_breaks_is_opened_again(
    triage: Triage, slack: SlackStandIn, record: Record, reviewer: Person
) -> None:
    for _ in range(3):
        slack.cut()
        slack.wait_for_connection()
    reviewer.press(TAKE)
    taken(slack, record)


def test_while_slack_is_down_it_is_tried_again(
    triage: Triage, slack: SlackStandIn, lent: Lent, record: Record, reviewer: Person
) -> None:
    slack.stop()
    slack.wait_for(lambda: lent.reports)
    slack.start()
    slack.wait_for(lambda: slack.sockets.count)
    reviewer.press(TAKE)
    taken(slack, record)


def test_a_decision_in_the_middle_of_a_refresh_is_answered(
    triage: Triage, slack: SlackStandIn, lent: Lent, record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    slack.refresh()
    assert reviewer.submits(view, reason="our plant") == {}
    assert only(record).status is Status.CONFIRMED


@pytest.mark.parametrize("code", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
def test_an_app_token_that_opens_nothing_is_said_once_and_tried_again(
    slack: SlackStandIn, lent: Lent, record: Record, reviewer: Person, code: str
) -> None:
    slack.fail_next(FaultKind.REFUSED, method="apps.connections.open", code=code, times=3)
    with Triage(slack, lent):
        reviewer.press(TAKE)
        taken(slack, record)
    report, again = lent.reports
    assert (report[0], again[0]) == ("triage.unreachable", "triage.connected")
    assert report[1]["code"] == code
    assert "connections:write" in str(report[1]["message"])


def test_a_wrong_app_token_stops_nothing_else(slack: SlackStandIn, lent: Lent) -> None:
    with Triage(slack, lent, app_token="xapp-wrong", wait=False) as triage:
        slack.wait_for(lambda: lent.reports)
        assert triage.call(triage.line.connected.is_set) is False
    assert "xapp-wrong" not in repr(lent.reports)


def test_a_revoked_bot_token_is_said(slack: SlackStandIn, lent: Lent) -> None:
    slack.fail_next(FaultKind.REFUSED, method="auth.test", code="token_revoked", times=2)
    with Triage(slack, lent):
        slack.wait_for(lambda: len(lent.reports) == 2)
    assert [values.get("code") for _, values in lent.reports] == ["token_revoked", None]


def test_it_stops_while_it_cannot_connect(slack: SlackStandIn, lent: Lent) -> None:
    slack.stop()
    with Triage(slack, lent, wait=False):
        slack.wait_for(lambda: lent.reports)


def test_building_the_app_asks_slack_nothing(slack: SlackStandIn, lent: Lent) -> None:
    Triage(slack, lent)
    assert slack.workspace.calls == []


def test_ambient_variables_change_nothing(
    slack: SlackStandIn,
    lent: Lent,
    record: Record,
    reviewer: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-another")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-another")
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "another")
    with Triage(slack, lent):
        assert reviewer.submits(reviewer.opens(CONFIRM), reason="our plant") == {}
        reviewer.press(TAKE)
        assert "you have" not in reviewer.hears()
    assert only(record).status is Status.CONFIRMED


def test_nothing_of_a_payload_is_logged(
    triage: Triage,
    slack: SlackStandIn,
    reviewer: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    view = reviewer.opens(CONFIRM)
    reviewer.submits(view, reason="東雲朔太郎 told me in secret")
    slack.cut()
    slack.wait_for_connection()
    said = caplog.text + repr([vars(one) for one in caplog.records])
    for secret in ("東雲", "in secret", "xoxb-", "xapp-", "ticket="):
        assert secret not in said
