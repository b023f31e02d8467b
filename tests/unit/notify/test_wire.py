from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from leakwatch.config import Network
from leakwatch.errors import ConfigError
from leakwatch.notify.wire import proxy_for, tls_context

PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("url", "no_proxy", "through"),
    [
        pytest.param("https://chat.example/api/", (), True, id="everything"),
        pytest.param("https://chat.example/api/", ("chat.example",), False, id="the-name"),
        pytest.param("https://api.chat.example/", ("chat.example",), False, id="a-name-below"),
        pytest.param("https://api.chat.example/", (".chat.example",), False, id="suffix"),
        pytest.param("https://api.chat.example/", ("*.chat.example",), False, id="wildcard"),
        pytest.param(
            "https://notchat.example/", ("chat.example",), True, id="not-a-suffix-of-letters"
        ),
        pytest.param("https://CHAT.example/", ("Chat.Example",), False, id="case"),
        pytest.param("http://10.1.2.3/", ("10.0.0.0/8",), False, id="network"),
        pytest.param("http://10.1.2.3/", ("192.168.0.0/16",), True, id="other-network"),
        pytest.param("http://127.0.0.1:8080/", ("127.0.0.1",), False, id="address"),
        pytest.param("http://[::1]/", ("::1",), False, id="ipv6"),
        pytest.param("https://chat.example/", ("*",), False, id="all"),
        pytest.param("https://chat.example/", ("",), True, id="an-empty-entry-matches-nothing"),
    ],
)
def test_a_proxy_is_used_but_for_its_exceptions(
    url: str, no_proxy: tuple[str, ...], *, through: bool
) -> None:
    found = proxy_for(url, Network(proxy=PROXY, no_proxy=no_proxy))
    assert found == (PROXY if through else None)


def test_ambient_variables_have_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    assert proxy_for("https://chat.example/api/", Network()) is None


def test_certificates_are_verified() -> None:
    context = tls_context(None)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_private_authority_is_trusted_beside_the_systems(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(path)
    systems = tls_context(None).cert_store_stats()["x509_ca"]
    assert tls_context(path).cert_store_stats()["x509_ca"] == systems + 1


@pytest.mark.parametrize("content", [None, "not a certificate"], ids=["missing", "no-pem"])
def test_an_unreadable_authority_file_is_a_mistake_of_the_configuration(
    content: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match=r"network\.ca_file .*ca\.pem"):
        tls_context(path)
