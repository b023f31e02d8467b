"""The right configuration with a routing, and a deputy whom Slack can call."""

from __future__ import annotations

from tests.unit.config.right import REVIEWERS, ROUTING

FILE = "routing.yaml"
ROUTED = {
    FILE: ROUTING,
    "reviewers.yaml": REVIEWERS.replace("os_user: jiro}", "os_user: jiro, slack: U0JIRO001}"),
}


def routing(old: str, new: str) -> str:
    """The right one but for `old`, which must be there."""
    assert old in ROUTING
    return ROUTING.replace(old, new)


def also(*lines: str) -> str:
    return ROUTING + "\n".join(lines) + "\n"
