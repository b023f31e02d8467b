from __future__ import annotations

import socket
import threading

import pytest

from leakwatch.demo.slack import SlackStandIn
from leakwatch.errors import UsageError


def port_of(slack: SlackStandIn) -> int:
    return int(slack.url.rstrip("/").rpartition(":")[2])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_it_listens_on_loopback_and_ends_with_its_block() -> None:
    before = threading.enumerate()  # a stand-in that other tests share may be up
    with SlackStandIn() as slack:
        assert slack.url.startswith("http://127.0.0.1:")
        assert slack.api_url == f"{slack.url}api/"
        assert is_open(port_of(slack))
        assert len(threading.enumerate()) == len(before) + 1
    assert not is_open(port_of(slack))
    assert threading.enumerate() == before


def test_it_comes_back_on_the_same_port_with_its_messages() -> None:
    slack = SlackStandIn().start()
    port = port_of(slack)
    slack.workspace.post(slack.workspace.channels[0], {"text": "kept"})
    slack.stop()
    with slack:
        assert port_of(slack) == port
        assert [one["text"] for one in slack.messages("leakwatch")] == ["kept"]


def test_two_stand_ins_do_not_disturb_each_other() -> None:
    with SlackStandIn() as one, SlackStandIn() as other:
        assert port_of(one) != port_of(other)


def test_a_port_that_is_taken_is_named() -> None:
    with SlackStandIn() as slack, pytest.raises(UsageError, match=str(port_of(slack))):
        SlackStandIn(port=port_of(slack)).start()


def test_stopping_twice_does_no_harm() -> None:
    slack = SlackStandIn().start()
    slack.stop()
    slack.stop()


def test_a_channel_that_is_not_there_holds_nothing() -> None:
    assert SlackStandIn().messages("#nowhere") == ()
