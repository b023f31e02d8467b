from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leakwatch.config import Network, SlackSettings
from leakwatch.demo.slack import (
    APP_TOKEN,
    LEAD,
    Channel,
    FaultKind,
    SlackStandIn,
    User,
    Usergroup,
    Workspace,
)
from leakwatch.demo.slack.workspace import APP_SCOPES, SCOPES
from leakwatch.notify import Answer, Named, SlackSetUp, token_shapes

SECRET = "xoxb-secret-of-the-test"
HOME = {"#leakwatch": ("slack.channel",)}


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    channels = [
        Channel(id="C00000001", name="leakwatch"),
        Channel(id="C00000002", name="grave", private=True),
        Channel(id="C00000003", name="old", archived=True),
        Channel(id="C00000004", name="strangers", member=False),
    ]
    users = [
        User(id=LEAD, name="lead"),
        User(id="U000000OLD", name="old", deleted=True),
        User(id="U000000BOT", name="bot", is_bot=True),
    ]
    groups = [
        Usergroup(id="S0000TRIAGE", handle="triage"),
        Usergroup(id="S0000000OFF", handle="x", disabled=True),
    ]
    workspace = Workspace(
        channels=channels,
        users=users,
        usergroups=groups,
        tokens={SECRET: SCOPES, APP_TOKEN: APP_SCOPES},
    )
    with SlackStandIn(workspace) as stand_in:
        yield stand_in


def checked(
    slack: SlackStandIn,
    *,
    channels: Mapping[str, tuple[str, ...]] | None = None,
    called: Mapping[str, tuple[str, ...]] | None = None,
    now: datetime | None = None,
    post: bool = False,
    **changes: Any,
) -> tuple[Answer, ...]:
    given = {
        "token": SECRET,
        "channel": "#leakwatch",
        "base_url": slack.api_url,
        "app_token": APP_TOKEN,
    } | changes
    set_up = SlackSetUp(SlackSettings(**given), network=Network(), timeout=5)
    named = Named(channels={**HOME, **(channels or {})}, called=called or {})
    return set_up.check(named, now=now or datetime.now(UTC), post=post)


def said(answers: tuple[Answer, ...], *, ok: bool) -> dict[str, str]:
    """What is said of each thing that is, or is not, as it should be."""
    return {one.about: one.message.format(**one.values) for one in answers if one.ok is ok}


def test_a_good_set_up_is_confirmed_thing_by_thing(slack: SlackStandIn) -> None:
    called = {LEAD: ("reviewers.hanako",), "S0000TRIAGE": ("routes.urgent",)}
    answers = checked(slack, channels={"C00000002": ("routes.urgent",)}, called=called, post=True)
    assert said(answers, ok=False) == {}
    assert said(answers, ok=True) == {
        "token": "signed in as leakwatch of Stand-in",
        "#leakwatch (slack.channel)": "posts to #leakwatch",
        "C00000002 (routes.urgent)": "posts to C00000002",
        "people": "2 members and groups, all there",
        "round trip": "a message was posted to #leakwatch, found again and deleted",
        "app_token": "buttons and commands: a connection can be opened",
    }


def test_the_message_of_the_round_trip_is_gone_and_without_it_nothing_is_posted(
    slack: SlackStandIn,
) -> None:
    checked(slack, post=True)
    assert slack.messages("#leakwatch") == ()
    methods = [call.method for call in slack.workspace.calls]
    assert methods.count("chat.postMessage") == methods.count("chat.delete") == 1
    checked(slack)
    assert [call.method for call in slack.workspace.calls].count("chat.postMessage") == 1


@pytest.mark.parametrize(
    ("channel", "part"),
    [
        pytest.param("#nowhere", "the app sees no channel #nowhere", id="no such channel"),
        pytest.param("C99999999", "the app sees no channel C99999999", id="no such id"),
        pytest.param("#strangers", "invite the app to #strangers with /invite", id="not invited"),
        pytest.param("#old", "#old is archived", id="archived, by name"),
        pytest.param("C00000003", "C00000003 is archived", id="archived, by id"),
    ],
)
def test_a_channel_that_takes_nothing_is_named_with_who_names_it(
    slack: SlackStandIn, channel: str, part: str
) -> None:
    answers = checked(slack, channels={channel: ("routes.urgent", "fallback")})
    problems = said(answers, ok=False)
    assert list(problems) == [f"{channel} (routes.urgent, fallback)"]
    assert part in problems[f"{channel} (routes.urgent, fallback)"]


@pytest.mark.parametrize(
    "lost", ["chat:write", "commands", "channels:read", "groups:read"], ids=str
)
def test_each_scope_that_lacks_is_called_by_its_name(slack: SlackStandIn, lost: str) -> None:
    slack.workspace.tokens[SECRET] = tuple(scope for scope in SCOPES if scope != lost)
    problems = said(checked(slack), ok=False)
    assert lost in problems[f"scope {lost}"]


def test_commands_need_no_scope_where_there_is_no_app_token(slack: SlackStandIn) -> None:
    slack.workspace.tokens[SECRET] = tuple(scope for scope in SCOPES if scope != "commands")
    answers = checked(slack, app_token=None)
    assert said(answers, ok=False) == {}
    assert "no buttons" in said(answers, ok=True)["app_token"]


def test_without_a_scope_for_it_history_is_missed_by_the_round_trip(slack: SlackStandIn) -> None:
    slack.workspace.tokens[SECRET] = tuple(one for one in SCOPES if "history" not in one)
    problems = said(checked(slack, post=True), ok=False)
    assert "channels:history / groups:history" in str(problems)
    assert "history" in problems["round trip"]
    assert slack.messages("#leakwatch") == ()


@pytest.mark.parametrize(
    ("one", "part"),
    [
        ("S0000000XX", "there is no user group S0000000XX"),
        ("S0000000OFF", "is switched off"),
        ("U0000000XX", "Slack knows nobody of the id U0000000XX"),
        ("U000000OLD", "has left the workspace"),
        ("U000000BOT", "is an app"),
    ],
)
def test_somebody_who_is_not_there_is_named_with_who_calls_him(
    slack: SlackStandIn, one: str, part: str
) -> None:
    problems = said(checked(slack, called={LEAD: ("x",), one: ("routes.urgent",)}), ok=False)
    assert part in problems[f"{one} (routes.urgent)"]


def test_what_cannot_be_looked_up_for_want_of_a_scope_is_a_note(slack: SlackStandIn) -> None:
    slack.workspace.tokens[SECRET] = tuple(one for one in SCOPES if not one.startswith("user"))
    answers = checked(slack, called={LEAD: ("a",), "U0OTHER01": ("b",), "S0000TRIAGE": ("c",)})
    assert said(answers, ok=False) == {}
    notes = [one.about for one in answers if one.note]
    assert notes == ["user groups", f"{LEAD} (a)"]  # once each, not for everybody again


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"token": "xapp-1-A-2-b"}, "app-level token"),
        ({"token": "xoxp-1-2"}, "a user's token"),
        ({"token": "secret"}, "does not look like"),
        ({"app_token": "xoxb-1-2"}, "slack.app_token is a bot token"),
        ({"app_token": "secret"}, "does not look like"),
    ],
)
def test_tokens_that_stand_in_each_others_place_are_seen_without_asking_slack(
    slack: SlackStandIn, changes: dict[str, Any], part: str
) -> None:
    problems = said(checked(slack, **changes), ok=False)
    assert list(problems) == ["token"]
    assert part in problems["token"]
    settings = SlackSettings(**{"token": SECRET, "channel": "#leakwatch"} | changes)
    (shape,) = token_shapes(settings)
    assert shape.message.format(**shape.values) == problems["token"]
    assert next(iter(changes.values())) not in problems["token"]


@pytest.mark.parametrize(
    ("changes", "about", "part"),
    [
        ({"token": "xoxb-wrong"}, "token", "token is not valid"),
        ({"app_token": "xapp-wrong"}, "app_token", "connections:write"),
    ],
)
def test_a_token_that_slack_does_not_take_is_named_and_hides_nothing_else(
    slack: SlackStandIn, changes: dict[str, Any], about: str, part: str
) -> None:
    answers = checked(slack, **changes)
    assert part in said(answers, ok=False)[about]
    assert {"token", "app_token"} == {one.about for one in answers if "token" in one.about}


def test_a_slack_that_is_down_is_said_once_for_each_token(slack: SlackStandIn) -> None:
    slack.stop()
    assert set(said(checked(slack), ok=False)) == {"token", "app_token"}


@pytest.mark.parametrize("fault", [FaultKind.CUT_AFTER, FaultKind.ERROR_AFTER], ids=str)
def test_a_test_message_that_arrived_without_a_word_is_found_and_deleted(
    slack: SlackStandIn, fault: FaultKind
) -> None:
    slack.fail_next(fault, method="chat.postMessage")
    answers = checked(slack, post=True)
    assert said(answers, ok=False) == {}
    assert slack.messages("#leakwatch") == ()


def test_a_test_message_that_cannot_be_deleted_is_said_to_stand_there(
    slack: SlackStandIn,
) -> None:
    slack.fail_next(FaultKind.REFUSED, method="chat.delete", code="cant_delete_message")
    problems = said(checked(slack, post=True), ok=False)
    assert "could not be deleted" in problems["round trip"]


@pytest.mark.parametrize(("minutes", "ok"), [(0, True), (-90, False), (90, False)])
def test_a_clock_that_is_not_slacks_is_named(
    slack: SlackStandIn, minutes: int, *, ok: bool
) -> None:
    answers = checked(slack, now=datetime.now(UTC) + timedelta(minutes=minutes))
    problems = said(answers, ok=False)
    assert problems == {} if ok else "clock is 90 minutes off" in problems["clock"]


def test_names_in_a_large_workspace_are_looked_for_page_by_page(slack: SlackStandIn) -> None:
    more = [Channel(id=f"C1{n:07}", name=f"c{n}", member=False) for n in range(450)]
    slack.workspace.channels[:0] = more
    named = {"#grave": ("routes.urgent",), "#c449": ("routes.calm",)}
    assert "#c449 (routes.calm)" in said(checked(slack, channels=named), ok=False)
    lists = [one for one in slack.workspace.calls if one.method == "conversations.list"]
    assert len(lists) == 3


def test_a_name_of_a_channel_the_app_is_in_is_found_without_reading_all_others(
    slack: SlackStandIn,
) -> None:
    more = [Channel(id=f"C1{n:07}", name=f"c{n}", member=False) for n in range(4_500)]
    slack.workspace.channels[:0] = more
    assert said(checked(slack, channels={"#grave": ("routes.urgent",)}), ok=False) == {}
    assert not [one for one in slack.workspace.calls if one.method == "conversations.list"]
