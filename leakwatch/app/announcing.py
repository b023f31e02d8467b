"""What the service says when it starts: which ways to people are open, and why others are not."""

from __future__ import annotations

from collections.abc import Iterator

from leakwatch.config import Notice, Settings
from leakwatch.errors import N_
from leakwatch.notify import token_shapes


def announced(settings: Settings) -> Iterator[Notice]:
    slack = settings.slack
    if slack is None:
        yield Notice(message=N_("Slack is off: alerts are printed here"))
        return
    for answer in token_shapes(slack):
        yield Notice(message=answer.message, values=answer.values)
    if slack.app_token is None:
        yield Notice(
            message=N_(
                "Slack: alerts go to {channel}; buttons and /leakwatch are off, for"
                " slack.app_token is not set"
            ),
            values={"channel": slack.channel},
        )
    else:
        message = N_("Slack: alerts go to {channel}; buttons and /leakwatch are on")
        yield Notice(message=message, values={"channel": slack.channel})
