"""How Slack is reached: through which proxy, and trusting whose certificates."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from leakwatch.config import Network
from leakwatch.errors import N_, ConfigError


def proxy_for(url: str, network: Network) -> str | None:
    """The proxy that `url` is reached through; ambient variables have no say."""
    host = (urlsplit(url).hostname or "").lower()
    if not network.proxy or any(_matches(host, entry) for entry in network.no_proxy):
        return None
    return network.proxy


def _matches(host: str, entry: str) -> bool:
    """Whether `host` is `entry`: the name, a name below it, or an address of that network."""
    entry = entry.strip().lower()
    if entry == "*":
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        bare = entry.removeprefix("*").lstrip(".")
        return bool(bare) and (host == bare or host.endswith(f".{bare}"))


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates are verified, always. Raises ConfigError for a `ca_file` that cannot be read."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        message = N_("network.ca_file {path}: {reason}: a PEM file of certificates is expected")
        raise ConfigError(message, path=ca_file, reason=type(error).__name__) from error
