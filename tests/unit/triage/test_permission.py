"""Who may press what: asked of `reviewers.yaml` at every action, by the envelope's user id."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from leakwatch.demo.slack import LEAD, REVIEWER, SlackStandIn
from leakwatch.models import Reviewer, Role, Status
from leakwatch.notify.actions import APPROVED, BUTTONS, CONFIRM, DETAILS, DISMISS, TAKE
from leakwatch.record import Record
from leakwatch.triage.app import teams_of
from tests.logged import after_baseline, make_finding, make_person, make_sighting, make_source, only
from tests.servers.triaging import Lent, Person, Triage, post_finding, trail

pytestmark = pytest.mark.usefixtures("triage")


@pytest.mark.parametrize("action", BUTTONS)
def test_somebody_nobody_entered_is_refused_at_every_button(
    record: Record, stranger: Person, action: str
) -> None:
    stranger.press(action)
    assert "ask a lead to enter your Slack member id U0STRANGER" in stranger.hears()
    assert stranger.slack.views(stranger.user) == ()
    assert only(record).status is Status.NEW
    act = action.removeprefix("leakwatch_").replace("details", "view")
    assert trail(record) == [(f"finding.{act}.refused", "slack:U0STRANGER", "F-1001")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"valid_until": date(2026, 4, 1)}, "ended on 2026-04-01"),
        ({"valid_from": date(2026, 4, 3)}, "begins on 2026-04-03"),
    ],
)
def test_a_reviewer_out_of_his_time_is_refused(
    record: Record, lent: Lent, reviewer: Person, changes: dict[str, date], said: str
) -> None:
    lent.enter("taro", **changes)
    reviewer.press(TAKE)
    assert said in reviewer.hears()
    assert only(record).status is Status.NEW


def test_the_last_day_counts_in_the_installations_zone(
    slack: SlackStandIn, record: Record, lent: Lent, reviewer: Person
) -> None:
    lent.enter("taro", valid_until=date(2026, 4, 2))
    reviewer.press(TAKE)
    slack.wait_for(lambda: only(record).status is Status.TAKEN)


def test_who_loses_his_role_while_a_modal_is_open_decides_nothing(
    record: Record, lent: Lent, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    lent.entered = [one for one in lent.entered if one.id != "taro"]
    answer = reviewer.submits(view, reason="our plant")
    assert answer["response_action"] == "update"
    assert "not entered in reviewers.yaml" in reviewer.modal()
    assert only(record).status is Status.NEW
    assert trail(record) == [("finding.confirm.refused", f"slack:{REVIEWER}", "F-1001")]


def test_an_approval_is_for_lead_and_legal(record: Record, reviewer: Person) -> None:
    reviewer.press(APPROVED)
    assert (
        reviewer.hears() == "the verdict approved is for the roles lead, legal; yours is reviewer"
    )
    assert reviewer.slack.views(REVIEWER) == ()
    assert trail(record) == [("finding.approved.refused", "taro", "F-1001")]


def test_an_auditor_sees_and_does_not_judge(record: Record, lent: Lent, reviewer: Person) -> None:
    lent.enter("taro", role=Role.AUDITOR)
    reviewer.press(DETAILS)
    assert reviewer.hears() == "F-1001 in detail"
    reviewer.press(DISMISS)
    reviewer.slack.wait_for(lambda: len(reviewer.told()) == 2)
    assert "yours is auditor" in reviewer.told()[-1]
    assert [act for act, _, _ in trail(record)] == ["finding.view", "finding.dismiss.refused"]


@pytest.mark.parametrize("action", BUTTONS)
def test_nobody_sees_or_judges_a_finding_about_himself(
    slack: SlackStandIn, record: Record, lent: Lent, action: str
) -> None:
    source = make_source("market")
    about = make_finding(make_sighting(source, "31"), subject=f"person:{make_person().id}")
    after_baseline(record, about, source=source)
    lent.entered = [
        Reviewer(id="jiro", role=Role.LEAD, slack=LEAD, roster_id=make_person().id, deputy="taro")
    ]
    himself = Person(slack, LEAD, post_finding(slack, "F-1002"))
    himself.press(action)
    assert "it is for taro and the auditor" in himself.hears()
    assert make_person().id not in repr(himself.told())
    assert slack.views(LEAD) == ()
    assert record.findings.get(1002).status is Status.NEW


def test_a_refusal_names_nobody(record: Record, stranger: Person) -> None:
    stranger.press(TAKE)
    stranger.hears()
    stored = b"".join(one.read_bytes() for one in Path(record._database.path).parent.iterdir())
    assert b"slack:U0STRANGER" in stored
    assert b'"username"' not in stored


def test_an_envelope_of_another_workspace_does_nothing(
    slack: SlackStandIn, record: Record, triage: Triage, reviewer: Person
) -> None:
    triage.desk.team = "T0ELSEWHERE"
    reviewer.press(TAKE)
    triage.desk.team = "T00000001"
    reviewer.press(DETAILS)
    assert reviewer.hears() == "F-1001 in detail"
    assert only(record).status is Status.NEW
    assert reviewer.told() == ["F-1001 in detail"]


def test_in_a_grid_a_member_of_another_workspace_is_known_by_his_id_alone() -> None:
    body = {"team": {"id": "T1"}, "user": {"id": REVIEWER, "team_id": "T2"}}
    assert teams_of(body) == {"T1", "T2"}
    assert teams_of(body | {"enterprise": {"id": "E1"}}) == {"T1"}
    assert teams_of({"team_id": "T1", "user_id": REVIEWER}) == {"T1"}
    assert teams_of({"team": None, "user": "x"}) == set()
