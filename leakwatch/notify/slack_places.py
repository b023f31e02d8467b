"""The channels a configuration names: whether there are such, and whether the app may post there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from leakwatch.errors import N_, NotifyError
from leakwatch.notify.channels import Answer
from leakwatch.notify.slack_answers import problem, refused
from leakwatch.notify.web_api import Call, WebApi

#: Pages of the list of channels that are read; in larger workspaces ids are needed.
_PAGES, _PAGE_SIZE = 20, 200
_CHANNEL_ID = re.compile(r"[CDG][A-Z0-9]{6,}")

_ALL: dict[str, Any] = {
    "exclude_archived": False,
    "limit": _PAGE_SIZE,
    "types": "public_channel,private_channel",
}
Entry = Mapping[str, Any]


class Places:
    """Looks channels up, all names in one reading of the list."""

    def __init__(self, api: WebApi) -> None:
        self._api = api
        self.ids: dict[str, str] = {}  #: the id of each channel that can be posted to

    async def examine(self, channels: Mapping[str, tuple[str, ...]]) -> AsyncIterator[Answer]:
        """An answer for each of `channels`, given as `#name`, name or id, with who names it."""
        names = [channel for channel in channels if not _CHANNEL_ID.fullmatch(channel)]
        listed: dict[str, Entry] | None = {}
        whole = True
        try:
            listed, whole = await self._known(names)
        except NotifyError as error:
            listed = None
            yield problem(error, about="channels")
        for channel, by in channels.items():
            about = f"{channel} ({', '.join(by)})"
            if channel not in names:
                yield await self._by_id(channel, about)
            elif listed is not None:
                yield self._by_name(channel, about, listed, whole=whole)

    def _by_name(
        self, channel: str, about: str, listed: Mapping[str, Entry], *, whole: bool
    ) -> Answer:
        entry = listed.get(channel.removeprefix("#"))
        if entry is not None:
            return self._standing(entry, channel, about)
        if whole:
            return refused("channel_not_found", about=about, channel=channel)
        message = N_("{channel}: Slack lists more than can be looked through: set the channel's id")
        return Answer(ok=False, about=about, message=message, values={"channel": channel})

    async def _by_id(self, channel: str, about: str) -> Answer:
        try:
            shown = await self._api.read(
                lambda client: client.conversations_info(channel=channel), channel=channel
            )
        except NotifyError as error:
            return problem(error, about=about)
        return self._standing(shown["channel"], channel, about)

    def _standing(self, entry: Entry, channel: str, about: str) -> Answer:
        if entry.get("is_archived"):
            return refused("is_archived", about=about, channel=channel)
        if not entry.get("is_member") and not entry.get("is_im"):
            return refused("not_in_channel", about=about, channel=channel)
        self.ids[channel] = str(entry["id"])
        return Answer(
            ok=True, about=about, message=N_("posts to {channel}"), values={"channel": channel}
        )

    async def _known(self, names: Sequence[str]) -> tuple[dict[str, Entry], bool]:
        """As `_listed`; all there are is read only for a name that the app is in no channel of."""
        if not names:
            return {}, True
        own, whole = await self._listed(_own_page)
        own = {
            name: {**entry, "is_member": True}
            for name, entry in own.items()
            if not entry.get("is_archived")
        }
        if all(name.removeprefix("#") in own for name in names):
            return own, whole
        others, whole = await self._listed(_page)
        return {**others, **own}, whole

    async def _listed(self, page_at: Callable[[str], Call]) -> tuple[dict[str, Entry], bool]:
        """Channels by name, archived ones too, and whether that is all there are.

        Of two of one name the one that is in use counts. Raises NotifyError.
        """
        found: dict[str, Entry] = {}
        cursor = ""
        for _ in range(_PAGES):
            page: AsyncSlackResponse = await self._api.read(page_at(cursor), channel="")
            for entry in page["channels"]:
                known = found.get(entry["name"])
                if known is None or known.get("is_archived"):
                    found[entry["name"]] = entry
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found, True
        return found, False


def _page(cursor: str) -> Call:
    return lambda client: client.conversations_list(cursor=cursor, **_ALL)


def _own_page(cursor: str) -> Call:
    return lambda client: client.users_conversations(cursor=cursor, **_ALL)
