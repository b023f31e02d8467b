"""The button "Read and understood", pressed in the stand-in Slack by anybody, counted in a real record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leakwatch.casework.awareness import groups
from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER, SlackStandIn
from leakwatch.models import Division
from leakwatch.notify.actions import DIVISION_MODAL, READ
from leakwatch.notify.blocks import render
from leakwatch.record import Record
from tests.announced import close, make_told, publish
from tests.factories import make_posting
from tests.logged import WATCHLIST
from tests.messages import ENGLISH
from tests.servers.triaging import CHANNEL, Lent, Person, trail

pytestmark = pytest.mark.usefixtures("triage")
DIVISIONS = (Division(id="KILN", name="焼成技術部"), Division(id="COATING", name="塗工部"))


def told(slack: SlackStandIn) -> str:
    """The announcement as it is delivered; its `ts`."""
    message = render(make_posting(make_told()), ENGLISH)
    content: dict[str, Any] = {"text": message.text, "blocks": list(message.blocks)}
    return str(slack.workspace.post(slack.workspace.channels[0], content)["ts"])


@pytest.fixture
def reader(slack: SlackStandIn) -> Person:
    """Somebody nobody entered in reviewers.yaml."""
    return Person(slack, STRANGER, told(slack))


def readers(record: Record) -> int | None:
    return sum(one.readers or 0 for one in record.announcements.counts(1, groups))


def test_anybody_may_press_and_only_he_is_answered(
    slack: SlackStandIn, record: Record, reader: Person
) -> None:
    publish(record, headcount={})
    reader.press(READ)
    assert reader.hears() == "Thank you: you are counted."
    assert slack.ephemerals(LEAD, CHANNEL) == ()
    assert trail(record) == []


def test_pressing_it_twice_counts_once(record: Record, reader: Person) -> None:
    publish(record, headcount={}, smallest=2)
    reader.press(READ)
    reader.slack.wait_for(lambda: len(reader.told()) == 1)
    reader.press(READ)
    reader.slack.wait_for(lambda: len(reader.told()) == 2)
    assert reader.told()[-1] == "You were counted before: nothing more is needed."
    Person(reader.slack, REVIEWER, reader.ts).press(READ)
    reader.slack.wait_for(lambda: readers(record) == 2)


def test_who_presses_is_asked_for_his_division_by_name(
    record: Record, lent: Lent, reader: Person
) -> None:
    lent.settings = replace(lent.settings, watchlist=replace(WATCHLIST, divisions=DIVISIONS))
    publish(record)
    reader.opens(READ)
    shown = reader.slack.views(reader.user)[-1]
    assert shown["callback_id"] == DIVISION_MODAL
    assert shown["private_metadata"].startswith('{"announcement": "A-1"')


def test_a_division_that_is_chosen_is_counted(record: Record, reader: Person) -> None:
    publish(record)
    assert reader.submits(reader.opens(READ), division="KILN") == {}
    assert reader.hears() == "Thank you: you are counted."
    seen: list[dict[str, int]] = []

    def look(counted: Any, _heads: Any, _smallest: int) -> tuple[()]:
        seen.append(dict(counted))
        return ()

    record.announcements.counts(1, look)
    assert seen == [{"KILN": 1}]


def test_who_closes_the_question_is_counted_without_a_division(
    record: Record, reader: Person
) -> None:
    publish(record, smallest=2)
    reader.opens(READ)
    other = Person(reader.slack, REVIEWER, reader.ts)
    other.submits(other.opens(READ), division="-none-")
    assert readers(record) == 2


def test_who_said_his_division_is_not_asked_again(record: Record, reader: Person) -> None:
    publish(record)
    reader.submits(reader.opens(READ), division="KILN")
    reader.slack.wait_for(lambda: len(reader.told()) == 1)
    reader.press(READ)
    reader.slack.wait_for(lambda: len(reader.told()) == 2)
    assert reader.told()[-1] == "You were counted before: nothing more is needed."
    assert reader.slack.views(reader.user) == ()


def test_what_is_closed_is_not_counted(record: Record, reader: Person) -> None:
    close(record, publish(record, headcount={}))
    reader.press(READ)
    assert reader.hears() == "A-1 is not counted any more. Thank you all the same."


@pytest.mark.parametrize("value", ["F-1001", "A-0", "A-1; DROP", "", "A-99999999999999999999"])
def test_a_forged_value_counts_nothing(slack: SlackStandIn, record: Record, value: str) -> None:
    publish(record, headcount={})
    button = {
        "type": "button",
        "action_id": READ,
        "value": value or "-",
        "text": {"type": "plain_text", "text": "Read"},
    }
    block = {"type": "actions", "block_id": "leakwatch_A-1", "elements": [button]}
    posted = slack.workspace.post(slack.workspace.channels[0], {"text": "x", "blocks": [block]})
    one = Person(slack, STRANGER, str(posted["ts"]))
    one.press(READ)
    assert "belongs to no announcement" in one.hears()
    assert readers(record) == 0


def test_the_value_of_the_button_is_the_label_and_nothing_else(slack: SlackStandIn) -> None:
    blocks = render(make_posting(make_told()), ENGLISH).blocks
    (row,) = [one for one in blocks if one["type"] == "actions"]
    assert [one["value"] for one in row["elements"]] == ["A-1"]
    assert told(slack)
