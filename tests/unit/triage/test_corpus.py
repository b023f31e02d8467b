"""Slack's own samples of payloads, and what strangers make of them, drive the handlers."""

from __future__ import annotations

import asyncio
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from slack_sdk.socket_mode.request import SocketModeRequest  # noqa: TID251 - what the line is handed

from leakwatch.demo.slack import REVIEWER, SlackStandIn
from leakwatch.locale import catalogue
from leakwatch.models import Status
from leakwatch.notify import actions
from leakwatch.record import Record
from leakwatch.triage import Desk, build_app
from leakwatch.triage.line import answered
from tests.logged import only
from tests.servers.triaging import Lent

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "slack"
SAMPLES = (
    "BlockActionPayload",
    "ViewSubmissionPayload",
    "ViewClosedPayload",
    "SlashCommandPayload",
    "AttachmentActionPayload",
)
TEAM = "T00000001"


def sample(name: str) -> dict[str, Any]:
    (found,) = CORPUS.glob(f"app-backend__*__{name}.json")
    return dict(json.loads(found.read_text(encoding="utf-8")))


def take(lent: Lent, *payloads: Any, kind: str = "interactive") -> list[int]:
    """The status of the app's answer to each payload; whatever it began has ended."""

    async def run() -> list[int]:
        assert lent.settings.slack is not None
        desk = Desk(lent, lent.settings.slack, catalogue=catalogue("en"))
        desk.team = TEAM
        app = build_app(desk)
        statuses = []
        for number, payload in enumerate(payloads):
            request = SocketModeRequest(type=kind, envelope_id=str(number), payload=payload)
            statuses.append((await answered(app, request)).status)
        await asyncio.sleep(0)
        await desk.finish(seconds=30)
        return statuses

    return asyncio.run(run())


def at_home(payload: dict[str, Any], user: str = REVIEWER) -> dict[str, Any]:
    """`payload` as it comes from a member of the app's workspace."""
    home = copy.deepcopy(payload)
    if "team_id" in home:
        return home | {"team_id": TEAM, "user_id": user}
    home["team"]["id"] = TEAM
    home["enterprise"] = None
    home["user"] |= {"id": user, "team_id": TEAM}
    return home


@pytest.fixture
def pressed(slack: SlackStandIn) -> dict[str, Any]:
    """A sample of a click whose ids are those of the stand-in."""
    click = at_home(sample("BlockActionPayload"))
    click["channel"]["id"] = click["container"]["channel_id"] = "C00000001"
    click["actions"][0] |= {"action_id": actions.TAKE, "value": "F-1001"}
    for name in ("thread_ts",):
        click["container"].pop(name)
        click["message"].pop(name)
    return click


def kind_of(name: str) -> str:
    return "slash_commands" if name == "SlashCommandPayload" else "interactive"


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is absent")
@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_is_acknowledged_as_it_stands_and_as_one_of_our_workspace(
    lent: Lent, record: Record, name: str
) -> None:
    payload = sample(name)
    assert take(lent, payload, at_home(payload), kind=kind_of(name)) == [200, 200]
    assert only(record).status is Status.NEW


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is absent")
def test_a_sample_of_a_click_takes_the_finding(
    lent: Lent, record: Record, pressed: dict[str, Any]
) -> None:
    assert take(lent, pressed) == [200]
    assert only(record).status is Status.TAKEN


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is absent")
def test_a_sample_of_a_submission_confirms_the_finding(lent: Lent, record: Record) -> None:
    payload = at_home(sample("ViewSubmissionPayload"))
    origin = {"finding": "F-1001", "act": "confirm", "channel": "C00000001", "ts": "1.2"}
    payload["view"] |= {
        "callback_id": actions.VERDICT_MODAL,
        "private_metadata": json.dumps(origin),
        "state": {"values": {"reason": {"any": {"type": "plain_text_input", "value": "ours"}}}},
    }
    assert take(lent, payload) == [200]
    assert only(record).status is Status.CONFIRMED


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is absent")
@pytest.mark.parametrize("action", ["leakwatch_what_is_this", "leakwatch_", "of_another_app"])
def test_a_button_nobody_knows_is_acknowledged_and_answered_kindly(
    slack: SlackStandIn, lent: Lent, pressed: dict[str, Any], action: str
) -> None:
    pressed["actions"][0]["action_id"] = action
    assert take(lent, pressed) == [200]
    told = [one["text"] for one in slack.ephemerals(REVIEWER, "#leakwatch")]
    assert len(told) == action.startswith("leakwatch")


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is absent")
@pytest.mark.parametrize("value", ["", "F-", "F-0", "1001", "F-1001 ", "F-١٠٠١", "F-" + "9" * 40])
def test_a_button_of_no_finding_is_answered_kindly(
    slack: SlackStandIn, lent: Lent, record: Record, pressed: dict[str, Any], value: str
) -> None:
    pressed["actions"][0]["value"] = value
    assert take(lent, pressed) == [200]
    (told,) = slack.ephemerals(REVIEWER, "#leakwatch")
    assert "belongs to no finding" in told["text"]
    assert only(record).status is Status.NEW


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
PARTS = ("user", "channel", "container", "message", "actions", "view", "trigger_id", "state")


@pytest.mark.parametrize("kind", ["block_actions", "view_submission"])
@given(parts=st.dictionaries(st.sampled_from(PARTS), JSON, min_size=1), inner=JSON)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_a_payload_of_any_shape_changes_nothing(
    lent: Lent, record: Record, kind: str, parts: dict[str, Any], inner: Any
) -> None:
    common: dict[str, Any] = {
        "type": kind,
        "team": {"id": TEAM},
        "user": {"id": REVIEWER, "team_id": TEAM},
    }
    action = {"action_id": actions.TAKE, "value": inner, "type": "button"}
    view = {"callback_id": actions.VERDICT_MODAL, "private_metadata": inner, "state": inner}
    shapes = (common | parts, common | {"actions": [action]}, common | {"view": view})
    with_both = (common | {"actions": [action], "view": view} | parts,)
    take(lent, *shapes, *with_both)
    assert only(record).status is Status.NEW
