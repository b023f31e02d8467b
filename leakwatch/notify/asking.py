"""One request to somebody else's address, by the company's network settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

from leakwatch.config import Network
from leakwatch.notify.wire import proxy_for, tls_context

_TIMEOUT = 20.0
#: aiohttp raises these before a byte of the request has left.
NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


class Asking:
    """Sends requests; redirects are not followed, cookies not kept, ambient variables not asked."""

    def __init__(self, network: Network, *, timeout: float = _TIMEOUT) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        self._network, self._tls = network, tls_context(network.ca_file)
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def ask(
        self, method: str, url: str, *, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str]]:
        """Status and headers of the answer; what else it says is not read.

        Raises aiohttp.ClientError, TimeoutError or OSError.
        """
        async with (
            aiohttp.ClientSession(
                timeout=self._timeout,
                trust_env=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "leakwatch"},
            ) as session,
            session.request(
                method,
                url,
                data=body,
                headers=headers,
                proxy=proxy_for(url, self._network),
                ssl=self._tls,
                allow_redirects=False,
            ) as answer,
        ):
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that an answer asks to wait, given as such or as a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())
