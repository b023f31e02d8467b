"""Through a company's proxy the browser's own asks for nothing that is, or looks, inside."""

from __future__ import annotations

import asyncio

import pytest

from leakwatch.config import Network
from tests.servers.forwarding import OK, REFUSED, Server, connect, forwarding, get, listening


def through(company: Server) -> Network:
    return Network(proxy=f"http://user:word@127.0.0.1:{company.port}", no_proxy=("direct.example",))


OUTSIDE = {"shop.example": [("93.184.216.34",)]}


def test_the_companys_proxy_is_asked_with_its_credentials_by_both_ways() -> None:
    async def test() -> None:
        async with (
            listening(answer=OK) as company,
            forwarding(network=through(company), known=OUTSIDE) as running,
        ):
            assert (await running.ask(get("shop.example"))).endswith(b"hi")
            plain, company.heard = company.heard, b""
            said = await running.ask(connect("shop.example:443") + b"\x16\x03")
        assert plain.startswith(b"GET http://shop.example:80/a?b=c HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n" in plain
        assert company.heard.startswith(b"CONNECT shop.example:443 HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n" in company.heard
        assert said.startswith(b"HTTP/1.1 200 ")
        assert b"dXNlcjp3b3Jk" not in said

    asyncio.run(test())


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("intranet", "93.184.216.34"),
        ("wiki.corp", "93.184.216.34"),
        ("inside.example", "10.1.2.3"),
        ("169.254.169.254", ""),
        ("127.0.0.2", ""),
    ],
)
def test_what_is_inside_is_refused_before_the_companys_proxy_is_asked(
    host: str, address: str
) -> None:
    async def test() -> None:
        async with (
            listening(answer=OK) as company,
            forwarding(network=through(company), known={host: [(address,)]}) as running,
        ):
            assert (await running.ask(get(host))).startswith(REFUSED)
            assert (await running.ask(connect(f"{host}:443"))).startswith(REFUSED)
        assert company.clients == 0

    asyncio.run(test())


def test_a_refusal_of_the_companys_proxy_is_named() -> None:
    async def test() -> None:
        async with (
            listening(answer=b"HTTP/1.1 407 Who\r\n\r\n") as company,
            forwarding(network=through(company), known=OUTSIDE) as running,
        ):
            await running.ask(connect("shop.example:443"))
            assert running.proxy.trouble("shop.example:443") == "proxy_refused"

    asyncio.run(test())
