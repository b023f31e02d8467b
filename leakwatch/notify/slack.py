"""Alerts into Slack channels, each once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from leakwatch.config import Network, SlackSettings
from leakwatch.errors import N_, NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.locale import Catalogue
from leakwatch.models import Form, Posting, Receipt
from leakwatch.notify.blocks import delivery_key, render
from leakwatch.notify.calling import called_by, without_call
from leakwatch.notify.history import History, Place, place_of
from leakwatch.notify.refusals import refusal
from leakwatch.notify.spoken import spoken
from leakwatch.notify.web_api import WebApi

#: What Slack says of blocks that call somebody it does not know, among other faults of theirs.
_UNKNOWN_CALLED = frozenset({"invalid_blocks", "invalid_blocks_format"})
_Say = Callable[[dict[str, Any]], Awaitable[AsyncSlackResponse]]
_TIMEOUT = 30
#: A look has to end before the outbox takes its deliverer for dead.
_LOOK_SECONDS = 60.0


class SlackNotifier:
    """Posts through the Web API; who presses its buttons is answered by `triage`."""

    def __init__(
        self,
        settings: SlackSettings,
        *,
        network: Network,
        catalogue: Catalogue,
        zone: tzinfo = UTC,
        interval: float | None = None,
        timeout: int = _TIMEOUT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        self.interval = settings.interval if interval is None else interval
        self._default, self._catalogue, self._zone = settings.channel, catalogue, zone
        self._api = WebApi(settings, network, timeout=timeout, clock=clock)
        self._history = History(self._api)

    async def send(self, posting: Posting) -> Receipt:
        """Post, answer or edit once; see `Notifier.send` for what it raises."""
        place = place_of(posting.thread)
        if posting.form is Form.UPDATE:
            return await self._edit(posting, place)
        if posting.form is Form.REPLY and place is not None:
            return await self._post(place.channel, posting, thread_ts=place.ts)
        alone = replace(posting, form=Form.POST)
        return await self._post(posting.channel or self._default, alone)

    async def find(self, posting: Posting) -> Receipt | None:
        """The receipt of `posting` if it stands in its channel; an edit may always be made again.

        Raises NotifyError (cannot be read now) or NotifyRefused (may not be read, or more was
        written since than is looked through).
        """
        if posting.form is Form.UPDATE:
            return None
        channel = posting.channel or self._default
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                place = await self._found(posting, channel)
        except TimeoutError as error:
            message = N_("{channel}: looking through it takes too long: it is tried again")
            raise NotifyError(message, channel=channel, code="slow_history") from error
        return Receipt(reference=str(place)) if place else None

    async def _found(self, posting: Posting, channel: str) -> Place | None:
        key, since = delivery_key(posting), posting.alert.created_at
        place = place_of(posting.thread) if posting.form is Form.REPLY else None
        return await self._history.holding(
            key,
            channel=place.channel if place else await self._history.id_of(channel),
            since=since,
            thread=place.ts if place else None,
        )

    async def _post(
        self, channel: str, posting: Posting, *, thread_ts: str | None = None
    ) -> Receipt:
        response = await self._said(
            posting,
            lambda content: self._api.post(
                lambda client: client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread_ts,
                    mrkdwn=False,
                    unfurl_links=False,
                    unfurl_media=False,
                    **content,
                ),
                channel=channel,
            ),
        )
        reference = f"{response.get('channel')}/{response.get('ts')}"
        place = place_of(reference)
        if place is None:  # what says ok and not where is a proxy's answer, or a stranger's
            message = N_("Slack took the message, but does not say where it stands ({code})")
            raise NotifyUnclear(message, code="no_receipt")
        self._history.learn(channel, place.channel)
        return Receipt(reference=reference)

    async def _edit(self, posting: Posting, place: Place | None) -> Receipt:
        if place is None:
            raise refusal("message_not_found", channel=posting.channel or self._default)
        await self._said(
            posting,
            lambda content: self._api.edit(
                lambda client: client.chat_update(channel=place.channel, ts=place.ts, **content),
                channel=place.channel,
            ),
        )
        return Receipt(reference=str(place))

    async def _said(self, posting: Posting, say: _Say) -> AsyncSlackResponse:
        """Say it; once more without the people it calls when Slack takes the blocks amiss."""
        try:
            return await say(self._content(posting))
        except NotifyRefused as error:
            if error.values["code"] not in _UNKNOWN_CALLED or not called_by(posting):
                raise
        return await say(self._content(without_call(posting, spoken(posting, self._catalogue))))

    def _content(self, posting: Posting) -> dict[str, Any]:
        message = render(posting, spoken(posting, self._catalogue), zone=self._zone)
        return {
            "text": message.text,
            "blocks": list(message.blocks),
            "metadata": dict(message.metadata),
            "parse": "none",
            "link_names": False,
        }
