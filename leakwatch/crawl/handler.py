"""Scrapy's handler for http and https, with our trust, and with a bound on the head of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.web.iweb import IResponse

from leakwatch.crawl.failures import HeadTooLong
from leakwatch.crawl.state import sweep_of
from leakwatch.crawl.tls import VerifiedContexts
from leakwatch.crawl.wire import Talk, Wire

#: Browsers stop at this; Twisted reads header lines until memory is full.
_LONGEST_HEAD = 262_144


class BoundedHandler(HTTP11DownloadHandler):
    """Verifies certificates by our authorities; Scrapy's setting for that is deprecated."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        sweep = sweep_of(crawler)
        contexts: Any = VerifiedContexts(sweep.network.ca_file)
        self._contextFactory = contexts
        factory: Any = partial(_BoundedFactory, wire=sweep.wire)
        self._pool._factory = factory  # noqa: SLF001 - as Scrapy sets it


class _BoundedParser(_LenientHTTPClientParser):
    head = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self.head += len(line)
        if self.head > _LONGEST_HEAD:
            raise HeadTooLong
        super().lineReceived(line)


class _Heard:
    """A transport that only listens."""

    def __init__(self) -> None:
        self.said = b""

    def writeSequence(self, pieces: Iterable[bytes]) -> None:  # noqa: N802 - Twisted's name
        self.said += b"".join(pieces)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    wire: Wire | None = None
    _talk: Talk | None = None

    def request(self, request: Any) -> Deferred[IResponse]:
        self._talk = None if self.wire is None else self._begin(self.wire, request)
        answer = super().request(request)
        parser: Any = self._parser
        parser.__class__ = _BoundedParser  # Twisted names the class in code; as in Scrapy
        return answer

    @staticmethod
    def _begin(wire: Wire, request: Any) -> Talk:
        heard = _Heard()
        if request.bodyProducer is None:  # one with a body can be written only once
            request.writeTo(heard)
        return wire.begin(request.absoluteURI.decode("ascii"), heard.said)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._talk is not None:
            self._talk.heard += data
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def __init__(self, *arguments: Any, wire: Wire | None) -> None:
        super().__init__(*arguments)  # type: ignore[no-untyped-call]
        self._wire = wire

    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: ARG002, N802 - Twisted's
        protocol: Any = _BoundedProtocol
        built = cast("_BoundedProtocol", protocol(self._quiescentCallback))
        built.wire = self._wire
        return built
