"""Names for what happens to a page in a browser, the same as without one."""

from __future__ import annotations

from playwright.async_api import TimeoutError as PageTimeout
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from leakwatch.crawl.failures import GUARD_REFUSED, Refused

#: Net errors of Chromium, beside those that the proxy has a better name for.
_NET_ERRORS = (
    ("ERR_CERT_", "tls"),
    ("ERR_SSL_", "tls"),
    ("ERR_TIMED_OUT", "timeout"),
    ("ERR_CONNECTION_TIMED_OUT", "timeout"),
    ("ERR_UNSAFE_PORT", GUARD_REFUSED),
    ("ERR_CONTENT_DECODING_FAILED", "broken_encoding"),
    ("ERR_CONTENT_LENGTH_MISMATCH", "incomplete"),
    ("ERR_INCOMPLETE_CHUNKED_ENCODING", "incomplete"),
    ("ERR_RESPONSE_HEADERS_TOO_BIG", "too_large"),
)
_PASSING: dict[str, type[Exception]] = {
    "connection_lost": DownloadFailedError,
    "connection_refused": DownloadConnectionRefusedError,
    "dns": CannotResolveHostError,
    "incomplete": ResponseDataLossError,
    "timeout": DownloadTimeoutError,
}


def lost(name: str) -> Exception:
    """As Scrapy's own handler says it, so that a passing trouble is tried again."""
    kind = _PASSING.get(name)
    return Refused(name) if kind is None else kind(name)


def name_of_net_error(error: Exception) -> str:
    """What Chromium says of a page that did not come."""
    if isinstance(error, PageTimeout | TimeoutError):
        return "timeout"
    said = str(error)
    return next((name for mark, name in _NET_ERRORS if mark in said), "connection_lost")
