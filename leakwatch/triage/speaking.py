"""A message of triage's own in a channel: no alert, so it is said once and not repeated."""

from __future__ import annotations

from leakwatch.triage.desk import Desk
from leakwatch.triage.reply import Reply, content


async def post(desk: Desk, channel: str, reply: Reply) -> str:
    """Post `reply`; the `ts` of the message. Raises NotifyError and its children."""
    posted = await desk.api.post(
        lambda client: client.chat_postMessage(
            channel=channel,
            **content(reply),
            mrkdwn=False,
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        ),
        channel=channel,
    )
    return str(posted["ts"])
