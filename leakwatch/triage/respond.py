"""Answers over the one-time address that comes with a command: seen by one user, wherever he is."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from leakwatch.notify import proxy_for, tls_context
from leakwatch.triage.desk import Desk, Place
from leakwatch.triage.quiet import quiet_logger
from leakwatch.triage.reply import Reply, content

logger = logging.getLogger(__name__)

#: Slack takes five answers over such an address, within half an hour.
MOST_ANSWERS = 5
_TIMEOUT = 10
_OK = 200
#: Beside the host of the Web API itself, which is another one only in tests.
_SLACK = ".slack.com"


class Responder:
    """Answers one command or shortcut of one user.

    Bolt's own `respond` obeys ambient proxy variables; this one is as the configuration says.
    """

    def __init__(self, desk: Desk, place: Place, address: str) -> None:
        self._desk, self.place = desk, place
        self._address = address if self._is_slacks(address) else ""
        self.answers_left = MOST_ANSWERS if self._address else 0

    async def say(self, reply: Reply, *, replace: bool = False) -> bool:
        """Show `reply` to the user alone, `replace`: in place of the last; whether it was taken.

        Where the address is used up or gone, the channel the user stands in is tried.
        """
        if self.answers_left > 0:
            self.answers_left -= 1
            if await self._sent(reply, replace=replace):
                return True
        said = content(reply)
        return await self._desk.tell(self.place, reply.text, blocks=said["blocks"])

    async def _sent(self, reply: Reply, *, replace: bool) -> bool:
        try:
            answer = await self._client().send_dict(
                {
                    **content(reply),
                    "response_type": "ephemeral",
                    "replace_original": replace,
                }
            )
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            logger.warning("triage.respond", extra={"error": type(error).__name__})
            return False
        if answer.status_code != _OK:
            logger.warning("triage.respond", extra={"error": f"http_{answer.status_code}"})
        return answer.status_code == _OK

    def _client(self) -> AsyncWebhookClient:
        network = self._desk.backing.settings.network
        proxy = proxy_for(self._address, network)
        client = AsyncWebhookClient(
            self._address,
            timeout=_TIMEOUT,
            ssl=tls_context(network.ca_file),
            proxy=proxy,
            logger=quiet_logger(),
            retry_handlers=[],
        )
        client.proxy = proxy  # the SDK puts the ambient variables' proxy where none was given
        return client

    def _is_slacks(self, address: str) -> bool:
        """Whether `address` is one of Slack's: it came from outside, and we are in a company."""
        try:
            parts, own = urlsplit(address), urlsplit(self._desk.slack.base_url)
            port = parts.port
        except ValueError:
            return False
        if (parts.scheme, parts.hostname, port) == (own.scheme, own.hostname, own.port):
            return True
        host = parts.hostname or ""
        return parts.scheme == "https" and host.endswith(_SLACK) and port is None
