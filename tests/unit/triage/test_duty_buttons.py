"""Buttons of a reminder, pressed in the stand-in Slack: shown, taken over, done with a reason."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER, SlackStandIn
from leakwatch.errors import PermissionDenied
from leakwatch.models import Alert, AlertKind, Duty, Reminder, Role, Stage
from leakwatch.notify.actions import DUTY_DONE, DUTY_SHOW, DUTY_TAKE
from leakwatch.notify.blocks import render
from leakwatch.record import Record
from leakwatch.triage import Chore, DutyButtons, Word
from tests.factories import make_posting
from tests.messages import ENGLISH
from tests.servers.triaging import Lent, LentChores, Person, Triage, post_message

DUTY = Duty(what="case.legal_review", label="C-3", due=date(2026, 4, 3), owner="taro")
CHORE = Chore(
    label="C-3",
    owner="taro",
    about=("person:E012",),
    duties=(DUTY,),
    facts=(Word(message="legal review"),),
    commands=("leakwatch cases show C-3",),
)


@pytest.fixture
def chores() -> LentChores:
    return LentChores(chore=CHORE)


@pytest.fixture(autouse=True)
def triage(slack: SlackStandIn, lent: Lent, chores: LentChores) -> Iterator[Triage]:
    with Triage(slack, lent, also=lambda desk: (DutyButtons(desk, chores).register,)) as running:
        yield running


@pytest.fixture
def ts(slack: SlackStandIn, lent: Lent) -> str:
    alert = Alert(
        key="reminder:1",
        kind=AlertKind.REMINDER,
        source="",
        channel=None,
        created_at=lent.clock,
        reminders=(Reminder(duty=DUTY, stage=Stage.DAY, called="taro"),),
    )
    return post_message(slack, render(make_posting(alert), ENGLISH))


def trail(record: Record) -> list[tuple[str, str, str]]:
    rows = "SELECT act, actor, subject FROM audit WHERE act LIKE 'duty.%' ORDER BY id"
    with closing(sqlite3.connect(record._database.path)) as database:
        return [(str(act), str(actor), str(label)) for act, actor, label in database.execute(rows)]


def test_show_is_for_the_presser_only_without_a_name_and_logged(
    slack: SlackStandIn, record: Record, reviewer: Person, lead: Person
) -> None:
    reviewer.press(DUTY_SHOW)
    assert reviewer.hears() == "C-3"
    shown = repr(slack.ephemerals(REVIEWER, "#leakwatch")[-1]["blocks"])
    for part in ("legal review", "waits for legal review, by 2026-04-03 (Fri)", "cases show C-3"):
        assert part in shown
    assert "E012" not in shown
    assert lead.told() == []
    assert trail(record) == [("duty.view", "taro", "C-3")]


def test_i_take_it_makes_the_presser_the_owner(chores: LentChores, lead: Person) -> None:
    lead.press(DUTY_TAKE)
    assert lead.hears() == "C-3 is in your hands now."
    assert chores.chore
    assert chores.chore.owner == "hanako"


def test_who_has_it_already_is_told_so(reviewer: Person) -> None:
    reviewer.press(DUTY_TAKE)
    assert reviewer.hears() == "C-3 is in your hands already."


def test_done_takes_its_reason_in_a_modal(chores: LentChores, reviewer: Person) -> None:
    answer = reviewer.submits(reviewer.opens(DUTY_DONE), reason="nothing speaks against it")
    assert "done, and written down" in repr(answer)
    assert chores.finished == [("C-3", "taro", "nothing speaks against it")]


def test_done_without_a_word_keeps_the_modal_open(chores: LentChores, reviewer: Person) -> None:
    answer = reviewer.submits(reviewer.opens(DUTY_DONE), reason="--")
    assert answer["response_action"] == "errors"
    assert chores.finished == []


@pytest.mark.parametrize("press", [DUTY_TAKE, DUTY_DONE])
def test_a_late_press_is_answered_kindly(chores: LentChores, lead: Person, press: str) -> None:
    chores.chore = replace(CHORE, duties=(replace(DUTY, due=date(2026, 4, 30)),))
    lead.press(press)
    assert lead.hears().startswith("C-3: this is settled, or its day was moved")
    assert chores.finished == []


def test_what_is_settled_while_the_modal_is_open_is_not_done_twice(
    chores: LentChores, reviewer: Person, lead: Person
) -> None:
    mine, hers = reviewer.opens(DUTY_DONE), lead.opens(DUTY_DONE)
    lead.submits(hers, reason="agreed")
    assert "this is settled" in repr(reviewer.submits(mine, reason="agreed"))
    assert [actor for _label, actor, _reason in chores.finished] == ["hanako"]


def test_what_was_deleted_meanwhile_is_said_to_be_gone(
    chores: LentChores, reviewer: Person
) -> None:
    chores.chore = None
    reviewer.press(DUTY_SHOW)
    assert reviewer.hears().startswith("C-3 is not in the record any more")


@pytest.mark.parametrize("press", [DUTY_SHOW, DUTY_TAKE, DUTY_DONE])
def test_nobody_sees_or_does_what_is_about_himself(
    lent: Lent, record: Record, reviewer: Person, press: str
) -> None:
    lent.enter("taro", roster_id="E012")
    reviewer.press(press)
    assert "about himself" in reviewer.hears()
    act = press.removeprefix("leakwatch_duty_")
    assert trail(record) == [(f"duty.{act}.refused", "taro", "C-3")]


@pytest.mark.parametrize("press", [DUTY_TAKE, DUTY_DONE])
def test_an_auditor_looks_and_does_nothing(lent: Lent, reviewer: Person, press: str) -> None:
    lent.enter("taro", role=Role.AUDITOR)
    reviewer.press(press)
    assert "casework is done by the roles" in reviewer.hears()


def test_a_stranger_is_refused_and_that_is_logged(
    slack: SlackStandIn, record: Record, ts: str
) -> None:
    stranger = Person(slack, STRANGER, ts)
    stranger.press(DUTY_SHOW)
    assert "not entered" in stranger.hears()
    assert [act for act, _actor, _label in trail(record)] == ["duty.show.refused"]


def test_a_right_that_ended_while_the_modal_was_open_is_checked_again(
    lent: Lent, chores: LentChores, reviewer: Person
) -> None:
    view = reviewer.opens(DUTY_DONE)
    lent.enter("taro", valid_until=lent.clock.date() - timedelta(days=3))
    assert "ended" in repr(reviewer.submits(view, reason="agreed"))
    assert chores.finished == []


def test_what_the_part_itself_refuses_is_said_and_logged(
    chores: LentChores, record: Record, reviewer: Person
) -> None:
    chores.refusal = PermissionDenied("{actor} asked for this himself", actor="taro")
    assert "taro asked for this himself" in repr(
        reviewer.submits(reviewer.opens(DUTY_DONE), reason="agreed")
    )
    assert trail(record)[-1] == ("duty.done.refused", "taro", "C-3")


@pytest.mark.parametrize("value", ["", "C-3", "F-1001", "C-3 case.waiting 2026-13-40", "x" * 200])
def test_a_value_that_is_none_of_ours_changes_nothing(
    slack: SlackStandIn, chores: LentChores, value: str
) -> None:
    button = {
        "type": "button",
        "action_id": DUTY_TAKE,
        "value": value,
        "text": {"type": "plain_text", "text": "I take it"},
    }
    block = {"type": "actions", "block_id": "leakwatch_duty", "elements": [button]}
    ts = str(
        slack.workspace.post(slack.workspace.channels[0], {"text": "-", "blocks": [block]})["ts"]
    )
    lead = Person(slack, LEAD, ts)
    lead.press(DUTY_TAKE)
    assert lead.hears().startswith("This button belongs to nothing")
    assert chores.chore == CHORE
