"""Slack's refusals as answers about a set-up."""

from __future__ import annotations

from leakwatch.errors import NotifyError
from leakwatch.notify.channels import Answer
from leakwatch.notify.refusals import refusal


def problem(error: NotifyError, *, about: str) -> Answer:
    return Answer(ok=False, about=about, message=error.message, values=dict(error.values))


def refused(code: str, *, about: str, channel: str) -> Answer:
    """What `code` means for `channel`, without having asked."""
    return problem(refusal(code, channel=channel), about=about)
