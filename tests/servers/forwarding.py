"""A proxy as a sweep's browser has it, with a client, a site and a name server of our own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address

from leakwatch.config import Network
from leakwatch.crawl.addresses import Address, Reach
from leakwatch.crawl.browser.heads import BadHead, read_target
from leakwatch.crawl.browser.proxy import ForwardProxy
from leakwatch.crawl.exits import Exits
from leakwatch.crawl.guard import Guard

#: Names and, one after the other, what is answered for them; the last answer stays.
Known = Mapping[str, Sequence[tuple[str, ...]]]


class Names:
    """A name server that may change its mind."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.asked: list[str] = []

    async def __call__(self, name: str) -> tuple[Address, ...]:
        answers = self._known.get(name, [()])
        at = min(self.asked.count(name), len(answers) - 1)
        self.asked.append(name)
        return tuple(ip_address(text) for text in answers[at])


class Server:
    """Answers everything with `answer`, and keeps what it was sent."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.heard = answer, b""
        self.clients = self.port = 0

    async def connected(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        self.clients += 1
        while b"\r\n\r\n" not in self.heard and (data := await source.read(65_536)):
            self.heard += data
        out.write(self.answer)
        out.close()


@asynccontextmanager
async def listening(host: str = "127.0.0.1", *, answer: bytes = b"") -> AsyncIterator[Server]:
    server = Server(answer)
    async with await asyncio.start_server(server.connected, host, 0) as listener:
        server.port = listener.sockets[0].getsockname()[1]
        yield server


class Running:
    def __init__(self, proxy: ForwardProxy, names: Names) -> None:
        self.proxy, self.names = proxy, names
        self.received = 0

    async def ask(self, request: bytes, *, patience: float = 10.0, expected: bool = True) -> bytes:
        """Everything that comes back for `request`, up to the end of the connection."""
        with contextlib.suppress(BadHead):
            if expected:
                self.proxy.expect(read_target(request.partition(b"\r\n\r\n")[0]).authority)
        source, out = await asyncio.open_connection("127.0.0.1", self.proxy.port)
        try:
            out.write(request)
            async with asyncio.timeout(patience):
                return await source.read()
        except ConnectionResetError:
            return b""
        finally:
            out.close()


@asynccontextmanager
async def forwarding(
    *,
    allow: tuple[str, ...] = ("127.0.0.1/32",),
    network: Network | None = None,
    known: Known | None = None,
    ports: tuple[int, ...] = (),
) -> AsyncIterator[Running]:
    names = Names(known or {})
    guard = Guard(Reach(allow), Exits(network or Network()), lookup=names)

    def count(size: int) -> None:
        running.received += size

    proxy = ForwardProxy(guard, on_bytes=count, ports=ports, lookup=names)
    running = Running(proxy, names)
    await proxy.start()
    try:
        yield running
    finally:
        await proxy.close()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi"
REFUSED = b"HTTP/1.1 403 Forbidden"


def get(place: str, *more: str, path: str = "/a?b=c") -> bytes:
    lines = [f"GET http://{place}{path} HTTP/1.1", f"Host: {place}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def connect(place: str) -> bytes:
    return f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode()
