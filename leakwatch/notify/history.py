"""Where in Slack a message stands: looked for by its key, in a channel or in a thread."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from leakwatch.errors import N_, NotifyError, NotifyRefused
from leakwatch.notify.blocks import EVENT_TYPE
from leakwatch.notify.refusals import refusal
from leakwatch.notify.web_api import Call, WebApi

#: Pages looked through for a message or a channel; what lies beyond cannot be decided.
_PAGES, _PAGE_SIZE = 10, 200
#: Clocks differ: a message may bear a time before the alert it carries.
_SKEW = timedelta(minutes=10)
_CHANNEL_ID = re.compile(r"[CDG][A-Z0-9]{6,}")
_REFERENCE = re.compile(r"([CDG][A-Z0-9]{6,})/(\d{1,12}\.\d{1,9})")


@dataclass(frozen=True, slots=True)
class Place:
    """One message of Slack."""

    channel: str
    ts: str

    def __str__(self) -> str:
        """As a receipt says it."""
        return f"{self.channel}/{self.ts}"


def place_of(reference: str | None) -> Place | None:
    """The message of a receipt; None when that was not given by Slack."""
    match = _REFERENCE.fullmatch(reference or "")
    return Place(match[1], match[2]) if match else None


class History:
    """Looks things up in Slack; raises NotifyError (not now) or NotifyRefused (not at all)."""

    def __init__(self, api: WebApi) -> None:
        self._api = api
        self._ids: dict[str, str] = {}  # what channels given by name turned out to be

    def learn(self, channel: str, channel_id: str) -> None:
        self._ids[channel] = channel_id

    async def id_of(self, channel: str) -> str:
        """The id of a channel given by name; all but a post is asked by id only."""
        if _CHANNEL_ID.fullmatch(channel):
            return channel
        if channel not in self._ids:
            self._ids[channel] = await self._looked_up(channel)
        return self._ids[channel]

    async def holding(
        self, key: str, *, channel: str, since: datetime, thread: str | None = None
    ) -> Place | None:
        """The message with `key` in its metadata, in `channel` (an id) or in one thread of it.

        `since` is of this machine's clock; where Slack's is far behind, so are its messages.
        """
        place = await self._look(key, channel=channel, since=since - _SKEW, thread=thread)
        if place is None and self._api.behind > _SKEW:
            earlier = since - self._api.behind - _SKEW
            place = await self._look(key, channel=channel, since=earlier, thread=thread)
        return place

    async def _look(
        self, key: str, *, channel: str, since: datetime, thread: str | None
    ) -> Place | None:
        async for message in self._messages(channel, since=since, thread=thread):
            if _key_of(message) == key:
                return Place(channel, str(message["ts"]))
        return None

    async def _messages(
        self, channel: str, *, since: datetime, thread: str | None
    ) -> AsyncIterator[dict[str, Any]]:
        what: dict[str, Any] = {
            "channel": channel,
            "include_all_metadata": True,
            "inclusive": True,
            "limit": _PAGE_SIZE,
            "oldest": f"{since.timestamp():.6f}",
        }

        def call(cursor: str) -> Call:
            if thread is None:
                return lambda client: client.conversations_history(cursor=cursor, **what)
            return lambda client: client.conversations_replies(cursor=cursor, ts=thread, **what)

        async for message in self._listed(call, "messages", channel=channel):
            yield message

    async def _looked_up(self, channel: str) -> str:
        def call(cursor: str) -> Call:
            # those the app is in: it posts to no other, and a company may have thousands of others
            return lambda client: client.users_conversations(
                cursor=cursor,
                exclude_archived=True,
                limit=_PAGE_SIZE,
                types="public_channel,private_channel",
            )

        async for entry in self._listed(call, "channels", channel=channel):
            # one reading of the list serves the next channels too
            self._ids[f"#{entry.get('name')}"] = str(entry.get("id"))
            if entry.get("name") == channel.removeprefix("#"):
                return str(entry["id"])
        raise refusal("channel_not_found", channel=channel)

    async def _listed(
        self, call: Callable[[str], Call], what: str, *, channel: str
    ) -> AsyncIterator[dict[str, Any]]:
        """The entries under `what` of all pages."""
        cursor = ""
        for _ in range(_PAGES):
            page = await self._api.read(call(cursor), channel=channel)
            entries = page.get(what)
            if not isinstance(entries, list):  # nothing was found is something else
                message = N_("{channel}: Slack answers without {what}: it is tried again")
                raise NotifyError(message, channel=channel, what=what, code="no_list")
            for entry in entries:
                yield entry
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
