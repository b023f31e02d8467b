"""A stand-in Slack on loopback: validates like Slack, remembers what it was told, fails on request."""

from __future__ import annotations

from leakwatch.demo.slack.server import SlackStandIn
from leakwatch.demo.slack.validator import check_blocks, too_long
from leakwatch.demo.slack.workspace import Call, Channel, Fault, FaultKind, Workspace

__all__ = [
    "Call",
    "Channel",
    "Fault",
    "FaultKind",
    "SlackStandIn",
    "Workspace",
    "check_blocks",
    "too_long",
]
