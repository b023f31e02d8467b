"""The guard: every request, redirect and robots.txt passes here before anything connects."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from leakwatch.crawl.addresses import Address, Reach, literal_address
from leakwatch.crawl.exits import DIRECT, Exit, Exits
from leakwatch.crawl.failures import GUARD_REFUSED, OFFSITE, Refused
from leakwatch.crawl.ports import NOT_THE_WEB

Lookup = Callable[[str], Awaitable[tuple[Address, ...]]]

#: Nothing else may stand between `//` and the path: no user, no escapes, so that every parser
#: that comes after this one reads the same host.
_AUTHORITY = re.compile(
    r"(?P<host>[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{0,5}))?", re.ASCII
)
#: Names that a proxy may resolve inside although we cannot (RFC 6761, RFC 6762, and custom).
_INSIDE = (
    ".corp", ".home.arpa", ".internal", ".intranet", ".lan", ".local", ".localdomain",
    ".localhost", ".private",
)  # fmt: skip
_LONGEST_URL = 8_192


class Guard:
    """Lets requests out to addresses within `reach`, and says by which exit.

    Without a proxy a name is checked where it is resolved (see GuardedResolver), so that the
    answer that was checked is the one that is connected to. A proxy resolves names itself: there
    `lookup` is asked first, and names that are inside, or look it, are refused, and so is every
    address that no definition writes out. Hosts outside `sites`, the domains the sweep holds a
    lease on, are left alone; without any, none is. Of the ports that are not the web's only those
    in `ports` are reached.
    """

    def __init__(
        self,
        reach: Reach,
        exits: Exits,
        *,
        lookup: Lookup,
        sites: tuple[str, ...] = (),
        ports: frozenset[int] = frozenset(),
    ) -> None:
        self._hosts, self._ports = frozenset(site.lower() for site in sites), ports
        self._reach, self._exits, self._lookup = reach, exits, lookup
        self._sites = tuple("." + site.lower().removeprefix("www.") for site in sites)
        self._known: dict[str, Exit | None] = {}
        self._refused_names: set[str] = set()

    async def exit_for(self, url: str) -> Exit:
        """The exit for `url`. Raises Refused."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._known:
            self._known[place] = await self._examine(parts.scheme, parts.netloc)
        found = self._known[place]
        if found is None or len(url) > _LONGEST_URL:
            raise Refused(GUARD_REFUSED)
        if self._sites and not f".{(parts.hostname or '').rstrip('.')}".endswith(self._sites):
            raise Refused(OFFSITE)
        return found

    async def _examine(self, scheme: str, authority: str) -> Exit | None:
        match = _AUTHORITY.fullmatch(authority)
        if scheme not in {"http", "https"} or match is None:
            return None
        port = int(match["port"] or 0)
        if port and port in NOT_THE_WEB - self._ports:
            return None
        host = match["host"].lower().removesuffix(".")
        literal = literal_address(host)
        if literal is not None:
            return self._examine_address(host, literal)
        return await self._examine_name(host) if self._exits.proxied else DIRECT

    def _examine_address(self, host: str, address: Address) -> Exit | None:
        if not self._reach.allows(address):
            return None
        exit_ = self._exits.exit_for(host, [address])
        # what a proxy makes of a bare address is its own affair: only a definition may ask for it
        named = self._reach.names(address) or host.strip("[]") in self._hosts
        return exit_ if named or exit_.proxy is None else None

    async def _examine_name(self, name: str) -> Exit | None:
        addresses = await self._lookup(name)
        inside = "." not in name or f".{name}".endswith(_INSIDE)
        if inside and not (addresses and all(map(self._reach.names, addresses))):
            return None
        if not all(map(self._reach.allows, addresses)):
            return None
        return self._exits.exit_for(name, addresses)

    def admits(self, name: str, address: Address) -> bool:
        """Whether a connection for `name` may go to `address`, its resolver's answer."""
        return name == self._exits.proxy_host or self._reach.allows(address)

    def refuse_name(self, name: str) -> None:
        """Remember that nothing `name` resolves to may be reached."""
        self._refused_names.add(name)

    def refuses_name(self, name: str | None) -> bool:
        return name in self._refused_names
