"""The browser's proxy lets out what the guard lets out, to the address that was checked."""

from __future__ import annotations

import asyncio

import pytest

from tests.servers.forwarding import OK, REFUSED, Running, connect, forwarding, get, listening


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

    asyncio.run(test())


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

    asyncio.run(test())


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

    asyncio.run(test())


@pytest.mark.parametrize("address", ["127.0.0.2", "10.1.2.3", "169.254.169.254", "::1"])
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    async def test() -> None:
        async with forwarding(known={"evil.example": [(address,)]}) as running:
            assert (await running.ask(get("evil.example"))).startswith(REFUSED)
        assert running.proxy.trouble("evil.example:80") == "guard_refused"

    asyncio.run(test())


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

    asyncio.run(test())


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

    asyncio.run(test())


def test_an_errand_of_the_browsers_own_goes_nowhere_and_is_no_fault_of_a_page() -> None:
    async def test() -> None:
        async with listening(answer=OK) as site, forwarding(ports=(site.port,)) as running:
            place = f"127.0.0.1:{site.port}"
            assert (await running.ask(get(place), expected=False)).startswith(REFUSED)
            assert (await running.ask(connect(place), expected=False)).startswith(REFUSED)
            assert running.proxy.take_refused() == set()
            await running.ask(connect("169.254.169.254:80"), expected=False)
            assert running.proxy.take_refused() == {"169.254.169.254:80"}
        assert site.clients == 0

    asyncio.run(test())


@pytest.mark.parametrize("port", [1, 22, 25, 3_306, 6_379, 9_200])
def test_ports_where_no_web_is_are_refused(port: int) -> None:
    async def test() -> None:
        async with forwarding() as running:
            assert (await running.ask(get(f"127.0.0.1:{port}"))).startswith(REFUSED)
            assert (await running.ask(connect(f"127.0.0.1:{port}"))).startswith(REFUSED)

    asyncio.run(test())


def test_the_proxy_does_not_lead_to_itself() -> None:
    async def test() -> None:
        async with forwarding() as running:
            running.proxy.open_port(running.proxy.port)
            inner = f"127.0.0.1:{running.proxy.port}"
            assert (await running.ask(connect(inner))).startswith(REFUSED)

    asyncio.run(test())


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

    asyncio.run(test())


def test_the_host_in_the_address_is_the_one_that_is_told_to_the_site() -> None:
    async def test() -> None:
        async with listening(answer=OK) as site, forwarding(ports=(site.port,)) as running:
            place = f"127.0.0.1:{site.port}"
            await running.ask(f"GET http://{place}/ HTTP/1.1\r\nHost: inside\r\n\r\n".encode())
        assert site.heard.count(b"Host:") == 1
        assert f"Host: {place}".encode() in site.heard

    asyncio.run(test())


def test_a_client_that_says_nothing_and_one_that_leaves_do_no_harm() -> None:
    async def test() -> None:
        async with listening(answer=OK) as site, forwarding(ports=(site.port,)) as running:
            idle = [await asyncio.open_connection("127.0.0.1", running.proxy.port) for _ in "abc"]
            idle[0][1].write(b"GET http://127.0.0.1")
            idle[1][1].close()
            assert (await running.ask(get(f"127.0.0.1:{site.port}"))).endswith(b"hi")
            for _, out in idle:
                out.close()

    asyncio.run(test())


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

    asyncio.run(test())


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

    asyncio.run(test())


def test_an_answer_whose_head_does_not_end_is_left_and_named() -> None:
    async def test() -> None:
        answer = b"HTTP/1.1 200 OK\r\nA: " + b"a" * 300_000
        async with listening(answer=answer) as site, forwarding(ports=(site.port,)) as running:
            place = f"127.0.0.1:{site.port}"
            assert await running.ask(get(place)) == b""
            assert running.proxy.trouble(place) == "too_large"

    asyncio.run(test())


def test_early_hints_are_passed_on_before_the_answer() -> None:
    async def test() -> None:
        answer = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK
        async with listening(answer=answer) as site, forwarding(ports=(site.port,)) as running:
            said = await running.ask(get(f"127.0.0.1:{site.port}"))
        assert said.startswith(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n")

    asyncio.run(test())


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

    asyncio.run(test())


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

    asyncio.run(test())
