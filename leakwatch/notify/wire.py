"""How Slack is reached: through which proxy, and trusting whose certificates."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import urlsplit

from leakwatch.config import Network, bypasses
from leakwatch.errors import N_, ConfigError


def proxy_for(url: str, network: Network) -> str | None:
    """The proxy that `url` is reached through; ambient variables have no say."""
    host = urlsplit(url).hostname or ""
    return None if bypasses(network.no_proxy, host) else network.proxy


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates are verified, always; the company's authorities count beside the system's.

    Raises ConfigError for a `ca_file` that cannot be read.
    """
    context = ssl.create_default_context()
    try:
        if ca_file is not None:
            context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError) as error:
        message = N_("network.ca_file {path}: {reason}: a PEM file of certificates is expected")
        raise ConfigError(message, path=ca_file, reason=type(error).__name__) from error
    return context
