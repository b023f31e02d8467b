"""What a crawl hears is what went over the connection: every byte of it, and no secret."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme

from leakwatch.config import Network
from leakwatch.models import Exchange
from tests.servers.behaviours import Asked, Behaviour, Page, Site, links, packed, redirect, serving
from tests.servers.connect_proxy import connect_proxy
from tests.servers.crawling import Order, make_source, sweep

TEXT = "<p>焼成の相談をお受けします。</p>"
ANSWER = (
    b"HTTP/1.1 200 Quite Fine\r\nX-oDd-CaSe:   spaced\r\nno colon here\r\nSet-Cookie: who=me\r\n"
    b"Transfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n5\r\n<p>ab\r\n6;x=y\r\nc</p>\n\r\n0\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Raw:
    """Exactly these bytes."""

    content: bytes

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        out.write(self.content)
        await out.drain()


def heard(order: Order) -> dict[str, Exchange]:
    """The newest exchange by the last part of its address."""
    swept = sweep(order)
    assert swept.error is None, swept.log
    return {one.url.rpartition("/")[2]: one for one in swept.exchanges}


def test_bytes_are_kept_as_they_came_and_read_as_they_are_meant() -> None:
    routes: dict[str, Behaviour] = {
        "/": links("/raw", "/packed", "/early", "/away"),
        "/raw": Raw(ANSWER),
        "/packed": packed(TEXT),
        "/early": Raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ANSWER),
        "/away": redirect("/landed"),
        "/landed": Page(TEXT),
    }
    with serving(Site(routes)) as site:
        found = heard(Order(source=make_source(site.url("/")), listen=True))
    assert set(found) == {"", "raw", "packed", "early", "away", "landed"}
    assert found["raw"].answered == ANSWER
    assert found["raw"].body == b"<p>abc</p>\n"
    assert found["early"].answered == ANSWER
    assert gzip.decompress(found["packed"].answered.partition(b"\r\n\r\n")[2]).decode() == TEXT
    assert found["packed"].body.decode() == TEXT
    assert (found["away"].status, found["landed"].status) == (302, 200)
    asked = found["raw"].asked.decode()
    assert asked.startswith("GET /raw HTTP/1.1\r\n")
    assert asked.endswith("\r\n\r\n")
    assert f"Host: {site.authority}\r\n" in asked
    assert "leakwatch/9.9" in asked
    assert found["raw"].address == "127.0.0.1"


def test_secrets_of_the_definition_and_of_the_proxy_are_withheld() -> None:
    routes = {"/": links("/a"), "/a": Page(TEXT)}
    with serving(Site(routes)) as proxy:
        source = make_source(
            "http://board.sample.invalid/", headers={"X-Api-Key": "hunter-2", "Cookie": "who=me"}
        )
        network = Network(proxy=proxy.url("").replace("//", "//leak:watch@"))
        found = heard(Order(source=source, network=network, listen=True))
    assert {one.headers["proxy-authorization"] for one in proxy.asked} == {"Basic bGVhazp3YXRjaA=="}
    first = found[""]
    assert first.url == "http://board.sample.invalid/"
    assert first.asked.startswith(b"GET http://board.sample.invalid/ HTTP/1.1\r\n")
    assert first.asked.count(b": [withheld]\r\n") == 3
    for exchange in found.values():
        for secret in (b"hunter-2", b"who=me", b"bGVhazp3YXRjaA"):
            assert secret not in exchange.asked


def test_what_comes_through_a_tunnel_is_heard_in_clear(tmp_path: Path) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    routes = {"/": links("/a"), "/a": Page(TEXT)}
    with serving(Site(routes), context=context) as site, connect_proxy() as proxy:
        network = Network(proxy=f"http://leak:watch@{proxy.address}", ca_file=ca_file)
        found = heard(Order(source=make_source(site.url("/")), network=network, listen=True))
    assert proxy.targets
    assert found["a"].asked.startswith(b"GET /a HTTP/1.1\r\n")
    assert found["a"].answered.endswith(TEXT.encode())
    assert found["a"].issuer
    assert b"CONNECT" not in found["a"].asked


def test_what_is_too_much_to_hold_goes_oldest_first() -> None:
    pages = {f"/{number}": Page(f"<p>{'x' * 300_000}</p>") for number in range(4)}
    with serving(Site({"/": links(*pages), **pages})) as site:
        found = heard(Order(source=make_source(site.url("/")), listen=True))
    assert len(found) == 1


def test_without_a_listener_nothing_is_kept() -> None:
    with serving(Site({"/": links("/a"), "/a": Page(TEXT)})) as site:
        assert heard(Order(source=make_source(site.url("/")))) == {}
