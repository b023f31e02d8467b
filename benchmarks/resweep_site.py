"""The site of the re-sweep benchmark: profiles with or without validators, of which some change."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from collections.abc import Iterator
from ctypes import c_int
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized

from benchmarks.pipeline_site import Pages, Size, is_planted, planted_term

#: Details on one listing page.
PER_LISTING = 100
#: On day 2 every so many details say something else; of these every other one says a planted term.
CHANGED_EVERY = 100


def is_changed(number: int) -> bool:
    return number % CHANGED_EVERY == 1


def new_term(number: int) -> str | None:
    """The code name that detail `number` holds from day 2 on."""
    return planted_term(number) if is_changed(number) and number % 200 == 1 else None


@dataclass(frozen=True, slots=True)
class Manner:
    """How the site answers."""

    name: str
    validators: bool
    noise: bool = False  #: counters and times of day, others at each visit


class ChangingPages(Pages):
    """Details as in the pipeline benchmark, on listings of their own."""

    def __init__(self, size: Size, details: int) -> None:
        super().__init__(size, 50)
        self.details = details

    def at(self, path: str, day: int) -> bytes | None:
        kind, _, number = path.strip("/").partition("/")
        if not number.isdecimal():
            return None
        if kind == "list" and int(number) * PER_LISTING < self.details:
            return self._list(int(number))
        if kind == "detail" and int(number) < self.details:
            return self._changed(int(number), day)
        return None

    def _list(self, number: int) -> bytes:
        first = number * PER_LISTING
        last = min(first + PER_LISTING, self.details)
        links = "".join(
            f'<li><a class="expert" href="/detail/{one}">{one}</a></li>'
            for one in range(first, last)
        )
        following = (
            f'<a rel="next" href="/list/{number + 1}">次へ</a>' if last < self.details else ""
        )
        return f"<!DOCTYPE html><html><body><ul>{links}</ul>{following}</body></html>".encode()

    def _changed(self, number: int, day: int) -> bytes:
        body = self._detail(number)
        if day == 1 or not is_changed(number):
            return body
        term = new_term(number)
        news = f"{term}に関わりました" if term else "量産の立ち上げを担当しました"
        return body.replace(b"</main>", f"<p>{news}。</p></main>".encode(), 1)


class _Connection(asyncio.Protocol):
    def __init__(
        self, pages: ChangingPages, manner: Manner, day: Synchronized[int], visits: Iterator[int]
    ) -> None:
        self._pages, self._manner, self._day, self._visits = pages, manner, day, visits
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        *heads, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for head in heads:
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        body = self._pages.at(head.split(b" ", 2)[1].decode("ascii"), self._day.value)
        if body is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        fields = "Content-Type: text/html; charset=utf-8\r\n"
        if self._manner.validators:
            tag = f'"{sha256(body).hexdigest()[:16]}"'
            if b"\r\nif-none-match: " + tag.encode() in head.replace(
                b"If-None-Match", b"if-none-match"
            ):
                return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
            fields += f"ETag: {tag}\r\n"
        if self._manner.noise:
            visit = next(self._visits)
            noise = f"<p>閲覧数 {visit:,}</p><p>更新：{visit % 60}分前</p>"
            body = body.replace(b"</main>", f"{noise}</main>".encode(), 1)
        return f"HTTP/1.1 200 OK\r\n{fields}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _serve(
    pages: ChangingPages, manner: Manner, day: Synchronized[int], ready: Connection
) -> None:
    visits = iter(range(1, 10**9))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: _Connection(pages, manner, day, visits), "127.0.0.1", 0
    )
    ready.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _run(
    size: Size, details: int, manner: Manner, day: Synchronized[int], ready: Connection
) -> None:
    asyncio.run(_serve(ChangingPages(size, details), manner, day, ready))


@dataclass(frozen=True, slots=True)
class ChangingSite:
    address: str  #: of the first listing page
    day: Synchronized[int]


@contextlib.contextmanager
def changing_site(size: Size, details: int, manner: Manner) -> Iterator[ChangingSite]:
    """A site in a process of its own, on day 1."""
    ours, theirs = multiprocessing.Pipe()
    day: Synchronized[int] = multiprocessing.Value(c_int, 1)
    given = (size, details, manner, day, theirs)
    server = multiprocessing.Process(target=_run, args=given, daemon=True)
    server.start()
    try:
        yield ChangingSite(f"http://127.0.0.1:{ours.recv()}/list/0", day)
    finally:
        server.terminate()
        server.join()


def planted(details: int, day: int) -> frozenset[int]:
    """Numbers of the details that hold a term of the watchlist on that day."""
    always = {number for number in range(details) if is_planted(number)}
    new = {number for number in range(details) if new_term(number)} if day > 1 else set()
    return frozenset(always | new)
