from __future__ import annotations

import pytest
from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectionLost, NoRouteError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from leakwatch.crawl.failures import HeadTooLong, Refused, name_of
from leakwatch.crawl.requests import retry_after
from leakwatch.errors import BrokenDocument, LayoutChanged, NotText, PageError, TooLarge


def wrapped(*errors: Exception) -> DownloadFailedError:
    """As Scrapy hands on what Twisted collected about a connection."""
    inner = ResponseFailed([Failure(error) for error in errors])  # type: ignore[no-untyped-call]
    outer = DownloadFailedError("it failed")
    outer.__cause__ = ResponseFailed([Failure(inner)])  # type: ignore[no-untyped-call]
    return outer


NAMES = [
    (DownloadTimeoutError(), "timeout"),
    (CannotResolveHostError(), "dns"),
    (DownloadConnectionRefusedError(), "connection_refused"),
    (ResponseDataLossError(), "incomplete"),
    (DownloadCancelledError(), "too_large"),
    (TunnelError(), "proxy_refused"),
    (SSL.Error(), "tls"),
    (NoRouteError(), "connection_failed"),  # type: ignore[no-untyped-call]
    (Refused("http_418"), "http_418"),
    (IgnoreRequest(), "ignored"),
    (ZeroDivisionError(), "download_error"),
    (wrapped(SSL.Error([("tls", "", "certificate verify failed")])), "tls"),
    (wrapped(ConnectionLost()), "connection_lost"),
    (wrapped(HeadTooLong()), "too_large"),
    (wrapped(), "connection_lost"),
]


@pytest.mark.parametrize(("error", "name"), NAMES, ids=[name for _, name in NAMES])
def test_every_failure_has_a_name(error: Exception, name: str) -> None:
    assert name_of(error) == name


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (LayoutChanged("x"), "layout_changed"),
        (NotText("x"), "not_text"),
        (TooLarge("x"), "too_large"),
        (BrokenDocument("x"), "broken_document"),
        (PageError("x"), "page_error"),
    ],
)
def test_a_page_error_is_counted_by_its_kind(error: PageError, name: str) -> None:
    assert error.name == name


def make_answer(status: int, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://example.com/", status=status, headers=named)


WAITS = [
    (make_answer(429, Retry_After="30"), 30.0),
    (make_answer(503, Retry_After=" 0 "), 0.0),
    (make_answer(429), None),
    (make_answer(200, Retry_After="30"), None),
    (make_answer(503, Retry_After="soon"), 61.0),
    (make_answer(503, Retry_After="-5"), 61.0),
    (make_answer(503, Retry_After="9" * 400), 999_999_999.0),
    (make_answer(503, Retry_After="１０"), 61.0),
    (make_answer(503, Retry_After="Wed, 01 Apr 2026 09:00:30 GMT"), 61.0),
    (
        make_answer(
            503,
            Retry_After="Wed, 01 Apr 2026 09:00:30 GMT",
            Date="Wed, 01 Apr 2026 09:00:00 GMT",
        ),
        30.0,
    ),
    (
        make_answer(
            503,
            Retry_After="Wed, 01 Apr 2026 08:00:00 GMT",
            Date="Wed, 01 Apr 2026 09:00:00 GMT",
        ),
        0.0,
    ),
]


@pytest.mark.parametrize(("answer", "seconds"), WAITS)
def test_a_site_is_understood_when_it_asks_us_to_wait(
    answer: Response, seconds: float | None
) -> None:
    assert retry_after(answer) == seconds
