"""One WebSocket of Socket Mode; when it ends somebody else opens the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from leakwatch.errors import N_, NotifyError
from leakwatch.triage.quiet import quiet_logger

#: Seconds from the address to Slack's hello; the address is good for one connection, soon.
_HELLO_SECONDS = 10.0
#: A WebSocket that breaks without a word is noticed by the next ping.
_PING_SECONDS = 5.0

Answer = Callable[[SocketModeRequest], Awaitable[BoltResponse]]


class Connection(SocketModeClient):
    """The SDK's client without its own way to reconnect.

    That one tries the same spent address for ever (slackapi/python-slack-sdk#1922 is of this kind)
    and closes the old WebSocket, on which answers may be due, before it has a new one.
    """

    def __init__(
        self,
        url: str,
        *,
        app_token: str,
        web_client: AsyncWebClient,
        proxy: str | None,
        answer: Answer,
    ) -> None:
        super().__init__(
            app_token, quiet_logger(), web_client, proxy=proxy, ping_interval=_PING_SECONDS
        )
        self.proxy = proxy  # the SDK puts the ambient variables' proxy where none was given
        self.wss_uri = url
        self.over = asyncio.Event()
        self.reason = ""  #: why Slack ended it, in its own word; empty: it broke
        self._greeted, self._answer, self._due = asyncio.Event(), answer, 0
        self.socket_mode_request_listeners.append(self._take)

    async def open(self) -> None:
        """Connect and wait for Slack's hello. Raises NotifyError."""
        try:
            async with asyncio.timeout(_HELLO_SECONDS):
                await self.connect()  # type: ignore[no-untyped-call]
                await self._greeted.wait()
        except BaseException as error:
            await self.close()  # type: ignore[no-untyped-call]
            if not isinstance(error, TimeoutError):
                raise
            raise NotifyError(
                N_("Slack's Socket Mode cannot be reached: look at network and proxy"),
                code="no_hello",
            ) from error

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002
        """Where the SDK would reconnect: this connection is at its end."""
        self.over.set()

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        if message.get("type") == "hello":
            self._greeted.set()
        if message.get("type") == "disconnect":
            self.reason = str(message.get("reason") or "disconnect")
            self.over.set()
            return
        await super().run_message_listeners(message, raw_message)

    async def retire(self, *, seconds: float) -> None:
        """Close it once what came over it is answered, or after that time."""
        try:
            async with asyncio.timeout(seconds):
                while self._due:  # noqa: ASYNC110 - a matter of milliseconds
                    await asyncio.sleep(0.05)
        except TimeoutError:
            pass
        await self.close()  # type: ignore[no-untyped-call]

    async def _take(self, _client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self._due += 1
        try:
            response = await self._answer(request)
            await send_async_response(self, request, response, 0)
        finally:
            self._due -= 1
