"""Scrapy's handler for http and https, with our trust, and with a bound on the head of an answer."""

from __future__ import annotations

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

#: Browsers stop at this; Twisted reads header lines until memory is full.
_LONGEST_HEAD = 262_144


class BoundedHandler(HTTP11DownloadHandler):
    """Verifies certificates by our authorities; Scrapy's setting for that is deprecated."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        contexts: Any = VerifiedContexts(sweep_of(crawler).network.ca_file)
        self._contextFactory = contexts
        self._pool._factory = _BoundedFactory  # noqa: SLF001 - as Scrapy sets it


class _BoundedParser(_LenientHTTPClientParser):
    head = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self.head += len(line)
        if self.head > _LONGEST_HEAD:
            raise HeadTooLong
        super().lineReceived(line)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Deferred[IResponse]:
        answer = super().request(request)
        parser: Any = self._parser
        parser.__class__ = _BoundedParser  # Twisted names the class in code; as in Scrapy
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: ARG002, N802 - Twisted's
        protocol: Any = _BoundedProtocol
        return cast("_BoundedProtocol", protocol(self._quiescentCallback))
