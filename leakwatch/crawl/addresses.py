"""Which addresses a sweep may reach: the public internet, and what its source names.

leakwatch runs inside a company's network and follows links that strangers wrote; loopback, private,
link-local and metadata addresses are therefore refused in every spelling that a resolver or a C
library takes for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import unquote

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: Stated beside `is_global`, whose answers differ between patch releases of Python.
_REFUSED = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, also used inside clouds
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, with the metadata service of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/3",  # multicast, reserved, broadcast
        "::/96",  # unspecified, loopback and IPv4-compatible
        "100::/64",
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing inside a provider
        "fc00::/7",  # with fd00:ec2::254, a metadata service
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)

_NAT64 = ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")
_COMPATIBLE = ip_network("::/96")
#: Bits 32 to 63 of an ISATAP address (RFC 5214), the unique/local bit ignored.
_ISATAP = 0x00005EFE

_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_DOTS = str.maketrans("。．｡", "...")
_MOST_PARTS = 4


def literal_address(host: str) -> Address | None:
    """The address that `host` spells, or None when it is a name.

    Knows decimal, octal and hexadecimal parts, fewer than four parts, full-width digits and dots,
    percent-encoding, brackets, zone ids and a dot at the end.
    """
    text = unicodedata.normalize("NFKC", unquote(host).translate(_DOTS)).strip()
    text = text.strip("[]").partition("%")[0].removesuffix(".")
    try:
        return ip_address(text)
    except ValueError:
        return _classic_address(text)


def _classic_address(text: str) -> IPv4Address | None:
    """`text` as inet_aton(3) reads it."""
    parts = text.split(".")
    if len(parts) > _MOST_PARTS or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        values = [_classic_number(part) for part in parts]
    except ValueError:
        return None
    last_bits = 8 * (_MOST_PARTS - len(values) + 1)
    if any(value > 0xFF for value in values[:-1]) or values[-1] >= 1 << last_bits:  # noqa: PLR2004 - a byte
        return None
    total = values[-1]
    for position, value in enumerate(values[:-1]):
        total |= value << (24 - 8 * position)
    return IPv4Address(total)


def _classic_number(part: str) -> int:
    if part[:2] in {"0x", "0X"}:
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") else int(part)


class Reach:
    """The addresses one source may reach."""

    def __init__(self, allow_private: Iterable[str]) -> None:
        self._allowed = tuple(ip_network(text) for text in allow_private)

    def allows(self, address: Address) -> bool:
        """Whether `address`, and every IPv4 address inside it, is public or named by the source."""
        return all(self.names(one) or _is_public(one) for one in (address, *_embedded(address)))

    def names(self, address: Address) -> bool:
        """Whether the source names the network of `address` itself."""
        if any(address in network for network in self._allowed):
            return True
        inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return inner is not None and self.names(inner)


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return _is_public(address.ipv4_mapped)
    return address.is_global and not any(address in network for network in _REFUSED)


def _embedded(address: Address) -> Iterator[IPv4Address]:
    """IPv4 addresses that a packet to an IPv6 address may end up at."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
        return
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    isatap = (int(address) >> 32) & 0xFDFFFFFF == _ISATAP
    compatible = address in _COMPATIBLE and not (address.is_loopback or address.is_unspecified)
    if isatap or compatible or address in _NAT64 or address in _LOCAL_NAT64:
        yield low
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
