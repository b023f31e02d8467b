"""One message there and back: posted, found in the history by its key, and deleted."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from leakwatch.errors import N_, NotifyError, NotifyUnclear
from leakwatch.notify.channels import Answer
from leakwatch.notify.slack_answers import problem
from leakwatch.notify.web_api import WebApi

_EVENT_TYPE = "leakwatch_doctor"
#: Seen for a moment by whoever looks; of the language of a channel nothing is known here.
_TEXT = "leakwatch doctor: a test, deleted at once / 確認用（すぐに削除されます）"
#: A message of now is among the newest ones.
_LOOK = 20
_ABOUT = "round trip"


async def round_trip(api: WebApi, channel_id: str, *, channel: str) -> Answer:
    """Whether `channel` takes a message, shows it to us, and lets it be deleted again."""
    key = token_hex(8)
    try:
        posted = await api.post(
            lambda client: client.chat_postMessage(
                channel=channel_id,
                text=_TEXT,
                metadata={"event_type": _EVENT_TYPE, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            ),
            channel=channel,
        )
        ts: str | None = str(posted["ts"])
    except NotifyUnclear:
        ts = None  # it may stand there all the same
    except NotifyError as error:
        return problem(error, about=_ABOUT)
    try:
        found = await _found(api, channel_id, key, channel=channel)
        unseen = None
    except NotifyError as error:
        found, unseen = None, error
    return await _taken_back(api, channel_id, ts or found, channel=channel, found=found, why=unseen)


async def _taken_back(
    api: WebApi,
    channel_id: str,
    ts: str | None,
    *,
    channel: str,
    found: str | None,
    why: NotifyError | None,
) -> Answer:
    """Delete the message at `ts`; `found` is where the history has it, `why` what kept us from it."""
    values: dict[str, object] = {"channel": channel}
    if ts is None:
        message = N_("Slack gave no clear answer to a message for {channel}: run doctor again")
        return Answer(ok=False, about=_ABOUT, message=message, values=values)
    try:
        await api.post(
            lambda client: client.chat_delete(channel=channel_id, ts=ts), channel=channel
        )
    except NotifyError as error:
        message = N_("a test message stands in {channel} and could not be deleted ({code})")
        values["code"] = error.values.get("code", "?")
        return Answer(ok=False, about=_ABOUT, message=message, values=values)
    if why is not None:
        return problem(why, about=_ABOUT)
    message = N_("a message was posted to {channel}, found again and deleted")
    if found is None:
        message = N_("a message was posted to {channel}, but its history does not show it")
    return Answer(ok=found is not None, about=_ABOUT, message=message, values=values)


async def _found(api: WebApi, channel_id: str, key: str, *, channel: str) -> str | None:
    """Where the message with `key` stands. Raises NotifyError."""
    page = await api.read(
        lambda client: client.conversations_history(
            channel=channel_id, include_all_metadata=True, limit=_LOOK
        ),
        channel=channel,
    )
    messages: list[dict[str, Any]] = page["messages"]
    for message in messages:
        metadata = message.get("metadata") or {}
        if (metadata.get("event_payload") or {}).get("key") == key:
            return str(message["ts"])
    return None
