"""What people press and type in Slack: buttons, modals, the slash command, the message shortcut."""

from __future__ import annotations

from leakwatch.triage.app import Registration, build_app
from leakwatch.triage.asking import no_source
from leakwatch.triage.backing import Backing
from leakwatch.triage.chores import Chore, Chores, Mark
from leakwatch.triage.commands import Commands
from leakwatch.triage.desk import Desk, Place
from leakwatch.triage.duty_buttons import DutyButtons
from leakwatch.triage.line import Line
from leakwatch.triage.operations import (
    Chosen,
    Ended,
    Operations,
    Overview,
    SourceView,
    Tip,
    Word,
)
from leakwatch.triage.reporting import Reporting

__all__ = [
    "Backing",
    "Chore",
    "Chores",
    "Chosen",
    "Commands",
    "Desk",
    "DutyButtons",
    "Ended",
    "Line",
    "Mark",
    "Operations",
    "Overview",
    "Place",
    "Registration",
    "Reporting",
    "SourceView",
    "Tip",
    "Word",
    "build_app",
    "no_source",
]
