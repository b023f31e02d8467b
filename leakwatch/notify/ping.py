"""The sign of life for the company's own monitor: an address that is asked, a file that is written."""

from __future__ import annotations

import asyncio
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import aiohttp

from leakwatch.config import MonitorSettings, Network
from leakwatch.errors import N_, NotifyError
from leakwatch.notify.asking import Asking

_FINE, _REDIRECTED = 200, 300
#: A monitor that hangs must not make the next heartbeat late.
_TIMEOUT = 15.0


class Ping:
    """Says "alive and well", and nothing else, wherever the monitor listens."""

    def __init__(self, settings: MonitorSettings, network: Network) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        self._settings = settings
        self._asking = Asking(network, timeout=_TIMEOUT)

    async def send(self, now: datetime) -> None:
        """Write the file, ask the address. Raises NotifyError when one of them did not work."""
        if self._settings.file is not None:
            await asyncio.to_thread(_write, self._settings.file, now)
        if self._settings.url is not None:
            await self._ask(self._settings.url)

    async def _ask(self, url: str) -> None:
        method = self._settings.method.upper()
        body = b"" if method == "POST" else None
        try:
            status, _ = await self._asking.ask(method, url, body=body, headers={})
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            message = N_("monitor.ping does not answer ({reason}): look at network and proxy")
            reason = type(error).__name__
            raise NotifyError(message, reason=reason, code="unreachable") from error
        if not _FINE <= status < _REDIRECTED:
            message = N_("monitor.ping answers {status}: check the address")
            raise NotifyError(message, status=status, code=f"http_{status}")


def _write(file: Path, now: datetime) -> None:
    """Whole or not at all, so that nobody reads half a time."""
    try:
        write_whole(file, f"{now.isoformat(timespec='seconds')}\n")
    except OSError as error:
        message = N_("monitor.file {file} cannot be written ({reason})")
        reason = error.strerror or type(error).__name__
        raise NotifyError(message, file=file, reason=reason, code="file") from error


def write_whole(file: Path, text: str) -> None:
    """Put `text` in the place of `file`, readable by its owner only. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
