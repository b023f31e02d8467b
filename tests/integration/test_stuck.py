"""What is stuck in the outbox: who hears of it, what is said, and how it goes out after all."""

from __future__ import annotations

import pytest

from leakwatch.demo.slack import FaultKind
from tests.installation import BLOG, Installation


@pytest.fixture
def stuck(fresh: Installation) -> Installation:
    """Two alerts that were refused because the token had been revoked."""
    fresh.only(BLOG)
    fresh.slack.fail_next(FaultKind.REFUSED, code="token_revoked", times=2)
    assert fresh.run("sweep", "--all", "--alert-all").code == 1
    return fresh


def test_a_revoked_token_is_told_once_by_another_way_and_everything_goes_out_later(
    stuck: Installation,
) -> None:
    lines = stuck.run("notify", "list", "--format", "jsonl").lines
    told = [(one["kind"], one["channel"], one["state"]) for one in lines]
    assert told == [
        ("findings", "#leakwatch", "dead"),
        ("findings", "#leakwatch", "dead"),
        ("alarm", "terminal", "delivered"),
    ]
    shown = stuck.run("notify", "list", "--state", "dead")
    assert "2 × token_revoked: " in shown.err
    assert "install the app again" in shown.err
    again = stuck.run("notify", "requeue", "--dead")
    assert again.out == "1 waits again\n2 waits again\n"
    assert stuck.run("notify", "--once").err.startswith("2 delivered")
    assert len(stuck.messages()) == 2
    nothing = stuck.run("notify", "requeue", "--dead", "--unknown")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "nothing is stuck\n")


def test_the_list_can_be_narrowed(stuck: Installation) -> None:
    for arguments, count in (
        (["--state", "dead"], 2),
        (["--channel", "terminal"], 1),
        (["--channel", "terminal", "--state", "dead"], 0),
    ):
        assert len(stuck.run("notify", "list", "--format", "jsonl", *arguments).lines) == count


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing named"),
        pytest.param(["1", "--dead"], id="both named"),
        pytest.param(["1", "--channel", "#a"], id="a channel beside numbers"),
    ],
)
def test_what_is_to_be_sent_again_has_to_be_named(
    day_one: Installation, arguments: list[str]
) -> None:
    refused = day_one.run("notify", "requeue", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert "name numbers of the list, or --dead, --unknown or both" in refused.err
