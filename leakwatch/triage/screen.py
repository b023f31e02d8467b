"""One message that is edited while something goes on."""

from __future__ import annotations

import asyncio
import logging

from leakwatch.errors import NotifyError
from leakwatch.triage.desk import Desk
from leakwatch.triage.reply import Reply, content
from leakwatch.triage.respond import Responder
from leakwatch.triage.speaking import post

logger = logging.getLogger(__name__)

#: Seconds after the first answer at which a user alone is told how far it is: with the last word
#: they are as many as Slack takes.
_STEPS = (0.0, 60.0, 300.0)


class Screen:
    """In a channel of ours a message for all, elsewhere an answer that one user sees.

    Slack takes few answers over a command's address: then only some of the steps are shown, and
    the last one always is.
    """

    def __init__(self, desk: Desk, responder: Responder, *, channel: str | None) -> None:
        self._desk, self._responder = desk, responder
        self._channel, self._ts = channel, ""
        self._since: float | None = None
        self._due = [*reversed(_STEPS)]

    async def show(self, reply: Reply, *, last: bool = False) -> None:
        """Show `reply` in the place of what was shown before; a step that cannot be shown is left out."""
        if self._channel is not None and await self._in_channel(self._channel, reply, last=last):
            return
        if last or self._step():
            await self._responder.say(reply, replace=True)

    def _step(self) -> bool:
        """Whether a step is shown to the one user; the time to the next grows."""
        now = asyncio.get_running_loop().time()
        if not self._due or (self._since is not None and now - self._since < self._due[-1]):
            return False
        self._since = self._since or now
        self._due.pop()
        return True

    async def _in_channel(self, channel: str, reply: Reply, *, last: bool) -> bool:
        """Whether the channel has it, or may get the next step: not so when it takes nothing."""
        try:
            if self._ts:
                await self._desk.api.post(
                    lambda client: client.chat_update(
                        channel=channel, ts=self._ts, **content(reply), parse="none"
                    ),
                    channel=channel,
                )
            else:
                self._ts = await post(self._desk, channel, reply)
        except NotifyError as error:
            logger.warning("triage.progress", extra={"error": error.values.get("code", "")})
            if not self._ts:
                self._channel = None
            return bool(self._ts) and not last
        return True
