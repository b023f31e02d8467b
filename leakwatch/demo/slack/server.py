"""The stand-in on a loopback port, in a thread of this process."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn

from leakwatch.demo.slack.api import application
from leakwatch.demo.slack.workspace import TOKEN, FaultKind, Workspace
from leakwatch.errors import N_, UsageError

_HOST = "127.0.0.1"
_START_SECONDS = 10.0


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
        self.token = TOKEN
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
        config = uvicorn.Config(
            application(self.workspace),
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=1,
            ssl_certfile=self._certificate,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run,
            kwargs={"sockets": [listener]},
            name="slack-stand-in",
            daemon=True,
        )
        self._thread.start()
        self._wait_until_started()
        return self

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

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
