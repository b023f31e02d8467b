from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given, strategies as st

from leakwatch.crawl.addresses import Reach, literal_address

METADATA = "169.254.169.254"

SPELLINGS = [
    ("127.0.0.1", "127.0.0.1"),
    ("127.1", "127.0.0.1"),
    ("127.0.1", "127.0.0.1"),
    ("2130706433", "127.0.0.1"),
    ("0x7f000001", "127.0.0.1"),
    ("0X7F.0.0.1", "127.0.0.1"),
    ("0177.0.0.1", "127.0.0.1"),
    ("0177.0x0.1", "127.0.0.1"),
    ("127.0.0.1.", "127.0.0.1"),
    ("１２７.０.０.１", "127.0.0.1"),
    ("127。0．0｡1", "127.0.0.1"),
    ("①②⑦.0.0.1", "127.0.0.1"),
    ("%31%32%37.0.0.1", "127.0.0.1"),
    ("[::1]", "::1"),
    ("::1", "::1"),
    ("fe80::1%eth0", "fe80::1"),
    ("0", "0.0.0.0"),
    ("0x", "0.0.0.0"),
    ("2852039166", METADATA),
    ("0xa9fea9fe", METADATA),
    ("0251.0376.0251.0376", METADATA),
    ("::ffff:169.254.169.254", "::ffff:169.254.169.254"),
]


@pytest.mark.parametrize(("host", "address"), SPELLINGS, ids=[host for host, _ in SPELLINGS])
def test_an_address_is_recognised_in_every_spelling(host: str, address: str) -> None:
    assert literal_address(host) == ip_address(address)


@pytest.mark.parametrize(
    "host",
    ["example.com", "127.0.0.1.example", "1.2.3.4.5", "256.1.1.1", "08.1.1.1", "0x1g", "", "a.1",
     "4294967296", "1..2", "1.2.3.65536"],
)  # fmt: skip
def test_a_name_is_no_address(host: str) -> None:
    assert literal_address(host) is None


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_all_number_bases_spell_the_same_address(value: int) -> None:
    address = ip_address(value)
    last = value & 0xFFFFFF
    spellings = [str(address), str(value), hex(value), f"0{value:o}", f"{value >> 24}.{last}"]
    assert {literal_address(text) for text in spellings} == {address}


@given(st.text(max_size=40))
def test_no_host_upsets_it(host: str) -> None:
    literal_address(host)


INSIDE = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.0.1", METADATA,
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.18.0.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.2.1",
    "192.88.99.1", "3fff::1", "5f00::1",
    "::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "100::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2606:4700::5efe:a00:1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_what_lies_inside_is_out_of_reach(address: str) -> None:
    assert not Reach(()).allows(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_the_public_internet_is_within_reach(address: str) -> None:
    assert Reach(()).allows(ip_address(address))


ALLOWED = [
    ("127.0.0.0/8", "127.9.9.9", True),
    ("127.0.0.1/32", "127.0.0.1", True),
    ("127.0.0.1/32", "127.0.0.2", False),
    ("127.0.0.1/32", "::ffff:127.0.0.1", True),
    ("127.0.0.1/32", "::1", False),
    ("::1/128", "::1", True),
    ("10.0.0.0/8", "64:ff9b::a00:1", True),
    ("10.0.0.0/8", METADATA, False),
    ("fd00::/8", "fd12:3456::1", True),
]


@pytest.mark.parametrize(("network", "address", "allowed"), ALLOWED)
def test_a_source_may_name_networks_of_its_own(network: str, address: str, allowed: bool) -> None:
    assert Reach((network,)).allows(ip_address(address)) is allowed


def test_public_addresses_are_not_named_by_a_source_that_names_others() -> None:
    assert not Reach(("10.0.0.0/8",)).names(ip_address("1.1.1.1"))
