"""What Slack itself says about the set-up: token, scopes, channel, clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from leakwatch.errors import N_, NotifyError
from leakwatch.notify.channels import Answer
from leakwatch.notify.places import Places
from leakwatch.notify.refusals import refusal
from leakwatch.notify.web_api import WebApi

#: More than this between the two clocks and schedules, leases and look-ups go wrong.
_CLOCK_SKEW = timedelta(minutes=5)
#: Of each line one is needed: to post, to look before a repeat, to find a channel by its name among
#: public and private ones (asking for both takes both).
NEEDED_SCOPES = (
    ("chat:write",),
    ("channels:history", "groups:history"),
    ("channels:read",),
    ("groups:read",),
)


async def examine(
    api: WebApi, places: Places, *, channel: str, now: datetime | None
) -> tuple[Answer, ...]:
    """What is right and what is wrong; the clock only when told `now`."""
    answers: list[Answer] = []
    try:
        identity = await api.read(lambda client: client.auth_test(), channel=channel)
        answers += [_identified(identity), *_scopes_missing(identity)]
        answers += _clocks_apart(identity, now)
        channel_id = await places.id_of(channel)
        described = await api.read(
            lambda client: client.conversations_info(channel=channel_id), channel=channel
        )
        answers.append(_membership(described["channel"], channel))
    except NotifyError as error:
        answers.append(_problem(error))
    return tuple(answers)


def _identified(identity: AsyncSlackResponse) -> Answer:
    values = {"user": identity["user"], "team": identity["team"]}
    return Answer(ok=True, message=N_("signed in as {user} of {team}"), values=values)


def _scopes_missing(identity: AsyncSlackResponse) -> Iterator[Answer]:
    headers = {name.lower(): value for name, value in dict(identity.headers).items()}
    granted = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")}
    for wanted in NEEDED_SCOPES:
        if not granted & set(wanted):
            error = refusal("missing_scope", channel="", needed=" or ".join(wanted))
            yield _problem(error)


def _clocks_apart(identity: AsyncSlackResponse, now: datetime | None) -> Iterator[Answer]:
    """A word when this machine's clock is not Slack's, by the header every answer bears (RFC 9110)."""
    headers = {name.lower(): value for name, value in dict(identity.headers).items()}
    try:
        theirs = parsedate_to_datetime(str(headers.get("date", "")))
    except ValueError:
        return
    if now is None or theirs.tzinfo is None or abs(now - theirs) <= _CLOCK_SKEW:
        return
    yield Answer(
        ok=False,
        message=N_("this machine's clock is {minutes} minutes off Slack's: set the clock"),
        values={"minutes": round(abs(now - theirs).total_seconds() / 60)},
    )


def _membership(shown: Mapping[str, Any], channel: str) -> Answer:
    if shown.get("is_archived"):
        return _problem(refusal("is_archived", channel=channel))
    if not shown.get("is_member"):
        return _problem(refusal("not_in_channel", channel=channel))
    return Answer(ok=True, message=N_("posts to {channel}"), values={"channel": channel})


def _problem(error: NotifyError) -> Answer:
    return Answer(ok=False, message=error.message, values=dict(error.values))
