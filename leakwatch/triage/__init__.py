"""What people press and type in Slack: buttons, modals, the slash command, the message shortcut."""

from __future__ import annotations

from leakwatch.triage.app import Registration, build_app
from leakwatch.triage.backing import Backing
from leakwatch.triage.desk import Desk, Place
from leakwatch.triage.line import Line

__all__ = ["Backing", "Desk", "Line", "Place", "Registration", "build_app"]
