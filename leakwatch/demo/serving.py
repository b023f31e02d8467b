"""An ASGI application served on loopback by a thread of this process, on a free port."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

from leakwatch.errors import N_, SweepError, UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

HOST = "127.0.0.1"
_START_SECONDS = 10.0  # a loaded machine takes one or two
_STOP_SECONDS = 5.0
_POLL_SECONDS = 0.01


class Serving:
    """`app` between `start` and `stop`; raises UsageError without the extra `demo`."""

    def __init__(self, app: ASGIApp) -> None:
        self._socket = socket.create_server((HOST, 0))
        self.port: int = self._socket.getsockname()[1]
        self._server = _server(app)
        self._thread = threading.Thread(target=self._run, name=f"demo-{self.port}", daemon=True)

    def start(self) -> None:
        """Return when the port answers."""
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                self.stop()
                raise SweepError(N_("the demo world did not start on {host}"), host=HOST)
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """End the thread; open connections are given up after a second."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])


def require_extra() -> None:
    """Raise UsageError unless the packages of the extra `demo` are installed."""
    try:
        import starlette  # noqa: F401, PLC0415 - only the demo needs them
        import uvicorn  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        raise UsageError(N_("the demo needs the extra: install leakwatch[demo]")) from error


def _server(app: ASGIApp) -> Server:
    from uvicorn import Config, Server  # noqa: PLC0415 - an extra, imported when it is used

    return Server(
        Config(
            app,
            access_log=False,
            http="h11",
            lifespan="off",
            log_config=None,  # logging belongs to the process we are guests in
            log_level="error",
            loop="asyncio",
            timeout_graceful_shutdown=1,
            ws="none",
        )
    )
