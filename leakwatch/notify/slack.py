"""Alerts into Slack channels, each once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from leakwatch.config import Network, SlackSettings
from leakwatch.errors import N_, NotifyError, NotifyRefused
from leakwatch.locale import Catalogue
from leakwatch.models import Alert, Posting, Receipt
from leakwatch.notify.blocks import EVENT_TYPE, delivery_key, render
from leakwatch.notify.channels import Answer
from leakwatch.notify.refusals import refusal
from leakwatch.notify.web_api import Call, WebApi

_TIMEOUT = 30
#: Pages looked through for a message or a channel; what lies beyond cannot be decided.
_PAGES, _PAGE_SIZE = 10, 200
#: A look has to end before the outbox takes its deliverer for dead.
_LOOK_SECONDS = 60.0
#: Clocks differ: a message may bear a time before the alert it carries.
_SKEW = timedelta(minutes=10)
#: More than this between the two clocks and schedules, leases and look-ups go wrong.
_CLOCK_SKEW = timedelta(minutes=5)
_CHANNEL_ID = re.compile(r"[CDG][A-Z0-9]{6,}")
#: Of each line one is needed: to post, to look before a repeat, to find a channel by its name among
#: public and private ones (asking for both takes both).
NEEDED_SCOPES = (
    ("chat:write",),
    ("channels:history", "groups:history"),
    ("channels:read",),
    ("groups:read",),
)


class SlackNotifier:
    """Posts through the Web API; knows no button and needs no inbound port."""

    def __init__(
        self,
        settings: SlackSettings,
        *,
        network: Network,
        catalogue: Catalogue,
        zone: tzinfo = UTC,
        interval: float | None = None,
        timeout: int = _TIMEOUT,
    ) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        self.interval = settings.interval if interval is None else interval
        self._default, self._catalogue, self._zone = settings.channel, catalogue, zone
        self._api = WebApi(settings, network, timeout=timeout)
        self._ids: dict[str, str] = {}  # what channels given by name turned out to be

    async def send(self, posting: Posting) -> Receipt:
        """Post once; see `Notifier.send` for what it raises."""
        channel = posting.channel or self._default
        message = render(posting, self._catalogue, zone=self._zone)
        response = await self._api.post(
            lambda client: client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=list(message.blocks),
                metadata=dict(message.metadata),
                mrkdwn=False,
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            ),
            channel=channel,
        )
        self._ids[channel] = response["channel"]
        return Receipt(reference=f"{response['channel']}/{response['ts']}")

    async def find(self, posting: Posting) -> Receipt | None:
        """The receipt of `posting` if it stands in its channel.

        Raises NotifyError (cannot be read now) or NotifyRefused (may not be read, or more was
        written since than is looked through).
        """
        channel = posting.channel or self._default
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                return await self._found(posting, channel)
        except TimeoutError as error:
            message = N_("{channel}: looking through it takes too long: it is tried again")
            raise NotifyError(message, channel=channel, code="slow_history") from error

    async def _found(self, posting: Posting, channel: str) -> Receipt | None:
        channel_id, key = await self._channel_id(channel), delivery_key(posting)
        async for message in self._messages_since(posting.alert, channel_id):
            if _key_of(message) == key:
                return Receipt(reference=f"{channel_id}/{message['ts']}")
        return None

    def check(self, *, now: datetime | None = None) -> tuple[Answer, ...]:
        """What Slack says about token, scopes, channel and, when told `now`, the clock.

        For a caller without an event loop.
        """
        return asyncio.run(self.examine(now=now))

    async def examine(self, *, now: datetime | None = None) -> tuple[Answer, ...]:
        """As `check`, within an event loop."""
        answers: list[Answer] = []
        channel = self._default
        try:
            identity = await self._api.read(lambda client: client.auth_test(), channel=channel)
            answers += [_identified(identity), *_scopes_missing(identity)]
            answers += _clocks_apart(identity, now)
            channel_id = await self._channel_id(channel)
            described = await self._api.read(
                lambda client: client.conversations_info(channel=channel_id), channel=channel
            )
            answers.append(_membership(described["channel"], channel))
        except NotifyError as error:
            answers.append(_problem(error))
        return tuple(answers)

    async def _channel_id(self, channel: str) -> str:
        """The id of a channel given by name; history is asked by id only."""
        if _CHANNEL_ID.fullmatch(channel):
            return channel
        if channel not in self._ids:
            self._ids[channel] = await self._looked_up(channel)
        return self._ids[channel]

    async def _looked_up(self, channel: str) -> str:
        def call(cursor: str) -> Call:
            return lambda client: client.conversations_list(
                cursor=cursor,
                exclude_archived=True,
                limit=_PAGE_SIZE,
                types="public_channel,private_channel",
            )

        name = channel.removeprefix("#")
        async for page in self._pages(call, channel=channel):
            for entry in page["channels"]:
                if entry["name"] == name:
                    return str(entry["id"])
        raise refusal("channel_not_found", channel=channel)

    async def _messages_since(self, alert: Alert, channel: str) -> AsyncIterator[dict[str, Any]]:
        oldest = f"{(alert.created_at - _SKEW).timestamp():.6f}"

        def call(cursor: str) -> Call:
            return lambda client: client.conversations_history(
                channel=channel,
                cursor=cursor,
                include_all_metadata=True,
                inclusive=True,
                limit=_PAGE_SIZE,
                oldest=oldest,
            )

        async for page in self._pages(call, channel=channel):
            for message in page["messages"]:
                yield message

    async def _pages(
        self, call: Callable[[str], Call], *, channel: str
    ) -> AsyncIterator[AsyncSlackResponse]:
        cursor = ""
        for _ in range(_PAGES):
            page = await self._api.read(call(cursor), channel=channel)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        message = N_("{channel}: Slack lists more than can be looked through: set the channel's id")
        raise NotifyRefused(message, channel=channel, code="too_much_to_read")


def _key_of(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("key")


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
