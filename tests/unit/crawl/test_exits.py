from __future__ import annotations

from ipaddress import ip_address

import pytest

from leakwatch.config import Network
from leakwatch.crawl.exits import DIRECT, Exits


def test_without_a_proxy_everything_goes_out_directly() -> None:
    exits = Exits(Network())
    assert exits.exit_for("example.com", []) is DIRECT
    assert not exits.proxied


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://ambient.example:3128")
    assert Exits(Network()).exit_for("example.com", []) is DIRECT


def test_credentials_leave_the_address_and_become_a_header() -> None:
    network = Network(proxy="http://leak:p%40ss@proxy.example:3128")
    exit_ = Exits(network).exit_for("example.com", [])
    assert exit_.proxy == "http://proxy.example:3128"
    assert exit_.authorization == b"Basic bGVhazpwQHNz"


def test_a_proxy_may_be_an_ipv6_address() -> None:
    assert Exits(Network(proxy="http://[2001:db8::8]:3128")).proxy.proxy == (
        "http://[2001:db8::8]:3128"
    )


NO_PROXY = ("intranet.example", ".sample.example", "10.0.0.0/8", "2001:db8::/32")

CASES = [
    ("intranet.example", (), True),
    ("www.intranet.example", (), True),
    ("notintranet.example", (), False),
    ("sample.example", (), True),
    ("www.sample.example", (), True),
    ("notsample.example", (), False),
    ("10.1.1.1", ("10.1.1.1",), True),
    ("11.1.1.1", ("11.1.1.1",), False),
    ("board.example", ("10.1.1.1", "10.2.2.2"), True),
    ("board.example", ("10.1.1.1", "11.2.2.2"), False),
    ("board.example", ("2001:db8::1",), True),
    ("board.example", (), False),
]


@pytest.mark.parametrize(("host", "addresses", "direct"), CASES)
def test_no_proxy_names_hosts_suffixes_and_networks(
    host: str, addresses: tuple[str, ...], direct: bool
) -> None:
    exits = Exits(Network(proxy="http://proxy.example:3128", no_proxy=NO_PROXY))
    exit_ = exits.exit_for(host, [ip_address(text) for text in addresses])
    assert (exit_ is DIRECT) is direct


def test_a_host_in_no_proxy_is_meant_in_any_case() -> None:
    network = Network(proxy="http://proxy.example:3128", no_proxy=("Intranet.Example",))
    assert Exits(network).exit_for("intranet.example", []) is DIRECT


def test_a_star_in_no_proxy_means_every_host() -> None:
    network = Network(proxy="http://proxy.example:3128", no_proxy=("*",))
    assert Exits(network).exit_for("example.com", []) is DIRECT
