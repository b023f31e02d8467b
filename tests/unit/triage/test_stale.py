"""What others did meanwhile, what is delivered twice, and what is not there any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from leakwatch.demo.slack import SlackStandIn
from leakwatch.models import Status
from leakwatch.notify.actions import BUTTONS, CONFIRM, DISMISS, SNOOZE, TAKE
from leakwatch.record import Record
from tests.logged import acts, day, give_verdict, only
from tests.servers.triaging import Lent, Person

pytestmark = pytest.mark.usefixtures("triage")


def erase(record: Record) -> None:
    """As retention will: rows of the finding are not there any more."""
    with closing(sqlite3.connect(record._database.path)) as database:
        for table, column in (
            ("history", "finding"),
            ("alerted", "finding"),
            ("finding", "number"),
        ):
            database.execute(f"DELETE FROM {table} WHERE {column} = 1001")
        database.commit()


def test_a_click_on_what_somebody_confirmed_hears_who_and_when(
    slack: SlackStandIn, record: Record, lent: Lent, lead: Person, reviewer: Person
) -> None:
    lead.submits(lead.opens(CONFIRM), reason="our plant")
    before = lent.wakes
    reviewer.press(TAKE)
    assert "somebody was quicker: hanako confirmed it (2026-04-02 18:00 JST)" in reviewer.hears()
    slack.wait_for(lambda: lent.wakes > before)
    reviewer.press(SNOOZE)
    slack.wait_for(lambda: len(reviewer.told()) == 2)
    assert slack.views(reviewer.user) == ()
    assert acts(record)[-1] == "confirm"


def test_a_modal_that_was_overtaken_changes_nothing(
    record: Record, lead: Person, reviewer: Person
) -> None:
    slow = reviewer.opens(DISMISS)
    lead.submits(lead.opens(CONFIRM), reason="our plant")
    answer = reviewer.submits(slow, reason="not ours", verdict="not_ours")
    assert answer["response_action"] == "update"
    assert "somebody was quicker: hanako confirmed it" in reviewer.modal()
    assert only(record).status is Status.CONFIRMED


def test_that_somebody_took_it_meanwhile_does_not_waste_a_decision(
    slack: SlackStandIn, record: Record, lead: Person, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    lead.press(TAKE)
    slack.wait_for(lambda: only(record).status is Status.TAKEN)
    assert reviewer.submits(view, reason="our plant") == {}
    assert acts(record)[-2:] == ["take", "confirm"]


def test_what_somebody_else_took_is_not_taken_from_him_by_a_click(
    slack: SlackStandIn, record: Record, lead: Person, reviewer: Person
) -> None:
    lead.press(TAKE)
    slack.wait_for(lambda: only(record).status is Status.TAKEN)
    reviewer.press(TAKE)
    assert "hanako looks into it" in reviewer.hears()
    assert "leakwatch findings set F-1001 take" in reviewer.hears()
    assert record.findings.history(1001)[-1].actor == "hanako"


def test_what_is_not_to_be_seen_any_more_is_said_so(record: Record, reviewer: Person) -> None:
    give_verdict(record, Status.GONE, "gone", actor="hanako")
    reviewer.press(TAKE)
    assert "F-1001" in reviewer.hears()
    assert only(record).status is Status.GONE


def test_a_double_click_decides_once(slack: SlackStandIn, record: Record, reviewer: Person) -> None:
    reviewer.press(TAKE)
    slack.wait_for(lambda: only(record).status is Status.TAKEN)
    reviewer.press(TAKE)
    assert "you have done that already: taro looks into it" in reviewer.hears()
    assert acts(record).count("take") == 1


def test_an_envelope_that_comes_again_is_answered_again_and_done_once(
    slack: SlackStandIn, record: Record, reviewer: Person
) -> None:
    reviewer.press(TAKE, copies=3)
    slack.wait_for(lambda: only(record).status is Status.TAKEN)
    view = reviewer.opens(CONFIRM)
    assert reviewer.submits(view, copies=3, reason="our plant") == {}
    assert acts(record)[-2:] == ["take", "confirm"]
    assert reviewer.told() == []


def test_the_same_mistake_submitted_twice_is_said_twice(reviewer: Person) -> None:
    view = reviewer.opens(CONFIRM)
    for _ in range(2):
        assert reviewer.submits(view, reason="--")["response_action"] == "errors"


@pytest.mark.parametrize("action", BUTTONS)
def test_a_button_of_a_finding_that_was_deleted_says_so(
    record: Record, reviewer: Person, action: str
) -> None:
    erase(record)
    reviewer.press(action)
    assert "F-1001 is not in the log any more: it was deleted" in reviewer.hears()
    assert reviewer.slack.views(reviewer.user) == ()


def test_a_modal_submitted_after_the_finding_was_deleted_says_so(
    record: Record, reviewer: Person
) -> None:
    view = reviewer.opens(CONFIRM)
    erase(record)
    answer = reviewer.submits(view, reason="our plant")
    assert answer["response_action"] == "update"
    assert "it was deleted" in reviewer.modal()
    assert "nothing was stored" in reviewer.modal()


def test_a_finding_that_was_opened_again_may_be_decided_again(
    record: Record, reviewer: Person, lead: Person
) -> None:
    lead.submits(lead.opens(CONFIRM), reason="our plant")
    give_verdict(record, Status.NEW, "reopen", actor="hanako", now=day(2))
    assert reviewer.submits(reviewer.opens(CONFIRM), reason="still there") == {}
    assert acts(record)[-2:] == ["reopen", "confirm"]
