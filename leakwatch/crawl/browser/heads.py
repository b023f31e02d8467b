"""Heads of requests and answers as the browser's proxy reads and writes them, strictly."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from leakwatch.crawl.failures import HeadTooLong

#: Browsers stop at this themselves.
LONGEST_HEAD = 262_144
_END = b"\r\n\r\n"

_REQUEST = re.compile(rb"([A-Z]{1,20}) ([\x21-\x7e]{1,16384}) HTTP/1\.[01]")
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: .*)?")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*")
_HOST_PORT = re.compile(rb"([A-Za-z0-9._~-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\]):([0-9]{1,5})")

#: About one connection, not about the page (RFC 9110, 7.6.1).
_HOP_BY_HOP = frozenset(
    {b"connection", b"keep-alive", b"proxy-authorization", b"proxy-connection", b"te", b"upgrade"}
)

Field = tuple[bytes, bytes]


class BadHead(Exception):
    """What was read is no head of HTTP/1.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a client of the proxy wants to go."""

    method: bytes
    host: str  #: without brackets
    port: int
    tunnel: bool  #: CONNECT: bytes both ways, without a look into them
    path: bytes = b""  #: with the query, of a request that is no tunnel
    fields: tuple[Field, ...] = ()

    @property
    def authority(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """As the guard is asked for it."""
        scheme = "https" if self.tunnel else "http"
        return f"{scheme}://{self.authority}/"

    def head(self, *, whole: bool, more: Sequence[Field] = ()) -> bytes:
        """The request as it goes on: to the site by its path, to another proxy by its `whole` address."""
        where = b"http://" + self.authority.encode() + self.path if whole else self.path
        fields = [*self.fields, *more, (b"Connection", b"close")]
        return _written(b"%s %s HTTP/1.1" % (self.method, where), fields)


async def read_head(source: asyncio.StreamReader) -> bytes:
    """Up to the empty line. Raises BadHead when there is none, HeadTooLong when it is too far away."""
    try:
        return await source.readuntil(_END)
    except asyncio.IncompleteReadError as error:
        raise BadHead from error
    except asyncio.LimitOverrunError as error:
        raise HeadTooLong from error


def read_target(head: bytes) -> Target:
    """Raises BadHead for anything but CONNECT HOST:PORT and METHOD http://HOST[:PORT]/PATH."""
    first, fields = _split(head)
    match = _REQUEST.fullmatch(first)
    if match is None:
        raise BadHead
    method, where = match.groups()
    if method == b"CONNECT":
        place = _HOST_PORT.fullmatch(where)
        if place is None:
            raise BadHead
        return Target(method=method, host=_host(place[1]), port=_port(place[2]), tunnel=True)
    return _absolute(method, where, fields)


def _absolute(method: bytes, where: bytes, fields: tuple[Field, ...]) -> Target:
    scheme, separator, rest = where.partition(b"://")
    if scheme.lower() != b"http" or not separator:
        raise BadHead
    cut = re.search(rb"[/?#]", rest)
    authority = rest[: cut.start()] if cut else rest
    path = rest[cut.start() :].partition(b"#")[0] if cut else b""
    place = _HOST_PORT.fullmatch(authority) or _HOST_PORT.fullmatch(authority + b":80")
    if place is None:
        raise BadHead
    host = _HOST_PORT.fullmatch(authority)
    kept = tuple(
        (name, value)
        for name, value in fields
        if name.lower() not in _HOP_BY_HOP and name.lower() != b"host"
    )
    return Target(
        method=method,
        host=_host(place[1]),
        port=_port(place[2]),
        tunnel=False,
        path=path if path.startswith(b"/") else b"/" + path,
        fields=((b"Host", authority if host else place[1]), *kept),
    )


def read_answer(head: bytes) -> tuple[int, bytes]:
    """Status of an answer, and its head for a connection that ends with it. Raises BadHead."""
    first, fields = _split(head)
    match = _STATUS.fullmatch(first)
    if match is None:
        raise BadHead
    status = int(match[1])
    kept = [field for field in fields if field[0].lower() not in _HOP_BY_HOP]
    if status >= 200:  # noqa: PLR2004 - HTTP
        kept.append((b"Connection", b"close"))
    return status, _written(first, kept)


def connect_head(authority: str, authorization: bytes | None) -> bytes:
    """A CONNECT for another proxy."""
    fields = [(b"Host", authority.encode())]
    if authorization:
        fields.append((b"Proxy-Authorization", authorization))
    return _written(b"CONNECT %s HTTP/1.1" % authority.encode(), fields)


def place_of(url: str) -> str:
    """HOST:PORT of an address, as `Target.authority` writes it."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _split(head: bytes) -> tuple[bytes, tuple[Field, ...]]:
    first, *lines = head.removesuffix(_END).split(b"\r\n")
    fields = []
    for line in lines:
        match = _FIELD.fullmatch(line)
        if match is None or b"\n" in line or b"\r" in line or b"\0" in line:
            raise BadHead
        fields.append((match[1], match[2]))
    return first, tuple(fields)


def _written(first: bytes, fields: Sequence[Field]) -> bytes:
    return b"\r\n".join([first, *(name + b": " + value for name, value in fields)]) + _END


def _host(text: bytes) -> str:
    return text.decode("ascii").lower().strip("[]")


def _port(text: bytes) -> int:
    port = int(text)
    if not 0 < port < 65_536:  # noqa: PLR2004 - TCP
        raise BadHead
    return port
