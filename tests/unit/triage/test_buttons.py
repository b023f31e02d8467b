"""Buttons and modals, pressed in the stand-in Slack and decided in a real record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from leakwatch.demo.slack import SlackStandIn
from leakwatch.models import Status
from leakwatch.notify.actions import APPROVED, CONFIRM, DETAILS, DISMISS, SNOOZE, TAKE
from leakwatch.record import Record
from tests.logged import acts, day, only
from tests.servers.triaging import Lent, Person, trail

pytestmark = pytest.mark.usefixtures("triage")


def wait_for(slack: SlackStandIn, record: Record, status: Status) -> None:
    slack.wait_for(lambda: only(record).status is status)


def test_take_is_done_at_once_and_delivery_is_woken(
    slack: SlackStandIn, record: Record, lent: Lent, reviewer: Person
) -> None:
    reviewer.press(TAKE)
    wait_for(slack, record, Status.TAKEN)
    slack.wait_for(lambda: lent.wakes)
    assert record.findings.history(1001)[-1].actor == "taro"
    assert reviewer.told() == []


def test_confirm_takes_its_reason_in_a_modal(
    slack: SlackStandIn, record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    assert reviewer.submits(view, reason="the profile shows our plant") == {}
    assert only(record).status is Status.CONFIRMED
    assert (acts(record)[-1], slack.views(reviewer.user)) == ("confirm", ())


@pytest.mark.parametrize("verdict", ["not_ours", "namesake", "public", "official"])
def test_not_ours_asks_what_it_is_instead(record: Record, reviewer: Person, verdict: str) -> None:
    view = reviewer.opens(DISMISS)
    assert reviewer.submits(view, reason="I looked", verdict=verdict) == {}
    found = only(record)
    assert (found.status, found.verdict) == (Status.DISMISSED, verdict)


def test_a_lead_may_call_it_an_approved_side_job(record: Record, lead: Person) -> None:
    assert lead.submits(lead.opens(APPROVED), reason="register, line 12") == {}
    assert only(record).status is Status.APPROVED


def test_a_snooze_ends_where_the_chosen_day_begins_in_the_installations_zone(
    record: Record, lent: Lent, reviewer: Person
) -> None:
    chosen = (lent.clock + timedelta(days=10)).date().isoformat()
    assert reviewer.submits(reviewer.opens(SNOOZE), reason="waits for legal", until=chosen) == {}
    found = only(record)
    assert found.snoozed_until is not None
    assert found.status is Status.SNOOZED
    assert found.snoozed_until.isoformat() == "2026-04-11T15:00:00+00:00"  # midnight in Tokyo


def test_a_snooze_proposes_a_week(reviewer: Person) -> None:
    reviewer.opens(SNOOZE)
    assert "'initial_date': '2026-04-09'" in reviewer.modal()


@pytest.mark.parametrize("until", ["2026-04-02", "2026-04-01", "2020-01-01"])
def test_a_snooze_lasts_until_tomorrow_at_least(
    record: Record, reviewer: Person, until: str
) -> None:
    answer = reviewer.submits(reviewer.opens(SNOOZE), reason="later", until=until)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == ["until"]
    assert only(record).status is Status.NEW


@pytest.mark.parametrize("reason", ["   ", "\n\n", "\u200b\u200b", "。。。", "-"])
def test_a_reason_without_a_word_is_none(record: Record, reviewer: Person, reason: str) -> None:
    view = reviewer.opens(CONFIRM)
    answer = reviewer.submits(view, reason=reason)
    assert "in words" in answer["errors"]["reason"]
    assert only(record).status is Status.NEW
    assert reviewer.submits(view, reason="our plant") == {}
    assert only(record).status is Status.CONFIRMED


def test_a_modal_says_how_the_finding_stands_by_now(
    slack: SlackStandIn, record: Record, lead: Person, reviewer: Person
) -> None:
    lead.press(TAKE)
    wait_for(slack, record, Status.TAKEN)
    reviewer.opens(CONFIRM)
    assert "hanako looks into it (2026-04-02 18:00 JST)" in reviewer.modal()


def test_the_installations_language_is_spoken_in_modals(lent: Lent, reviewer: Person) -> None:
    reviewer.opens(DISMISS)
    assert "another person of the same name" in reviewer.modal()


def test_details_are_for_the_clicker_only_and_logged(
    slack: SlackStandIn, record: Record, reviewer: Person, lead: Person
) -> None:
    reviewer.press(DETAILS)
    assert reviewer.hears() == "F-1001 in detail"
    shown = repr(slack.ephemerals(reviewer.user, "#leakwatch")[-1]["blocks"])
    for part in ("F-1001", "one of ours, person unknown", "found (2026-04-01 18:00 JST)"):
        assert part in shown
    assert "leakwatch findings show F-1001 --reveal --reason …" in shown
    assert "蒼海マテリアル" not in shown
    assert lead.told() == []
    assert trail(record) == [("finding.view", "taro", "F-1001")]


def test_a_reason_is_stored_sealed_and_said_nowhere(
    slack: SlackStandIn, record: Record, reviewer: Person
) -> None:
    reason = (
        "<!channel> <https://evil.example/|click> *東雲朔太郎* `rm` \u202e\u0000 " + "あ" * 2_000
    )
    assert reviewer.submits(reviewer.opens(CONFIRM), reason=reason) == {}
    assert only(record).status is Status.CONFIRMED
    assert record.audit.verify().ok
    said = repr([slack.messages("#leakwatch"), reviewer.told()])
    assert "evil" not in said
    assert "東雲" not in said
    stored = b"".join(one.read_bytes() for one in record._database.path.parent.iterdir())
    assert "東雲朔太郎".encode() not in stored
    assert b"evil.example" not in stored


def test_two_people_who_decide_one_after_the_other_are_both_in_the_history(
    record: Record, reviewer: Person, lead: Person
) -> None:
    reviewer.submits(reviewer.opens(CONFIRM), reason="our plant")
    view = lead.opens(DISMISS)
    assert "taro confirmed it" in lead.modal()
    assert lead.submits(view, reason="asked them", verdict="official") == {}
    assert acts(record)[-2:] == ["confirm", "official"]
    assert only(record).last_seen < day(2)
