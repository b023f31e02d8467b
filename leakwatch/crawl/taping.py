"""From Scrapy's requests and responses to what a tape keeps of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from leakwatch.crawl.state import CANARY, is_listing
from leakwatch.crawl.tape import Answer, Role

#: They name a session, and nothing that reads a page asks for them.
_LEFT_OUT = frozenset({"set-cookie", "set-cookie2"})


def role_of(request: Request) -> Role:
    if request.callback is NO_CALLBACK:
        return Role.ROBOTS
    if CANARY in request.meta:
        return Role.CANARY
    return Role.LISTING if is_listing(request) else Role.DETAIL


def failure_of(request: Request, name: str) -> Answer:
    return Answer(url=request.url, method=request.method, role=role_of(request), error=name)


def answer_of(request: Request, response: Response) -> Answer:
    headers = [
        (name, value.decode("latin-1"))
        for raw, values in response.headers.items()
        if (name := raw.decode("latin-1").lower()) not in _LEFT_OUT
        for value in values
    ]
    issuer, valid_until = _certificate(response.certificate)
    return Answer(
        url=response.url,
        method=request.method,
        role=role_of(request),
        status=response.status,
        headers=tuple(headers),
        body=response.body,
        address=str(response.ip_address or ""),
        issuer=issuer,
        valid_until=valid_until,
    )


def _certificate(certificate: Any) -> tuple[str, str]:
    """Issuer and last day of the certificate a connection was verified by."""
    if certificate is None:
        return "", ""
    x509 = certificate.original.to_cryptography()
    until: datetime = x509.not_valid_after_utc
    return x509.issuer.rfc4514_string(), f"{until.astimezone(UTC):%Y-%m-%d}"
