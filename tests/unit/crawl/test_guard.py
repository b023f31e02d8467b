from __future__ import annotations

import asyncio
from collections.abc import Mapping
from ipaddress import ip_address

import pytest

from leakwatch.config import Network
from leakwatch.crawl.addresses import Address, Reach
from leakwatch.crawl.exits import DIRECT, Exit, Exits
from leakwatch.crawl.failures import GUARD_REFUSED, Refused
from leakwatch.crawl.guard import Guard

PROXY = Network(proxy="http://proxy.example:3128", no_proxy=(".direct.example", "10.0.0.0/8"))


class Names:
    """A name server of our own that remembers what it was asked."""

    def __init__(self, known: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._known = known or {}
        self.asked: list[str] = []

    async def __call__(self, name: str) -> tuple[Address, ...]:
        self.asked.append(name)
        return tuple(ip_address(text) for text in self._known.get(name, ()))


def make_guard(
    *,
    network: Network | None = None,
    names: Names | None = None,
    allow: tuple[str, ...] = (),
    sites: tuple[str, ...] = (),
    ports: frozenset[int] = frozenset(),
) -> Guard:
    exits = Exits(network or Network())
    return Guard(Reach(allow), exits, lookup=names or Names(), sites=sites, ports=ports)


def ask(guard: Guard, url: str) -> Exit:
    return asyncio.run(guard.exit_for(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://example.com:8443/a?b",
        "http://1.1.1.1/",
        "https://[2606:4700::1]/",
    ],
)
def test_public_addresses_go_out(url: str) -> None:
    assert ask(make_guard(), url) is DIRECT


REFUSED = [
    "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1:80/",
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://[::ffff:7f00:1]/",
    "http://127.0.0.1./", "http://[::1]:8080/", "http://0/",
    "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "data:text/html,x",
    "http://user@example.com/", "http://127.0.0.1:80@example.com/", "http://example.com@127.0.0.1/",
    "http://example.com\\@127.0.0.1/", "http://%31%32%37.0.0.1/", "http://１２７.0.0.1/",
    "http:///nowhere", "http://example.com:8a/", "http://exa mple.com/", "http://",
    "http://example.com/" + "a" * 9_000,
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED, ids=[url[:40] for url in REFUSED])
def test_everything_else_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(make_guard(), url)
    assert refused.value.name == GUARD_REFUSED


def test_a_refusal_is_remembered_for_the_place_not_for_the_page() -> None:
    guard = make_guard()
    for page in ("http://127.0.0.1/a", "http://127.0.0.1/b"):
        with pytest.raises(Refused):
            ask(guard, page)
    assert ask(guard, "http://127.0.0.9.example/") is DIRECT


def test_a_source_may_allow_its_own_network() -> None:
    guard = make_guard(allow=("127.0.0.1/32",))
    assert ask(guard, "http://127.0.0.1:8000/") is DIRECT
    with pytest.raises(Refused):
        ask(guard, "http://127.0.0.2:8000/")


def test_without_a_proxy_names_are_left_to_the_resolver() -> None:
    names = Names()
    ask(make_guard(names=names), "http://example.com/")
    assert names.asked == []


def test_the_resolvers_answer_is_checked() -> None:
    guard = make_guard(allow=("10.0.0.0/8",))
    assert guard.admits("example.com", ip_address("1.1.1.1"))
    assert guard.admits("example.com", ip_address("10.1.1.1"))
    assert not guard.admits("example.com", ip_address("127.0.0.1"))


def test_the_proxy_may_stand_inside() -> None:
    guard = make_guard(network=PROXY)
    assert guard.admits("proxy.example", ip_address("10.0.0.8"))
    assert not guard.admits("other.example", ip_address("10.0.0.8"))


def test_no_page_may_name_the_proxy_itself() -> None:
    guard = make_guard(network=PROXY, names=Names({"proxy.example": ("10.0.0.8",)}))
    with pytest.raises(Refused):
        ask(guard, "http://proxy.example:3128/")


def test_behind_a_proxy_public_names_go_through_it() -> None:
    guard = make_guard(network=PROXY, names=Names({"example.com": ("1.1.1.1",)}))
    assert ask(guard, "https://example.com/").proxy == "http://proxy.example:3128"


def test_behind_a_proxy_names_that_only_it_can_resolve_go_through_it() -> None:
    assert ask(make_guard(network=PROXY), "https://example.com/").proxy is not None


BEHIND = [
    ("http://10.0.0.1/", {}),
    ("http://intranet/", {}),
    ("http://intranet/", {"intranet": ("1.1.1.1",)}),
    ("http://metadata.google.internal/", {}),
    ("http://printer.local/", {}),
    ("http://localhost/", {"localhost": ("127.0.0.1",)}),
    ("http://inside.example/", {"inside.example": ("10.1.1.1",)}),
    ("http://both.example/", {"both.example": ("1.1.1.1", "10.1.1.1")}),
    ("http://www.direct.example/", {"www.direct.example": ("10.1.1.1",)}),
]


@pytest.mark.parametrize(("url", "known"), BEHIND)
def test_behind_a_proxy_what_is_inside_is_refused_before_it_is_asked(
    url: str, known: dict[str, tuple[str, ...]]
) -> None:
    with pytest.raises(Refused):
        ask(make_guard(network=PROXY, names=Names(known)), url)


def test_behind_a_proxy_an_allowed_inside_name_is_reached() -> None:
    names = Names({"board": ("10.1.1.1",), "wiki.corp": ("192.168.1.1",)})
    guard = make_guard(network=PROXY, names=names, allow=("10.0.0.0/8", "192.168.0.0/16"))
    assert ask(guard, "http://board/") is DIRECT  # its network is in no_proxy
    assert ask(guard, "http://wiki.corp/").proxy is not None


def test_a_suffix_in_no_proxy_goes_out_directly() -> None:
    guard = make_guard(network=PROXY, names=Names({"www.direct.example": ("1.1.1.1",)}))
    assert ask(guard, "http://www.direct.example/") is DIRECT


def test_a_place_is_looked_up_once() -> None:
    names = Names({"example.com": ("1.1.1.1",)})
    guard = make_guard(network=PROXY, names=names)
    for page in ("a", "b", "c"):
        ask(guard, f"http://example.com/{page}")
    assert names.asked == ["example.com"]


def test_refused_names_are_remembered_for_those_who_name_errors() -> None:
    guard = make_guard()
    guard.refuse_name("inside.example")
    assert guard.refuses_name("inside.example")
    assert not guard.refuses_name("other.example")
    assert not guard.refuses_name(None)


SITES = ("www.platform.example", "pages.example")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.platform.example/experts",
        "https://platform.example/",
        "https://img.platform.example./a",
        "https://WWW.Pages.Example/",
    ],
)
def test_the_sites_of_a_source_and_the_names_below_them_are_visited(url: str) -> None:
    assert ask(make_guard(sites=SITES), url) is DIRECT


@pytest.mark.parametrize(
    "url",
    [
        "https://notplatform.example/",
        "https://example/",
        "https://platform.example.elsewhere.example/",
    ],
)
def test_somebody_elses_site_is_left_alone(url: str) -> None:
    with pytest.raises(Refused, match="offsite"):
        ask(make_guard(sites=SITES), url)


def test_a_private_address_stays_refused_as_such() -> None:
    with pytest.raises(Refused, match="guard_refused"):
        ask(make_guard(sites=SITES), "http://169.254.169.254/")


@pytest.mark.parametrize("port", [22, 25, 110, 3306, 6379, 11211])
def test_ports_of_other_servers_are_refused_unless_a_definition_writes_them_out(port: int) -> None:
    url = f"http://platform.example:{port}/"
    with pytest.raises(Refused, match="guard_refused"):
        ask(make_guard(), url)
    assert ask(make_guard(ports=frozenset({port})), url) is DIRECT


@pytest.mark.parametrize("url", ["http://1.1.1.1/", "https://[2606:4700::1]/", "http://16843009/"])
def test_behind_a_proxy_a_bare_address_is_not_handed_to_it(url: str) -> None:
    with pytest.raises(Refused, match="guard_refused"):
        ask(make_guard(network=PROXY), url)


def test_behind_a_proxy_an_address_that_a_definition_writes_out_is_reached() -> None:
    guard = make_guard(network=PROXY, sites=("1.1.1.1", "2606:4700::1"))
    assert ask(guard, "http://1.1.1.1/").proxy is not None
    assert ask(guard, "http://[2606:4700::1]/").proxy is not None


def test_an_allowed_inside_address_is_reached_by_the_exit_the_network_says() -> None:
    guard = make_guard(network=PROXY, allow=("10.0.0.0/8", "192.168.0.0/16"))
    assert ask(guard, "http://10.0.0.1/") is DIRECT
    assert ask(guard, "http://192.168.0.1/").proxy is not None
