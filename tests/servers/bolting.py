"""A small app on slack_bolt, connected to a stand-in over Socket Mode from a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from slack_bolt.adapter.socket_mode.aiohttp import (  # noqa: TID251 - the stand-in's other end
    AsyncSocketModeHandler,
)
from slack_bolt.app.async_app import AsyncApp  # noqa: TID251
from slack_sdk.web.async_client import AsyncWebClient  # noqa: TID251

from leakwatch.demo.slack import SlackStandIn


class RunningApp:
    """`register` puts its listeners on the app; within the block it is connected."""

    def __init__(
        self,
        slack: SlackStandIn,
        register: Callable[[AsyncApp], None],
        *,
        connections: int = 1,
    ) -> None:
        self._slack, self._register, self._connections = slack, register, connections
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        client = AsyncWebClient(token=self._slack.token, base_url=self._slack.api_url)
        app = AsyncApp(token=self._slack.token, client=client, signing_secret="none")
        self._register(app)
        handlers = [
            AsyncSocketModeHandler(app, self._slack.app_token, web_client=client, ping_interval=1)
            for _ in range(self._connections)
        ]
        try:
            for handler in handlers:
                await handler.connect_async()  # type: ignore[no-untyped-call]
            self._ready.set()
            await self._stop.wait()
        finally:
            for handler in handlers:
                await handler.close_async()  # type: ignore[no-untyped-call]

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(30)
        self._slack.wait_for_connection(self._connections)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
