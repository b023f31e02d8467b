"""A site on loopback whose resources are behaviours: each path does one thing that sites do."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in."""

    method: str
    target: str  #: path with query, or the whole address when we are asked as a proxy
    headers: Mapping[str, str]  #: names in lower case
    at: float  #: monotonic seconds
    nth: int  #: how often this target was asked before, from 0

    @property
    def path(self) -> str:
        if self.target.startswith("http://"):
            return "/" + self.target.removeprefix("http://").partition("/")[2]
        return self.target


class Behaviour(Protocol):
    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None: ...


async def send(
    out: asyncio.StreamWriter,
    body: bytes,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    length: int | None = None,
) -> None:
    fields = {"Content-Type": "text/html; charset=utf-8", "Connection": "close"}
    fields |= {"Content-Length": str(len(body) if length is None else length)}
    fields |= dict(headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    out.write(f"HTTP/1.1 {status} Told\r\n{head}\r\n".encode("latin-1") + body)
    await out.drain()


@dataclass(frozen=True, slots=True)
class Page:
    """An ordinary page, or with `status` and `headers` any answer at all."""

    body: bytes | str = "<p>nothing</p>"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        await send(out, body, status=self.status, headers=self.headers)


def links(*targets: str) -> Page:
    return Page("".join(f'<a href="{target}">on</a>' for target in targets))


def status(code: int, **headers: str) -> Page:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(f"<h1>{code}</h1>", code, named)


def redirect(target: str, code: int = 302) -> Page:
    return Page("", code, {"Location": target})


@dataclass(frozen=True, slots=True)
class Turns:
    """One behaviour after the other; the last one stays."""

    steps: tuple[Behaviour, ...]

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        await self.steps[min(asked.nth, len(self.steps) - 1)].answer(asked, out)


class Silent:
    """Takes the request and says nothing."""

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3_600)


@dataclass(frozen=True, slots=True)
class Slow:
    """An ordinary page, after a while."""

    seconds: float

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self.seconds)
        await send(out, b"<h1>at last</h1>")


class Trickle:
    """Sends a byte now and then, for ever: no pause is long enough for a socket time-out."""

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        await send(out, b"<p>", length=1_000_000)
        while True:
            out.write(b".")
            await out.drain()
            await asyncio.sleep(0.05)


class Drop:
    """Hangs up in the middle of the body."""

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        await send(out, b"<p>half of", length=1_000)


@dataclass(frozen=True, slots=True)
class Huge:
    """More bytes than anybody wants, with or without saying so first."""

    size: int = 200_000_000
    announced: bool = False

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        length = {"Content-Length": str(self.size)} if self.announced else {}
        head = "".join(f"{name}: {value}\r\n" for name, value in length.items())
        out.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n".encode())
        block = b"<p>more and more</p>" * 5_000
        for _ in range(self.size // len(block)):
            out.write(block)
            await out.drain()


class EndlessHeaders:
    """A head that does not end."""

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        out.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            out.write(b"X-More: " + b"a" * 8_000 + b"\r\n")
            await out.drain()


class Endless:
    """A listing whose every page leads to a next one."""

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        stem, _, number = asked.path.rpartition("/")
        following = int(number or 0) + 1
        await send(out, f'<a rel="next" href="{stem}/{following}">next</a>'.encode())


@dataclass(frozen=True, slots=True)
class Bomb:
    """Small on the wire, large when unpacked."""

    size: int = 300_000_000

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        block = b"\0" * 1_000_000
        body = b"".join(packer.compress(block) for _ in range(self.size // len(block)))
        await send(out, body + packer.flush(), headers={"Content-Encoding": "gzip"})


def packed(text: str) -> Page:
    return Page(gzip.compress(text.encode()), headers={"Content-Encoding": "gzip"})


class Site:
    """Serves `routes` by path, with its query or without.

    The longest route that ends in `/` also answers for what lies below.
    """

    def __init__(self, routes: Mapping[str, Behaviour], *, host: str = "127.0.0.1") -> None:
        self.routes = {"/robots.txt": status(404), **routes}
        self.asked: list[Asked] = []
        self.busiest = 0  #: most requests that were being answered at one time
        self.scheme = "http"
        self._host, self._port, self._busy = host, 0, 0

    @property
    def authority(self) -> str:
        return f"[{self._host}]:{self._port}" if ":" in self._host else f"{self._host}:{self._port}"

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.authority}{path}"

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def wait_for(self, path: str, *, seconds: float = 60.0) -> None:
        """Until `path` has been asked for."""
        until = time.monotonic() + seconds
        while path not in self.paths():
            assert time.monotonic() < until, f"{path} was never asked for"
            time.sleep(0.01)

    async def _serve(
        self, ready: threading.Event, stop: asyncio.Event, context: ssl.SSLContext | None
    ) -> None:
        server = await asyncio.start_server(self._connected, self._host, 0, ssl=context)
        self._port = server.sockets[0].getsockname()[1]
        self.scheme = "http" if context is None else "https"
        ready.set()
        await stop.wait()
        server.close()

    async def _connected(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            asked = await self._read(source)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
            try:
                await self._behaviour(asked.path).answer(asked, out)
            finally:
                self._busy -= 1
        with contextlib.suppress(OSError, asyncio.CancelledError):
            out.close()

    async def _read(self, source: asyncio.StreamReader) -> Asked:
        head = (await source.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ")
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        nth = sum(1 for one in self.asked if one.target == target)
        asked = Asked(method, target, headers, time.monotonic(), nth)
        self.asked.append(asked)
        return asked

    def _behaviour(self, path: str) -> Behaviour:
        for known in (path, path.partition("?")[0]):
            if known in self.routes:
                return self.routes[known]
        above = [route for route in self.routes if route.endswith("/") and path.startswith(route)]
        route = max(above, key=len, default="/")
        return self.routes[route] if route != "/" else status(404)


@contextlib.contextmanager
def serving(site: Site, *, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve `site` from a thread of its own."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(site._serve(ready, stop, context))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield site
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
