"""The company's proxy and authority are obeyed, by pages and robots.txt alike; nothing else is."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest
import trustme

from leakwatch.config import Network
from leakwatch.crawl import Counts
from leakwatch.models import Outcome
from tests.servers.behaviours import Page, Site, links, redirect, serving, status
from tests.servers.connect_proxy import connect_proxy
from tests.servers.crawling import Order, Swept, make_source, sweep

ROUTES = {"/": links("/a", "/b"), "/a": Page("A"), "/b": Page("B")}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def counted(swept: Swept) -> Counts:
    assert swept.counts is not None, swept.error
    return swept.counts


def test_a_private_authority_is_trusted_when_it_is_named(
    secure: ssl.SSLContext, ca_file: Path
) -> None:
    with serving(Site(ROUTES), context=secure) as site:
        order = Order(source=make_source(site.url("/")), network=Network(ca_file=ca_file))
        swept = sweep(order)
    assert (swept.outcome, counted(swept).sightings) == (Outcome.OK, 2)


def test_a_certificate_of_an_unknown_authority_is_refused(secure: ssl.SSLContext) -> None:
    with serving(Site(ROUTES), context=secure) as site:
        swept = sweep(Order(source=make_source(site.url("/"))))
    assert site.asked == []
    assert (swept.outcome, swept.reasons[0]) == (Outcome.FAILED, "tls")


def test_a_certificate_for_another_name_is_refused(authority: trustme.CA, ca_file: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example").configure_cert(context)
    with serving(Site(ROUTES), context=context) as site:
        order = Order(source=make_source(site.url("/")), network=Network(ca_file=ca_file))
        swept = sweep(order)
    assert site.asked == []
    assert swept.reasons[0] == "tls"


def test_a_file_without_certificates_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate", encoding="utf-8")
    source = make_source("https://127.0.0.1:1/")
    assert str(empty) in str(sweep(Order(source=source, network=Network(ca_file=empty))).error)


def test_https_goes_through_the_proxy_with_its_credentials(
    secure: ssl.SSLContext, ca_file: Path
) -> None:
    with serving(Site(ROUTES), context=secure) as site, connect_proxy() as proxy:
        network = Network(proxy=f"http://leak:watch@{proxy.address}", ca_file=ca_file)
        swept = sweep(Order(source=make_source(site.url("/")), network=network))
    assert counted(swept).sightings == 2
    assert set(proxy.targets) == {site.authority}
    assert set(proxy.credentials) == {"Basic bGVhazp3YXRjaA=="}
    assert "/robots.txt" in site.paths()
    assert not any("proxy-authorization" in one.headers for one in site.asked)


def test_a_proxy_that_refuses_is_named_as_the_reason(secure: ssl.SSLContext, ca_file: Path) -> None:
    refusal = b"HTTP/1.1 403 Forbidden\r\n\r\n"
    with serving(Site(ROUTES), context=secure) as site, connect_proxy(answer=refusal) as proxy:
        network = Network(proxy=proxy.url, ca_file=ca_file)
        swept = sweep(Order(source=make_source(site.url("/")), network=network))
    assert site.asked == []
    assert (swept.outcome, swept.reasons[0]) == (Outcome.FAILED, "proxy_refused")


def test_http_goes_through_the_proxy_which_resolves_names_itself() -> None:
    with serving(Site(ROUTES)) as proxy:
        source = make_source("http://board.sample.invalid/")
        network = Network(proxy=proxy.url("").replace("//", "//leak:watch@"))
        swept = sweep(Order(source=source, network=network))
    assert (swept.outcome, counted(swept).sightings) == (Outcome.OK, 2)
    assert {one.target for one in proxy.asked} == {
        f"http://board.sample.invalid{path}" for path in ("/robots.txt", "/", "/a", "/b")
    }
    assert {one.headers["proxy-authorization"] for one in proxy.asked} == {"Basic bGVhazp3YXRjaA=="}


def test_what_is_inside_is_never_asked_of_the_proxy() -> None:
    targets = {
        "/1": redirect("http://169.254.169.254/latest/meta-data/"),
        "/2": redirect("http://intranet/"),
        "/3": redirect("http://metadata.google.internal/"),
        "/4": redirect("http://10.0.0.1/"),
    }
    with serving(Site({"/": links(*targets), **targets})) as proxy:
        source = make_source("http://board.sample.invalid/", allow_private=())
        swept = sweep(Order(source=source, network=Network(proxy=proxy.url(""))))
    assert counted(swept).errors == {"redirect_refused": 4}
    assert {one.target.split("/")[2] for one in proxy.asked} == {"board.sample.invalid"}


def test_hosts_in_no_proxy_are_reached_directly_without_the_proxys_credentials() -> None:
    with serving(Site(ROUTES)) as site, serving(Site({"/": redirect(site.url("/"))})) as proxy:
        network = Network(
            proxy=proxy.url("").replace("//", "//leak:watch@"), no_proxy=("127.0.0.0/8",)
        )
        swept = sweep(Order(source=make_source("http://board.sample.invalid/"), network=network))
    assert counted(swept).sightings == 2
    assert {one.target for one in proxy.asked} == {
        "http://board.sample.invalid/robots.txt",
        "http://board.sample.invalid/",
    }
    assert site.asked
    assert not any("proxy-authorization" in one.headers for one in site.asked)


def test_proxies_of_the_environment_are_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Site({"/": status(418)})) as ambient, serving(Site(ROUTES)) as site:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setitem(os.environ, name, ambient.url(""))
        swept = sweep(Order(source=make_source(site.url("/"))))
    assert ambient.asked == []
    assert counted(swept).sightings == 2


def test_ipv6_is_reached_and_guarded_like_ipv4() -> None:
    with serving(Site({**ROUTES, "/b": redirect("http://[::1]:9/")}, host="::1")) as site:
        closed = sweep(Order(source=make_source(site.url("/"))))
        open_ = sweep(Order(source=make_source(site.url("/"), allow_private=("::1/128",))))
    assert closed.reasons[0] == "guard_refused"
    assert counted(closed).requests == 0
    assert counted(open_).sightings == 1
    assert counted(open_).errors == {"connection_refused": 1}
