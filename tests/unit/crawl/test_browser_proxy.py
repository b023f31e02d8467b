"""The browser's proxy lets out what the guard lets out, to the address that was checked."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from leakwatch.config import Network
from tests.servers.forwarding import Running, Server, forwarding, listening

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi"
REFUSED = b"HTTP/1.1 403 Forbidden"


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


def get(place: str, *more: str, path: str = "/a?b=c") -> bytes:
    lines = [f"GET http://{place}{path} HTTP/1.1", f"Host: {place}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def connect(place: str) -> bytes:
    return f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode()


def test_a_page_is_fetched_by_its_path_and_the_connection_ends_with_it() -> None:
    async def test() -> None:
        async with (
            listening(answer=OK) as site,
            forwarding(ports=(site.port,)) as running,
        ):
            more = ("Proxy-Connection: keep-alive", "Upgrade: websocket", "Accept: x")
            answer = await running.ask(get(f"127.0.0.1:{site.port}", *more))
        head = site.heard.decode().split("\r\n")
        assert head[0] == "GET /a?b=c HTTP/1.1"
        assert head[1:4] == [f"Host: 127.0.0.1:{site.port}", "Accept: x", "Connection: close"]
        assert answer.endswith(b"Connection: close\r\n\r\nhi")
        assert b"keep-alive" not in answer
        assert running.received == len(OK)

    run(test())


def test_a_tunnel_carries_bytes_both_ways() -> None:
    async def test() -> None:
        async with (
            listening(answer=b"\x16\x03 back") as site,
            forwarding(ports=(site.port,)) as running,
        ):
            place = f"127.0.0.1:{site.port}"
            answer = await running.ask(connect(place) + b"\x16\x03 there\r\n\r\n")
        assert site.heard == b"\x16\x03 there\r\n\r\n"
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.endswith(b"\r\n\r\n\x16\x03 back")

    run(test())


HOSTS = [
    "127.0.0.2", "169.254.169.254", "10.0.0.1", "100.64.0.1", "224.0.0.1", "0.0.0.0", "0",
    "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "0x7f.2", "[::1]", "[::ffff:127.0.0.2]",
    "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[fd00:ec2::254]", "[fe80::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_an_address_inside_is_refused_in_every_spelling_and_by_both_ways(host: str) -> None:
    async def test() -> None:
        async with forwarding(known={}) as running:
            assert (await running.ask(get(host))).startswith(REFUSED)
            assert (await running.ask(connect(f"{host}:443"))).startswith(REFUSED)
        assert len(running.proxy.take_refused()) == 2
        assert running.names.asked == []

    run(test())


@pytest.mark.parametrize("address", ["127.0.0.2", "10.1.2.3", "169.254.169.254", "::1"])
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    async def test() -> None:
        async with forwarding(known={"evil.example": [(address,)]}) as running:
            assert (await running.ask(get("evil.example"))).startswith(REFUSED)
        assert running.proxy.trouble("evil.example:80") == "guard_refused"

    run(test())


def test_of_several_addresses_only_those_outside_are_tried() -> None:
    async def test() -> None:
        async with (
            listening(answer=OK) as site,
            listening("127.0.0.2", answer=OK) as trap,
            forwarding(
                known={"two.example": [("127.0.0.2", "127.0.0.1")]}, ports=(site.port,)
            ) as running,
        ):
            assert (await running.ask(get(f"two.example:{site.port}"))).endswith(b"hi")
        assert (site.clients, trap.clients) == (1, 0)

    run(test())


def test_a_name_that_changes_its_mind_is_looked_up_and_checked_for_each_connection() -> None:
    async def test() -> None:
        async with (
            listening(answer=OK) as site,
            forwarding(
                known={"rebind.example": [("127.0.0.1",), ("127.0.0.2",)]}, ports=(site.port,)
            ) as running,
            listening("127.0.0.2", answer=OK) as trap,
        ):
            place = f"rebind.example:{site.port}"
            assert (await running.ask(get(place))).endswith(b"hi")
            assert running.names.asked == ["rebind.example"]  # once: checked is what is used
            assert (await running.ask(get(place))).startswith(REFUSED)
            assert (await running.ask(connect(place))).startswith(REFUSED)
        assert (site.clients, trap.clients) == (1, 0)

    run(test())


@pytest.mark.parametrize("port", [1, 22, 25, 3_306, 6_379, 9_200])
def test_ports_where_no_web_is_are_refused(port: int) -> None:
    async def test() -> None:
        async with forwarding() as running:
            assert (await running.ask(get(f"127.0.0.1:{port}"))).startswith(REFUSED)
            assert (await running.ask(connect(f"127.0.0.1:{port}"))).startswith(REFUSED)

    run(test())


def test_the_proxy_does_not_lead_to_itself() -> None:
    async def test() -> None:
        async with forwarding() as running:
            running.proxy.open_port(running.proxy.port)
            inner = f"127.0.0.1:{running.proxy.port}"
            assert (await running.ask(connect(inner))).startswith(REFUSED)

    run(test())


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET ftp://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"GET file:///etc/passwd HTTP/1.1\r\n\r\n",
        b"GET https://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"GET http://user:pass@127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"GET http://127.0.0.1@127.0.0.2/ HTTP/1.1\r\n\r\n",
        b"GET http://127.0.0.1\\@127.0.0.2/ HTTP/1.1\r\n\r\n",
        b"GET http://127.0.0.1:99999/ HTTP/1.1\r\n\r\n",
        b"GET http://127.0.0.1:0/ HTTP/1.1\r\n\r\n",
        b"GET http:///a HTTP/1.1\r\n\r\n",
        b"GET  http://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"GET http://127.0.0.1/ HTTP/2.0\r\n\r\n",
        b"GET http://127.0.0.1/\x00 HTTP/1.1\r\n\r\n",
        b"GET http://127.0.0.1/ HTTP/1.1\r\nA: b\nHost: 127.0.0.2\r\n\r\n",
        b"GET http://127.0.0.1/ HTTP/1.1\r\nA : b\r\n\r\n",
        b"GET http://127.0.0.1/ HTTP/1.1\r\n folded\r\n\r\n",
        b"CONNECT 127.0.0.1 HTTP/1.1\r\n\r\n",
        b"CONNECT http://127.0.0.1:80/ HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1:443/ HTTP/1.1\r\n\r\n",
        b"CONNECT a@127.0.0.1:443 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"\0" * 5_000 + b"\r\n\r\n",
        b"GET http://127.0.0.1/ HTTP/1.1\r\n" + b"A: " + b"a" * 400_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_request_to_a_proxy_goes_nowhere(request_: bytes) -> None:
    async def test() -> None:
        async with listening(answer=OK) as site, forwarding(ports=(site.port,)) as running:
            answer = await running.ask(request_)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
        assert site.clients == 0

    run(test())


def test_the_host_in_the_address_is_the_one_that_is_told_to_the_site() -> None:
    async def test() -> None:
        async with listening(answer=OK) as site, forwarding(ports=(site.port,)) as running:
            place = f"127.0.0.1:{site.port}"
            await running.ask(f"GET http://{place}/ HTTP/1.1\r\nHost: inside\r\n\r\n".encode())
        assert site.heard.count(b"Host:") == 1
        assert f"Host: {place}".encode() in site.heard

    run(test())


def test_a_client_that_says_nothing_and_one_that_leaves_do_no_harm() -> None:
    async def test() -> None:
        async with listening(answer=OK) as site, forwarding(ports=(site.port,)) as running:
            idle = [await asyncio.open_connection("127.0.0.1", running.proxy.port) for _ in "abc"]
            idle[0][1].write(b"GET http://127.0.0.1")
            idle[1][1].close()
            assert (await running.ask(get(f"127.0.0.1:{site.port}"))).endswith(b"hi")
            for _, out in idle:
                out.close()

    run(test())


def test_more_clients_than_a_browser_has_are_not_served() -> None:
    async def test() -> None:
        async with listening(answer=OK) as site, forwarding(ports=(site.port,)) as running:
            many = [
                await asyncio.open_connection("127.0.0.1", running.proxy.port) for _ in range(128)
            ]
            for _, out in many:
                out.write(b"GET http:")  # served, slowly
                await out.drain()
            await asyncio.sleep(0.3)
            assert await running.ask(get(f"127.0.0.1:{site.port}")) == b""
            for _, out in many:
                out.close()

    run(test())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 999 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: b",
        b"SSH-2.0\r\n\r\n",
    ],
)
def test_an_answer_that_is_none_is_not_passed_on(answer: bytes) -> None:
    async def test() -> None:
        async with listening(answer=answer) as site, forwarding(ports=(site.port,)) as running:
            assert await running.ask(get(f"127.0.0.1:{site.port}")) == b""

    run(test())


def test_an_answer_whose_head_does_not_end_is_left_and_named() -> None:
    async def test() -> None:
        answer = b"HTTP/1.1 200 OK\r\nA: " + b"a" * 300_000
        async with listening(answer=answer) as site, forwarding(ports=(site.port,)) as running:
            place = f"127.0.0.1:{site.port}"
            assert await running.ask(get(place)) == b""
            assert running.proxy.trouble(place) == "too_large"

    run(test())


def test_early_hints_are_passed_on_before_the_answer() -> None:
    async def test() -> None:
        answer = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK
        async with listening(answer=answer) as site, forwarding(ports=(site.port,)) as running:
            said = await running.ask(get(f"127.0.0.1:{site.port}"))
        assert said.startswith(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n")

    run(test())


def test_nobody_at_the_other_end_is_named() -> None:
    async def test() -> None:
        async with listening() as gone:
            pass
        async with forwarding(ports=(gone.port,), known={}) as running:
            said = await running.ask(get(f"127.0.0.1:{gone.port}"))
            assert said.startswith(b"HTTP/1.1 502 ")
            assert running.proxy.trouble(f"127.0.0.1:{gone.port}") == "connection_refused"
            await running.ask(get("nobody.example"))
            assert running.proxy.trouble("nobody.example:80") == "dns"
            assert running.proxy.take_refused() == set()

    run(test())


def through(company: Server) -> Network:
    return Network(proxy=f"http://user:word@127.0.0.1:{company.port}", no_proxy=("direct.example",))


OUTSIDE = {"shop.example": [("93.184.216.34",)]}


def test_the_companys_proxy_is_asked_with_its_credentials_by_both_ways() -> None:
    async def test() -> None:
        async with listening(answer=OK) as company:
            async with forwarding(network=through(company), known=OUTSIDE) as running:
                assert (await running.ask(get("shop.example"))).endswith(b"hi")
                plain, company.heard = company.heard, b""
                said = await running.ask(connect("shop.example:443") + b"\x16\x03")
        assert plain.startswith(b"GET http://shop.example:80/a?b=c HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n" in plain
        assert company.heard.startswith(b"CONNECT shop.example:443 HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n" in company.heard
        assert said.startswith(b"HTTP/1.1 200 ")
        assert b"dXNlcjp3b3Jk" not in said

    run(test())


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

    run(test())


def test_a_refusal_of_the_companys_proxy_is_named() -> None:
    async def test() -> None:
        async with (
            listening(answer=b"HTTP/1.1 407 Who\r\n\r\n") as company,
            forwarding(network=through(company), known=OUTSIDE) as running,
        ):
            await running.ask(connect("shop.example:443"))
            assert running.proxy.trouble("shop.example:443") == "proxy_refused"

    run(test())


async def _open(running: Running) -> None:
    await asyncio.open_connection("127.0.0.1", running.proxy.port)


def test_connections_end_with_the_proxy() -> None:
    async def test() -> None:
        async with forwarding() as running:
            source, out = await asyncio.open_connection("127.0.0.1", running.proxy.port)
            await running.proxy.close()
            assert await source.read() == b""
            out.close()
            with pytest.raises(OSError, match="Connect call failed"):
                await _open(running)

    run(test())
