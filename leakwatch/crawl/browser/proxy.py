"""The proxy a browser has to go through: it looks names up, checks, and connects to what it checked.

It listens on loopback, serves the sweep's own user only, and obeys the guard that every other
request of the sweep passes.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from leakwatch.crawl.addresses import literal_address
from leakwatch.crawl.browser.clients import is_ours
from leakwatch.crawl.browser.heads import (
    LONGEST_HEAD,
    BadHead,
    Target,
    connect_head,
    read_answer,
    read_head,
    read_target,
)
from leakwatch.crawl.exits import Exit
from leakwatch.crawl.failures import GUARD_REFUSED, HeadTooLong, Refused
from leakwatch.crawl.guard import Guard, Lookup
from leakwatch.crawl.resolver import lookup as system_lookup

#: Where the web is; beside them the proxy goes only to ports that a page of the source has.
_PORTS = frozenset({80, 443, 8080, 8443})
#: Connections at one time; a browser opens 32 at most to a proxy.
_MOST_CLIENTS = 128
_HEAD_SECONDS = 15.0
_DIAL_SECONDS = 10.0
#: Without a byte either way.
_IDLE_SECONDS = 120.0
_MOST_ADDRESSES = 4
_MOST_TROUBLES = 1_000
_MOST_EXPECTED = 10_000
_CHUNK = 65_536

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class ForwardProxy:
    """`guard` says what may be reached; `on_bytes` hears of every byte that came in."""

    def __init__(
        self,
        guard: Guard,
        *,
        on_bytes: Callable[[int], None],
        ports: Iterable[int] = (),
        lookup: Lookup = system_lookup,
    ) -> None:
        self._guard, self._lookup, self._on_bytes = guard, lookup, on_bytes
        self._ports = {*_PORTS, *ports}
        self._expected: set[str] = set()
        self._clients: set[asyncio.Task[None]] = set()
        self._troubles: dict[str, str] = {}
        self._refused: set[str] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._welcome, "127.0.0.1", 0, limit=LONGEST_HEAD)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._clients:
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    def open_port(self, port: int) -> None:
        """Go to `port` as well: a page of the source is there."""
        self._ports.add(port)

    def expect(self, authority: str) -> None:
        """A page may ask for `authority` (HOST:PORT): a browser has errands of its own, which go nowhere."""
        if len(self._expected) >= _MOST_EXPECTED:
            self._expected.clear()
        self._expected.add(authority)

    def trouble(self, authority: str) -> str | None:
        """Why `authority` (HOST:PORT) could not be reached when that was last tried, by name."""
        return self._troubles.get(authority)

    def take_refused(self) -> set[str]:
        """The authorities that were refused since this was last asked."""
        refused, self._refused = self._refused, set()
        return refused

    async def _welcome(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        try:
            if len(self._clients) <= _MOST_CLIENTS and is_ours(out):
                await self._serve(source, out)
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass  # either end went away, or we did
        finally:
            self._clients.discard(task)
            _hang_up(out)

    async def _serve(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_HEAD_SECONDS):
                target = read_target(await read_head(source))
        except (BadHead, HeadTooLong):
            await _answer(out, b"400 Bad Request")
            return
        try:
            await self._forward(target, source, out)
        except Refused as refusal:
            self._remember(target.authority, refusal.name)
            refused = refusal.name in {GUARD_REFUSED, "unexpected"}
            await _answer(out, b"403 Forbidden" if refused else b"502 Bad Gateway")

    def _remember(self, authority: str, name: str) -> None:
        if len(self._troubles) >= _MOST_TROUBLES:
            self._troubles.clear()
        self._troubles[authority] = name
        if name == GUARD_REFUSED and len(self._refused) < _MOST_TROUBLES:
            self._refused.add(authority)

    async def _forward(
        self, target: Target, source: asyncio.StreamReader, out: asyncio.StreamWriter
    ) -> None:
        way = await self._admit(target)
        onward = await self._way_to(target, way)
        self._troubles.pop(target.authority, None)
        try:
            if target.tunnel:
                await self._open_tunnel(target, way, onward, out)
            else:
                more = [(b"Proxy-Authorization", way.authorization)] if way.authorization else []
                onward[1].write(target.head(whole=way.proxy is not None, more=more))
            await self._carry_both(target, (source, out), onward)
        finally:
            _hang_up(onward[1])

    async def _admit(self, target: Target) -> Exit:
        """The exit for `target`. Raises Refused."""
        if target.port not in self._ports:
            raise Refused(GUARD_REFUSED)
        literal = literal_address(target.host)
        if literal is not None and literal.is_loopback and target.port == self.port:
            raise Refused(GUARD_REFUSED)  # ourselves
        way = await self._guard.exit_for(target.url)
        if target.authority not in self._expected:
            raise Refused("unexpected")
        return way

    async def _way_to(self, target: Target, way: Exit) -> Streams:
        if way.proxy is None:
            return await self._dial(target.host, target.port)
        parts = urlsplit(way.proxy)
        return await _first_that_answers([parts.hostname or ""], parts.port or 80)

    async def _dial(self, host: str, port: int) -> Streams:
        """A connection to an address of `host` that was checked after it was looked up, once."""
        literal = literal_address(host)
        found = await self._lookup(host) if literal is None else (literal,)
        admitted = [address for address in found if self._guard.admits(host, address)]
        if found and not admitted:
            self._guard.refuse_name(host)
            raise Refused(GUARD_REFUSED)
        return await _first_that_answers([str(address) for address in admitted], port)

    async def _open_tunnel(
        self, target: Target, way: Exit, onward: Streams, out: asyncio.StreamWriter
    ) -> None:
        if way.proxy is not None:
            onward[1].write(connect_head(target.authority, way.authorization))
            try:
                async with asyncio.timeout(_HEAD_SECONDS):
                    status, _ = read_answer(await read_head(onward[0]))
            except (BadHead, HeadTooLong, TimeoutError) as error:
                raise Refused("proxy_refused") from error
            if not 200 <= status < 300:  # noqa: PLR2004 - HTTP
                raise Refused("proxy_refused")
        out.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

    async def _carry_both(self, target: Target, client: Streams, onward: Streams) -> None:
        up = asyncio.ensure_future(_carry(client[0], onward[1]))
        down = asyncio.ensure_future(self._carry_back(target, onward[0], client[1]))
        try:
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
            await down  # the answer may go on when the question is over
        finally:
            up.cancel()
            down.cancel()
            await asyncio.gather(up, down, return_exceptions=True)

    async def _carry_back(
        self, target: Target, source: asyncio.StreamReader, out: asyncio.StreamWriter
    ) -> None:
        try:
            status = 200 if target.tunnel else 100
            while status < 200:  # noqa: PLR2004 - HTTP: others follow
                async with asyncio.timeout(_IDLE_SECONDS):
                    head = await read_head(source)
                self._on_bytes(len(head))
                status, written = read_answer(head)
                out.write(written)
        except HeadTooLong:
            self._remember(target.authority, "too_large")
            return
        except BadHead:
            return
        await _carry(source, out, idle=_IDLE_SECONDS, count=self._on_bytes)


async def _first_that_answers(hosts: Sequence[str], port: int) -> Streams:
    """A connection to one of `hosts`, in their order. Raises Refused."""
    name = "dns"
    for host in hosts[:_MOST_ADDRESSES]:
        try:
            async with asyncio.timeout(_DIAL_SECONDS):
                return await asyncio.open_connection(host, port, limit=LONGEST_HEAD)
        except ConnectionRefusedError:
            name = "connection_refused"
        except TimeoutError:
            name = "timeout"
        except OSError:
            name = "connection_failed"
    raise Refused(name)


async def _carry(
    source: asyncio.StreamReader,
    out: asyncio.StreamWriter,
    *,
    idle: float | None = None,
    count: Callable[[int], None] | None = None,
) -> None:
    while True:
        async with asyncio.timeout(idle):
            data = await source.read(_CHUNK)
        if not data:
            break
        if count is not None:
            count(len(data))
        out.write(data)
        await out.drain()
    if out.can_write_eof():
        out.write_eof()


async def _answer(out: asyncio.StreamWriter, status: bytes) -> None:
    out.write(b"HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % status)
    with contextlib.suppress(OSError):
        await out.drain()


def _hang_up(out: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, RuntimeError):
        out.close()
