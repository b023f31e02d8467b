from __future__ import annotations

import pytest

from leakwatch.config import addresses


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://127.0.0.1:8000/a?b=c",
        "http://[::1]:8000/",
        "https://xn--eckwd4c7c.example/",
        "https://専門家.example/一覧",
        "http://localhost/",
    ],
)
def test_an_http_address_with_a_possible_host_is_taken(url: str) -> None:
    assert addresses.split_url(url) is not None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "//example.com/",
        "https://",
        "https:///path",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://exa mple.com/",
        "https://example.com/\x00",
        "https://example.com:0/",
        "https://example.com:port/",
        "https://[::1/",
        "https://-a.example/",
        "https://a..example/",
        "https://" + "a" * 300 + ".example/",
    ],
)
def test_anything_else_is_no_address(url: str) -> None:
    assert addresses.split_url(url) is None


@pytest.mark.parametrize(
    ("network", "private"),
    [
        ("127.0.0.0/8", True),
        ("127.0.0.1", True),
        ("10.1.0.0/16", True),
        ("169.254.169.254", True),
        ("::1", True),
        ("fd00::/8", True),
        ("0.0.0.0/0", False),
        ("::/0", False),
        ("8.8.8.8", False),
        ("172.0.0.0/8", False),
        ("10.0.0.0/7", False),
    ],
)
def test_private_is_what_lies_wholly_in_one_private_range(network: str, *, private: bool) -> None:
    found = addresses.network(network)
    assert found is not None
    assert addresses.is_private(found) is private


@pytest.mark.parametrize("text", ["10.0.0.1/8", "10.0.0.0/33", "localhost", "", "10.0.0"])
def test_what_is_no_network_is_none(text: str) -> None:
    assert addresses.network(text) is None


@pytest.mark.parametrize("text", ["a@example.com", "security+watch@sub.example.co.jp"])
def test_a_mail_address_is_taken(text: str) -> None:
    assert addresses.is_mail(text)


@pytest.mark.parametrize(
    "text", ["", "a", "@example.com", "a@b", "a b@example.com", "a@example.com\nBcc: x@y.example"]
)
def test_what_is_no_mail_address_is_refused(text: str) -> None:
    assert not addresses.is_mail(text)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("demo.localhost", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost.example", False),
        ("10.0.0.1", False),
    ],
)
def test_loopback_is_this_machine_only(host: str, *, loopback: bool) -> None:
    assert addresses.is_loopback(host) is loopback
