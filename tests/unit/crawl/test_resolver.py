from __future__ import annotations

import asyncio
from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from leakwatch.config import Network
from leakwatch.crawl.addresses import Reach
from leakwatch.crawl.exits import Exits
from leakwatch.crawl.guard import Guard
from leakwatch.crawl.resolver import GuardedResolver, lookup


class Answers:
    """A system resolver that knows one answer."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: Any) -> object:  # noqa: N802
        receiver.resolutionBegan(self)
        for text in self._addresses:
            kind = IPv6Address if ":" in text else IPv4Address
            receiver.addressResolved(kind("TCP", text, port))
        receiver.resolutionComplete()
        return self


class ChangingAnswers(Answers):
    """Another answer each time, as a name server says that rebinds."""

    def __init__(self, *turns: str) -> None:
        super().__init__()
        self._turns = list(turns)

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: Any) -> object:  # noqa: N802
        self._addresses = (self._turns.pop(0),)
        return super().resolveHostName(receiver, name, port)


class Connector:
    """Stands where Twisted takes addresses to connect to."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.complete = False

    def resolutionBegan(self, _resolution: object) -> None:  # noqa: N802
        assert not self.complete

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.complete = True


def resolve(name: str, *answers: str, allow: tuple[str, ...] = ()) -> tuple[Connector, Guard]:
    network = Network(proxy="http://proxy.example:3128")
    guard = Guard(Reach(allow), Exits(network), lookup=lookup)
    connector: Any = Connector()
    system: Any = Answers(*answers)
    GuardedResolver(guard, None, system=system).resolveHostName(connector, name, 80)
    assert connector.complete
    return connector, guard


def test_public_answers_of_both_families_are_connected_to() -> None:
    connector, guard = resolve("example.com", "1.1.1.1", "2606:4700::1")
    assert connector.addresses == ["1.1.1.1", "2606:4700::1"]
    assert not guard.refuses_name("example.com")


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_inside_is_refused_and_remembered(inside: str) -> None:
    connector, guard = resolve("Rebound.Example.", inside)
    assert connector.addresses == []
    assert guard.refuses_name("rebound.example")


def test_of_a_mixed_answer_only_the_public_part_is_used() -> None:
    connector, guard = resolve("example.com", "10.0.0.1", "1.1.1.1")
    assert connector.addresses == ["1.1.1.1"]
    assert not guard.refuses_name("example.com")


def test_a_name_that_does_not_exist_is_not_refused() -> None:
    connector, guard = resolve("no-such-name.invalid")
    assert connector.addresses == []
    assert not guard.refuses_name("no-such-name.invalid")


def test_the_proxy_is_reached_wherever_it_stands() -> None:
    assert resolve("proxy.example", "10.0.0.8")[0].addresses == ["10.0.0.8"]


def test_a_source_may_allow_where_its_name_leads() -> None:
    assert resolve("board.example", "10.0.0.1", allow=("10.0.0.0/8",))[0].addresses == ["10.0.0.1"]


def test_lookup_knows_this_machine_and_survives_what_is_no_name() -> None:
    assert any(address.is_loopback for address in asyncio.run(lookup("localhost")))
    assert asyncio.run(lookup("a" * 300)) == ()
    assert asyncio.run(lookup("no-such-name.invalid")) == ()


@pytest.mark.parametrize(
    ("outside", "inside"), [("1.1.1.1", "169.254.169.254"), ("2606:4700::1", "fd00:ec2::254")]
)
def test_a_name_that_turns_inside_after_it_was_checked_is_not_connected_to(
    outside: str, inside: str
) -> None:
    guard = Guard(Reach(()), Exits(Network()), lookup=lookup)
    system: Any = ChangingAnswers(outside, inside)
    resolver = GuardedResolver(guard, None, system=system)
    asyncio.run(guard.exit_for("http://rebinding.example/"))
    connected = []
    for _ in range(2):
        connector: Any = Connector()
        resolver.resolveHostName(connector, "rebinding.example", 80)
        connected.append(connector.addresses)
    assert connected == [[outside], []]
    assert guard.refuses_name("rebinding.example")
