from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from leakwatch.demo.slack.workspace import SCOPES as GRANTED
from leakwatch.notify import manifest
from leakwatch.notify.actions import REPORT
from leakwatch.notify.slack_setup import SCOPES

#: docs.slack.dev/reference/app-manifest: the keys of each part and the length of its texts.
PARTS: dict[str, dict[str, int]] = {
    "display_information": {"name": 35, "description": 140, "background_color": 7},
    "bot_user": {"display_name": 80, "always_online": 0},
    "shortcuts": {"name": 24, "type": 7, "callback_id": 255, "description": 150},
    "slash_commands": {
        "command": 32,
        "description": 2_000,
        "usage_hint": 1_000,
        "should_escape": 0,
    },
}


def parts() -> Iterator[tuple[str, dict[str, object]]]:
    app = YAML(typ="safe").load(manifest())
    yield "display_information", app["display_information"]
    yield "bot_user", app["features"]["bot_user"]
    for several in ("shortcuts", "slash_commands"):
        for one in app["features"][several]:
            yield several, one


def test_the_manifest_asks_for_what_is_used_and_no_more() -> None:
    app = YAML(typ="safe").load(manifest())
    assert set(app["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert set(app["oauth_config"]["scopes"]) == {"bot"}


def test_every_scope_says_what_it_is_for() -> None:
    scopes = manifest().split("bot:\n")[1].split("settings:")[0].splitlines()
    bare = [line for line in scopes if line.strip().startswith("- ") and "#" not in line]
    assert [line.strip() for line in bare] == ["- groups:read"]  # the second of "the same two"


def test_every_part_of_the_manifest_keeps_to_slacks_keys_and_lengths() -> None:
    for part, values in parts():
        assert values.keys() == PARTS[part].keys(), part
        long = {key for key, value in values.items() if len(str(value)) > (PARTS[part][key] or 5)}
        assert long == set(), part


def test_the_command_and_the_shortcut_are_those_that_are_answered_to() -> None:
    app = YAML(typ="safe").load(manifest())
    assert [one["command"] for one in app["features"]["slash_commands"]] == ["/leakwatch"]
    (shortcut,) = app["features"]["shortcuts"]
    assert (shortcut["type"], shortcut["callback_id"]) == ("message", REPORT)


def test_the_stand_in_grants_what_the_manifest_asks_for() -> None:
    app = YAML(typ="safe").load(manifest())
    assert set(app["oauth_config"]["scopes"]["bot"]) == set(GRANTED)


def test_the_app_opens_no_door_into_the_company() -> None:
    app = YAML(typ="safe").load(manifest())
    assert "request_url" not in manifest()
    assert app["settings"]["socket_mode_enabled"] is True
    assert app["settings"]["interactivity"] == {"is_enabled": True}
    assert app["settings"]["token_rotation_enabled"] is False
    assert app["settings"]["org_deploy_enabled"] is False
    assert not any("url" in command for command in app["features"]["slash_commands"])
    assert "event_subscriptions" not in app["settings"]


def test_the_documentation_shows_the_manifest_as_it_is() -> None:
    page = Path(__file__).parents[3] / "docs" / "slack.md"
    shown = textwrap.dedent(page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0])
    assert shown.strip() == manifest().strip()
