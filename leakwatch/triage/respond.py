"""Answers over the one-time address that comes with a command: seen by one user, wherever he is."""

from __future__ import annotations

from leakwatch.triage.address import is_slacks, said_over
from leakwatch.triage.desk import Desk, Place
from leakwatch.triage.reply import Reply, content

#: Slack takes five answers over such an address, within half an hour.
MOST_ANSWERS = 5


class Responder:
    """Answers one command or shortcut of one user."""

    def __init__(self, desk: Desk, place: Place, address: str) -> None:
        self._desk, self.place = desk, place
        self._address = address if is_slacks(address, desk.slack.base_url) else ""
        self.answers_left = MOST_ANSWERS if self._address else 0

    async def say(self, reply: Reply, *, replace: bool = False) -> bool:
        """Show `reply` to the user alone, `replace`: in place of the last; whether it was taken.

        Where the address is used up or gone, the channel the user stands in is tried.
        """
        said = content(reply)
        if self.answers_left > 0:
            self.answers_left -= 1
            network = self._desk.backing.settings.network
            if await said_over(self._address, said, network, replace=replace):
                return True
        return await self._desk.tell(self.place, reply.text, blocks=said["blocks"])
