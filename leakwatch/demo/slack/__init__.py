"""A stand-in Slack on loopback: validates like Slack, remembers what it was told, fails on request."""

from __future__ import annotations

from leakwatch.demo.slack.faults import Fault, FaultKind, Mix
from leakwatch.demo.slack.people import LEAD, REVIEWER, STRANGER, User, Usergroup
from leakwatch.demo.slack.server import SlackStandIn
from leakwatch.demo.slack.validator import check_blocks, too_long
from leakwatch.demo.slack.view_checks import check_view
from leakwatch.demo.slack.workspace import APP_TOKEN, TOKEN, Call, Channel, Workspace

__all__ = [
    "APP_TOKEN",
    "LEAD",
    "REVIEWER",
    "STRANGER",
    "TOKEN",
    "Call",
    "Channel",
    "Fault",
    "FaultKind",
    "Mix",
    "SlackStandIn",
    "User",
    "Usergroup",
    "Workspace",
    "check_blocks",
    "check_view",
    "too_long",
]
