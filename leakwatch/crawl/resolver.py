"""Name resolution whose checked answer is the one that gets connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from twisted.internet._resolver import GAIResolver
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IResolutionReceiver,
)
from zope.interface import implementer  # type: ignore[import-untyped]  # ships no types

from leakwatch.crawl.addresses import Address
from leakwatch.crawl.guard import Guard


async def lookup(name: str) -> tuple[Address, ...]:
    """The addresses of `name` as this machine sees them; empty when it has none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(ip_address(entry[4][0]) for entry in found)


@implementer(IHostnameResolver)
class GuardedResolver:
    """IPv4 and IPv6 by getaddrinfo(3); addresses out of reach are left out of its answers.

    Nothing is kept from one connection to the next: a name that changes its mind is checked again.
    """

    def __init__(
        self, guard: Guard, reactor: Any, *, system: IHostnameResolver | None = None
    ) -> None:
        self._guard, self._reactor = guard, reactor
        self._system: Any = system or GAIResolver(reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        checked: Any = _CheckedReceiver(
            self._guard, hostName.lower().removesuffix("."), resolutionReceiver
        )
        resolution: IHostResolution = self._system.resolveHostName(
            checked, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@implementer(IResolutionReceiver)
class _CheckedReceiver:
    def __init__(self, guard: Guard, name: str, receiver: Any) -> None:
        self._guard, self._name, self._receiver = guard, name, receiver
        self._passed = self._held_back = 0

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if self._guard.admits(self._name, ip_address(address.host)):
            self._passed += 1
            self._receiver.addressResolved(address)
        else:
            self._held_back += 1

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._held_back and not self._passed:
            self._guard.refuse_name(self._name)
        self._receiver.resolutionComplete()
