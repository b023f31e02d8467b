"""The outbox's way to people: what an alert looks like, and the channels that carry it."""

from __future__ import annotations

from leakwatch.notify.attempt import Style, posting_of
from leakwatch.notify.blocks import Message, render
from leakwatch.notify.channels import Answer, Notifier, Paced, Recall
from leakwatch.notify.deliver import Deliveries, Outbox, deliver
from leakwatch.notify.manifest import manifest
from leakwatch.notify.reasons import Reason, has_words, in_words, of_reason
from leakwatch.notify.remedies import of_error
from leakwatch.notify.slack import SlackNotifier
from leakwatch.notify.terminal import TerminalNotifier

__all__ = [
    "Answer",
    "Deliveries",
    "Message",
    "Notifier",
    "Outbox",
    "Paced",
    "Reason",
    "Recall",
    "SlackNotifier",
    "Style",
    "TerminalNotifier",
    "deliver",
    "has_words",
    "in_words",
    "manifest",
    "of_error",
    "of_reason",
    "posting_of",
    "render",
]
