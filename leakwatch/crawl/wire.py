"""What went over the connections, byte for byte, for as long as somebody may want to keep it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from leakwatch.crawl.tape import Answer, Role
from leakwatch.models import Exchange

#: Headers of a request that nobody who reads evidence needs, and that open doors.
_WITHHELD = frozenset({b"authorization", b"cookie", b"proxy-authorization"})
_REDACTED = b"[withheld]"
#: Of an answer that only says that another one follows (RFC 9110, 15.2).
_INTERIM = b"HTTP/1.1 1"


@dataclass(slots=True)
class Talk:
    """One request on its way; its answer grows."""

    url: str
    asked: bytes
    heard: bytearray = field(default_factory=bytearray)


class Wire:
    """Listens to a crawl; keeps the newest exchanges, up to `most_bytes` of them."""

    def __init__(
        self, *, clock: Callable[[], datetime], most_bytes: int, withheld: Collection[str] = ()
    ) -> None:
        self._clock, self._most = clock, most_bytes
        self._withheld = _WITHHELD | {name.lower().encode("latin-1") for name in withheld}
        self._talks: dict[str, Talk] = {}
        self._kept: deque[Exchange] = deque()
        self._size = 0

    def begin(self, url: str, asked: bytes) -> Talk:
        """A request for `url` goes out."""
        talk = Talk(url, _without(asked, self._withheld))
        self._talks[url] = talk
        return talk

    def settle(self, answer: Answer, *, body: bytes) -> None:
        """The crawl took `answer`: what was heard for its address belongs to it.

        `body` is its body without content encoding.
        """
        talk = self._talks.pop(answer.url, None)
        if not answer.status or answer.role is Role.ROBOTS:
            return
        exchange = Exchange(
            url=answer.url,
            at=self._clock(),
            status=answer.status,
            asked=talk.asked if talk else b"",
            answered=_final(bytes(talk.heard)) if talk else b"",
            headers=answer.headers,
            body=body,
            address=answer.address,
            issuer=answer.issuer,
        )
        self._kept.append(exchange)
        self._size += _weight(exchange)
        while self._size > self._most and len(self._kept) > 1:
            self._size -= _weight(self._kept.popleft())

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Oldest first."""
        return tuple(self._kept)

    def newest(self, fits: Callable[[str], bool]) -> Exchange | None:
        """The newest exchange whose address `fits`."""
        return next((one for one in reversed(self._kept) if fits(one.url)), None)


def _weight(exchange: Exchange) -> int:
    return len(exchange.answered) + len(exchange.body)


def _final(heard: bytes) -> bytes:
    """Without interim answers, so that what is kept begins with the one that counts."""
    while heard.startswith(_INTERIM):
        _, _, heard = heard.partition(b"\r\n\r\n")
    return heard


def _without(asked: bytes, withheld: Collection[bytes]) -> bytes:
    head, gap, body = asked.partition(b"\r\n\r\n")
    lines = [
        name + b": " + _REDACTED if name.lower() in withheld else line
        for line in head.split(b"\r\n")
        for name in [line.partition(b":")[0]]
    ]
    return b"\r\n".join(lines) + gap + body
