"""Addresses in a configuration: URLs, hosts, networks, mail."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_MAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")

#: What a source may be allowed to reach although it is not on the public internet.
_PRIVATE = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


def split_url(text: str) -> SplitResult | None:
    """`text` when it is an absolute http(s) URL with a host that can exist, else None."""
    if re.search(r"[\s\x00-\x1f\x7f<>\"\\]", text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    fits = parts.scheme in {"http", "https"} and (is_host(host) or is_address(host))
    return parts if fits and port != 0 else None


def has_credentials(parts: SplitResult) -> bool:
    return "@" in parts.netloc


def is_host(text: str) -> bool:
    return len(text) <= 253 and bool(_HOST.fullmatch(text))  # noqa: PLR2004 - RFC 1035, 2.3.4


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_domain(text: str) -> bool:
    """A host name with a dot in it, nothing around it."""
    return "." in text and is_host(text) and not is_address(text)


def is_mail(text: str) -> bool:
    return bool(_MAIL.fullmatch(text))


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return is_address(host) and ipaddress.ip_address(host).is_loopback


def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """A network in CIDR notation (or one address) with no host bits set, else None."""
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        return None


def is_private(candidate: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    """Whether all of it lies in one private, loopback or link-local range.

    `ip_network("0.0.0.0/0").is_private` is True in Python 3.11 (it looks at both ends only).
    """
    return any(
        candidate.version == known.version and candidate.subnet_of(known)  # type: ignore[arg-type]
        for known in _PRIVATE
    )
