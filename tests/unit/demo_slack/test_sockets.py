"""Socket Mode without an SDK between: greetings, repeats, farewells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp  # noqa: TID251 - the stand-in is for this very app
from slack_sdk import WebClient  # noqa: TID251
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from leakwatch.demo.slack import APP_TOKEN, LEAD, SlackStandIn, Workspace
from leakwatch.errors import UsageError
from tests.servers.bolting import RunningApp


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(ack_seconds=30, trigger_seconds=30)) as stand_in:
        yield stand_in


@pytest.fixture
def hand() -> Iterator[ThreadPoolExecutor]:
    """A person, who waits for the app while the test plays the app."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def address(slack: SlackStandIn) -> str:
    client = WebClient(base_url=slack.api_url, timeout=5, retry_handlers=[])
    return str(client.apps_connections_open(app_token=APP_TOKEN)["url"])


def heard(connection: ClientConnection) -> dict[str, Any]:
    said = json.loads(connection.recv(timeout=30))
    assert isinstance(said, dict)
    return said


@contextmanager
def connected(slack: SlackStandIn) -> Iterator[ClientConnection]:
    with connect(address(slack)) as connection:
        assert heard(connection)["type"] == "hello"
        yield connection


def acknowledge(connection: ClientConnection, envelope: dict[str, Any], **payload: Any) -> None:
    answer = {"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})}
    connection.send(json.dumps(answer))


def test_a_connection_is_greeted_with_how_many_there_are(slack: SlackStandIn) -> None:
    with connect(address(slack)) as first, connect(address(slack)) as second:
        assert [heard(one)["num_connections"] for one in (first, second)] == [1, 2]


def test_an_address_is_good_for_one_connection(slack: SlackStandIn) -> None:
    once = address(slack)
    with connect(once), pytest.raises(InvalidStatus):
        connect(once)


def test_there_are_ten_connections_at_most(slack: SlackStandIn) -> None:
    with ExitStack() as open_ones:
        for _ in range(10):
            open_ones.enter_context(connected(slack))
        farewell = heard(open_ones.enter_context(connect(address(slack))))
    assert (farewell["type"], farewell["reason"]) == ("disconnect", "too_many_websockets")


def test_envelopes_take_turns_between_connections(
    slack: SlackStandIn, hand: ThreadPoolExecutor
) -> None:
    with connected(slack) as first, connected(slack) as second:
        for connection in (first, second, first):
            asked = hand.submit(slack.command, LEAD, "#leakwatch", "/leakwatch", "status")
            envelope = heard(connection)
            assert envelope["type"] == "slash_commands"
            assert envelope["accepts_response_payload"] is True
            acknowledge(connection, envelope, text="fine")
            assert asked.result(30) == {"text": "fine"}


def test_what_a_lost_connection_did_not_acknowledge_comes_again_on_the_next(
    slack: SlackStandIn, hand: ThreadPoolExecutor
) -> None:
    with connected(slack) as first:
        asked = hand.submit(slack.command, LEAD, "#leakwatch", "/leakwatch", "status")
        envelope = heard(first)
    with connected(slack) as second:
        again = heard(second)
        assert again["envelope_id"] == envelope["envelope_id"]
        acknowledge(second, again)
        assert asked.result(30) == {}


def test_an_event_nobody_acknowledges_comes_three_times(
    slack: SlackStandIn, hand: ThreadPoolExecutor
) -> None:
    slack.workspace.ack_seconds = 0.2
    with connected(slack) as connection:
        told = hand.submit(slack.event, {"type": "app_mention", "user": LEAD})
        heard_of = [heard(connection) for _ in range(3)]
        with pytest.raises(UsageError, match="did not acknowledge events_api"):
            told.result(30)
    assert [one["retry_attempt"] for one in heard_of] == [0, 1, 2]
    assert [one["retry_reason"] for one in heard_of] == ["", "timeout", "timeout"]


def test_a_click_nobody_acknowledges_comes_once_and_is_told(
    slack: SlackStandIn, hand: ThreadPoolExecutor
) -> None:
    slack.workspace.ack_seconds = 0.2
    with connected(slack) as connection:
        asked = hand.submit(slack.command, LEAD, "#leakwatch", "/leakwatch", "status")
        envelope = heard(connection)
        with pytest.raises(UsageError, match="did not acknowledge slash_commands"):
            asked.result(30)
        acknowledge(connection, envelope)
        connection.send("no JSON")
        slack.wait_for(lambda: slack.sockets.strays == 2)
    assert len(slack.sockets.sent) == 1


def test_a_warning_ends_nothing(slack: SlackStandIn) -> None:
    with connected(slack) as connection:
        slack.refresh("warning")
        assert heard(connection)["reason"] == "warning"
        assert slack.sockets.count == 1


def test_a_refresh_sends_nothing_more_over_the_old_connection(
    slack: SlackStandIn, hand: ThreadPoolExecutor
) -> None:
    with connected(slack) as old:
        slack.refresh()
        assert heard(old)["reason"] == "refresh_requested"
        asked = hand.submit(slack.command, LEAD, "#leakwatch", "/leakwatch", "status")
        with connected(slack) as new:
            acknowledge(new, heard(new))
            assert asked.result(30) == {}


def test_turning_socket_mode_off_closes_the_connection(slack: SlackStandIn) -> None:
    with connected(slack) as connection:
        slack.refresh("link_disabled")
        assert heard(connection)["reason"] == "link_disabled"
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=30)


@pytest.mark.parametrize("end", ["refresh", "cut"])
def test_the_real_client_comes_back_by_itself(end: str, slack: SlackStandIn) -> None:
    def register(app: AsyncApp) -> None:
        @app.command("/leakwatch")
        async def command(ack: Any) -> None:
            await ack("still here")

    with RunningApp(slack, register):
        getattr(slack, end)()
        slack.wait_for_connection()
        answer = slack.command(LEAD, "#leakwatch", "/leakwatch", "status")
    assert answer == {"text": "still here"}


def test_a_second_copy_is_delivered_on_request(slack: SlackStandIn) -> None:
    seen: list[str] = []

    def register(app: AsyncApp) -> None:
        @app.action("take")
        async def take(ack: Any, body: dict[str, Any]) -> None:
            seen.append(body["trigger_id"])
            await ack()

    text = {"type": "plain_text", "text": "Take"}
    button = {"type": "button", "action_id": "take", "text": text}
    blocks = [{"type": "actions", "elements": [button]}]
    ts = slack.workspace.post(slack.workspace.channels[0], {"text": "x", "blocks": blocks})["ts"]
    with RunningApp(slack, register):
        slack.press(LEAD, "#leakwatch", ts, "take", copies=2)
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_nothing_happens_before_it_runs() -> None:
    with pytest.raises(UsageError, match="not running"):
        SlackStandIn().refresh()
