"""The stand-in on a loopback port, in a thread of this process."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn

from leakwatch.demo.slack.api import application
from leakwatch.demo.slack.faults import FaultKind, Mix
from leakwatch.demo.slack.hands import Hands
from leakwatch.demo.slack.modals import View
from leakwatch.demo.slack.sockets import Payload, Sockets
from leakwatch.demo.slack.typed import Given
from leakwatch.demo.slack.workspace import APP_TOKEN, TOKEN, Workspace
from leakwatch.errors import N_, UsageError

_HOST = "127.0.0.1"
_START_SECONDS = 10.0
#: Longer than any app is waited for; ends a test whose app hangs.
_PATIENCE = 120.0

T = TypeVar("T")


class SlackStandIn:
    """A Slack of one workspace for the real SDK: `SlackSettings(base_url=stand_in.api_url, …)`.

    After `stop()` nothing listens on the port, and `start()` takes the same one again, so that a
    test can let Slack be down for a while; the messages stay.
    """

    def __init__(
        self,
        workspace: Workspace | None = None,
        *,
        port: int = 0,
        certificate: Path | None = None,  # PEM with its key: speak TLS
    ) -> None:
        self.workspace = workspace or Workspace()
        self.token, self.app_token = TOKEN, APP_TOKEN
        self.sockets = Sockets(self.workspace)
        self.hands = Hands(self.workspace, self.sockets)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._port, self._certificate = port, certificate
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The page that shows the channels."""
        return f"{'https' if self._certificate else 'http'}://{_HOST}:{self._port}/"

    @property
    def api_url(self) -> str:
        return f"{self.url}api/"

    def start(self) -> Self:
        """Listen; raises UsageError when the port is taken."""
        listener = self._listen()
        self._port = listener.getsockname()[1]
        self.workspace.base_url = self.url
        config = uvicorn.Config(
            application(self.workspace, self.sockets, self.hands),
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            date_header=False,  # this Slack's clock may be wrong on request
            timeout_graceful_shutdown=1,
            ssl_certfile=self._certificate,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._serve,
            args=(self._server, listener),
            name="slack-stand-in",
            daemon=True,
        )
        self._thread.start()
        self._wait_until_started()
        return self

    def _serve(self, server: uvicorn.Server, listener: socket.socket) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            await server.serve(sockets=[listener])

        asyncio.run(serve())

    def _listen(self) -> socket.socket:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, self._port))
        except OSError as error:
            listener.close()
            message = N_("port {port} of {host} is taken: choose another or leave it out")
            raise UsageError(message, port=self._port, host=_HOST) from error
        return listener

    def _wait_until_started(self) -> None:
        assert self._server
        assert self._thread
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise UsageError(N_("the stand-in Slack did not start on {host}"), host=_HOST)
            time.sleep(0.005)

    def stop(self) -> None:
        """End the server; calling it twice does no harm."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(_START_SECONDS)
        self._server = self._thread = None

    def messages(self, channel: str) -> tuple[dict[str, Any], ...]:
        """What stands in `channel` (id, name or `#name`), oldest first."""
        return self.workspace.messages(channel)

    def fail_next(self, kind: FaultKind, **details: Any) -> None:
        """Let the next calls go wrong; `details` are the fields of `Fault`."""
        self.workspace.fail_next(kind, **details)

    def mix(self, mix: Mix | None) -> None:
        """Let calls go wrong by chance from now on; None ends it."""
        self.workspace.fault_list.mix(mix)

    def views(self, user: str) -> tuple[View, ...]:
        """The views `user` has open; the last is the one that is seen."""
        return self.workspace.modals.of(user)

    def ephemerals(self, user: str, channel: str) -> tuple[dict[str, Any], ...]:
        """What only `user` sees in `channel`, oldest first."""
        return self.workspace.ephemerals(user, channel)

    def press(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        *,
        block_id: str | None = None,
        value: Any = None,
        copies: int = 1,
    ) -> Payload:
        """See `Hands.press`. For a thread that does not run the app: it waits for the app."""
        pressed = self.hands.press(
            user, channel, ts, action_id, block_id=block_id, value=value, copies=copies
        )
        return self._run(pressed)

    def press_in_view(
        self, user: str, view_id: str, action_id: str, *, value: Any = None
    ) -> Payload:
        return self._run(self.hands.press_in_view(user, view_id, action_id, value=value))

    def submit(self, user: str, view_id: str, values: Given, *, copies: int = 1) -> Payload:
        """See `Hands.submit`."""
        return self._run(self.hands.submit(user, view_id, values, copies=copies))

    def dismiss(self, user: str, view_id: str) -> None:
        self._run(self.hands.dismiss(user, view_id))

    def command(self, user: str, channel: str, command: str, text: str) -> Payload:
        return self._run(self.hands.command(user, channel, command, text))

    def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Payload:
        return self._run(self.hands.shortcut(user, channel, ts, callback_id))

    def event(self, event: Mapping[str, Any]) -> Payload:
        return self._run(self.hands.event(event))

    def refresh(self, reason: str = "refresh_requested") -> None:
        """See `Sockets.refresh`."""
        self._run(self.sockets.refresh(reason))

    def cut(self) -> None:
        """End every Socket Mode connection without a word."""
        self._run(self.sockets.cut())

    def wait_for_connection(self, count: int = 1) -> None:
        """Wait until the app has so many connections open."""
        self._run(self.sockets.connected(count))

    def wait_for(self, seen: Callable[[], T], *, seconds: float = _PATIENCE) -> T:
        """Wait until `seen` returns something true, and return it: an app answers when it likes.

        Raises UsageError when it never does.
        """
        deadline = time.monotonic() + seconds
        while not (found := seen()):
            if time.monotonic() > deadline:
                raise UsageError(N_("nothing of that was seen in the stand-in Slack"))
            time.sleep(0.01)
        return found

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        if self._loop is None or self._server is None:
            coroutine.close()
            raise UsageError(N_("the stand-in Slack is not running"))
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(_PATIENCE)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
