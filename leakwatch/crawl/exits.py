"""How a request gets out: directly, or by the company's proxy."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from leakwatch.config import Network, bypasses
from leakwatch.crawl.addresses import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """Where to hand a request in; both None for a direct connection."""

    proxy: str | None = None  #: URL without credentials
    authorization: bytes | None = None  #: value of Proxy-Authorization


DIRECT = Exit()


class Exits:
    """The `network` settings as rules; proxy variables of the environment are not looked at."""

    def __init__(self, network: Network) -> None:
        self.proxy = _proxy_exit(network.proxy) if network.proxy else DIRECT
        self.proxy_host = urlsplit(network.proxy).hostname if network.proxy else None
        self._no_proxy = network.no_proxy

    @property
    def proxied(self) -> bool:
        return self.proxy is not DIRECT

    def exit_for(self, host: str, addresses: Iterable[Address]) -> Exit:
        """The exit for `host`, which is, or resolves to, `addresses`."""
        return DIRECT if bypasses(self._no_proxy, host, addresses) else self.proxy


def _proxy_exit(url: str) -> Exit:
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    proxy = f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
    if not parts.username:
        return Exit(proxy=proxy)
    credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    token = base64.b64encode(credentials.encode())
    return Exit(proxy=proxy, authorization=b"Basic " + token)
