"""A browser obeys the company's proxy and authority, and trusts nobody else."""

from __future__ import annotations

import shutil
import ssl
from pathlib import Path

import pytest
import trustme

from leakwatch.config import Network
from leakwatch.models import Browser, Outcome
from tests.servers.behaviours import Page, Site, links, serving
from tests.servers.browsing import browse, needs_browser, script
from tests.servers.connect_proxy import connect_proxy
from tests.servers.crawling import Order, make_source

pytestmark = [
    needs_browser,
    pytest.mark.skipif(
        shutil.which("certutil") is None, reason="no certutil: apt-get install libnss3-tools"
    ),
]

ROUTES = {"/": links("/a"), "/a": script("fetch('/b').then(() => show('seen'))"), "/b": Page("B")}


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


def order(url: str, network: Network) -> Order:
    return Order(source=make_source(url), network=network)


def test_https_goes_through_the_companys_proxy_and_by_its_authority(
    secure: ssl.SSLContext, ca_file: Path
) -> None:
    with serving(Site(ROUTES), context=secure) as site, connect_proxy() as proxy:
        network = Network(proxy=f"http://user:word@{proxy.address}", ca_file=ca_file)
        swept = browse(site.url("/"), order=order(site.url("/"), network), browser=Browser())
    assert "seen" in swept.sightings[0].text
    assert (swept.outcome, dict(swept.counts.errors if swept.counts else {})) == (Outcome.OK, {})
    assert set(proxy.targets) == {site.authority}
    assert set(proxy.credentials) == {"Basic dXNlcjp3b3Jk"}


def test_a_certificate_of_an_unknown_authority_is_refused_by_the_browser_too(
    secure: ssl.SSLContext,
) -> None:
    with serving(Site(ROUTES), context=secure) as other:
        page = links(other.url("/a"))
        with serving(Site({"/": page})) as site:
            swept = browse(site.url("/"), browser=Browser())
    assert swept.counts is not None, swept.error
    assert swept.counts.errors["tls"] + swept.counts.errors["robots_refused"] == 1
    assert other.asked == []
