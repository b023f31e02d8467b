from __future__ import annotations

import textwrap
from pathlib import Path

from ruamel.yaml import YAML

from leakwatch.demo.slack.workspace import SCOPES
from leakwatch.notify import manifest
from leakwatch.notify.slack_setup import NEEDED_SCOPES


def test_the_manifest_asks_for_what_the_notifier_needs_and_no_more() -> None:
    app = YAML(typ="safe").load(manifest())
    asked = set(app["oauth_config"]["scopes"]["bot"])
    assert asked == {scope for line in NEEDED_SCOPES for scope in line}


def test_the_stand_in_grants_what_the_manifest_asks_for() -> None:
    app = YAML(typ="safe").load(manifest())
    assert set(app["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


def test_the_app_opens_no_door_into_the_company() -> None:
    app = YAML(typ="safe").load(manifest())
    assert "request_url" not in manifest()
    assert app["settings"]["token_rotation_enabled"] is False
    assert "event_subscriptions" not in app["settings"]


def test_names_keep_to_slacks_limits() -> None:
    app = YAML(typ="safe").load(manifest())
    assert len(app["display_information"]["name"]) <= 35
    assert len(app["display_information"]["description"]) <= 140


def test_the_documentation_shows_the_manifest_as_it_is() -> None:
    page = Path(__file__).parents[3] / "docs" / "slack.md"
    shown = textwrap.dedent(page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0])
    assert shown.strip() == manifest().strip()
