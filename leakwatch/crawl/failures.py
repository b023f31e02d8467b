"""One name for each way in which a page can be lost."""

from __future__ import annotations

import zlib

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionLost, TimeoutError as TxTimeoutError
from twisted.internet.ssl import VerificationError
from twisted.python.failure import Failure

GUARD_REFUSED, REDIRECT_REFUSED = "guard_refused", "redirect_refused"
ROBOTS_REFUSED = "robots_refused"
#: A link to somebody else's site: not ours to visit under this source's name and lease.
OFFSITE = "offsite"
#: Flag of answers whose bytes were counted as they came.
RENDERED = "rendered"


class Refused(IgnoreRequest):
    """A page is lost under `name`; said by our own components, so that nothing has to be guessed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Dropped(IgnoreRequest):
    """A request that was given up on purpose, and is no failure of its page."""


class HeadTooLong(Exception):
    """The headers of an answer do not end."""


#: The first that fits wins.
_NAMES: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection_refused"),
    (ResponseDataLossError, "incomplete"),
    (DownloadCancelledError, "too_large"),
    (HeadTooLong, "too_large"),
    (UnsupportedURLSchemeError, GUARD_REFUSED),
    (NotSupported, GUARD_REFUSED),
    (TunnelError, "proxy_refused"),
    (SSL.Error, "tls"),
    (VerificationError, "tls"),
    (TxTimeoutError, "timeout"),
    (ConnectError, "connection_failed"),
    (ConnectionLost, "connection_lost"),
    (zlib.error, "broken_encoding"),
    (IgnoreRequest, "ignored"),
)


def name_of(error: BaseException) -> str:
    """The name under which a failed download is counted."""
    if isinstance(error, Refused):
        return error.name
    if isinstance(error, DownloadFailedError):
        return _name_of_reasons(error)
    return next((name for kind, name in _NAMES if isinstance(error, kind)), "download_error")


def _name_of_reasons(error: DownloadFailedError) -> str:
    """Twisted wraps what happened to a connection in lists of failures; TLS troubles are there."""
    reasons = getattr(error.__cause__, "reasons", ())
    names = [name_of(_innermost(reason)) for reason in reasons if isinstance(reason, Failure)]
    return next((name for name in names if name != "download_error"), "connection_lost")


def _innermost(failure: Failure) -> BaseException:
    reasons = getattr(failure.value, "reasons", None)
    if reasons and isinstance(reasons[0], Failure):
        return _innermost(reasons[0])
    assert failure.value is not None
    return failure.value
