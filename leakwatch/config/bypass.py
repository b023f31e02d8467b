"""Which hosts are reached without the company's proxy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class _Rules:
    everything: bool
    suffixes: tuple[str, ...]  #: `.example.com`, for the name itself and every name below it
    networks: tuple[IPv4Network | IPv6Network, ...]


def bypasses(no_proxy: tuple[str, ...], host: str, addresses: Iterable[Address] = ()) -> bool:
    """Whether `no_proxy` names `host`, or networks that hold all of its `addresses`.

    A name stands for itself and every name below it, `*` for everything, as everywhere else.
    """
    rules = _rules(no_proxy)
    if rules.everything or f".{host.lower()}".endswith(rules.suffixes):
        return True
    known = tuple(addresses) or _literal(host)
    return bool(known) and all(any(one in net for net in rules.networks) for one in known)


def _literal(host: str) -> tuple[Address, ...]:
    try:
        return (ip_address(host),)
    except ValueError:
        return ()


@cache
def _rules(no_proxy: tuple[str, ...]) -> _Rules:
    entries = [entry.strip().lower() for entry in no_proxy]
    networks = {entry: network for entry in entries if (network := _network(entry))}
    names = [entry.lstrip("*.") for entry in entries if entry not in networks]
    return _Rules(
        everything="*" in entries,
        suffixes=tuple(f".{name}" for name in names if name),
        networks=tuple(networks.values()),
    )


def _network(entry: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(entry, strict=False)
    except ValueError:
        return None
