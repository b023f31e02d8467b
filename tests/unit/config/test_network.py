from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from tests.unit.config.right import MAIN, Fail, Load

ENVIRON = {
    "U": "watch",
    "P": "p@ss:w/rd",
    "WHOLE": "http://u:hunter2@proxy.example:3128",
    "BAD": "socks5://x",
}


def with_proxy(text: str) -> dict[str, str]:
    return {"leakwatch.yaml": MAIN + f"network:\n  proxy: '{text}'\n"}


@pytest.mark.parametrize(
    ("written", "proxy"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        ("http://proxy.example:3128/", "http://proxy.example:3128"),
        ("http://${U}@proxy.example:3128", "http://watch@proxy.example:3128"),
        ("http://${U}:${P}@proxy.example:3128", "http://watch:p%40ss%3Aw%2Frd@proxy.example:3128"),
        ("${WHOLE}", "http://u:hunter2@proxy.example:3128"),
    ],
)
def test_credentials_of_a_proxy_come_from_the_environment(
    load: Load, written: str, proxy: str
) -> None:
    assert load(with_proxy(written), ENVIRON).network.proxy == proxy


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("http://u:hunter2@proxy.example:3128", "a secret may not stand here"),
        ("http://${U}:hunter2@proxy.example:3128", "a secret may not stand here"),
        ("http://${NOT_SET}@proxy.example", "NOT_SET is not set"),
        ("https://proxy.example", "an http proxy"),
        ("socks5://proxy.example", "an http proxy"),
        ("proxy.example:3128", "an http proxy"),
        ("http://proxy.example/path", "an http proxy"),
        ("http://proxy.example:0", "an http proxy"),
        ("${BAD}", "an http proxy"),
    ],
)
def test_another_proxy_is_a_mistake_that_shows_no_password(
    fail: Fail, written: str, says: str
) -> None:
    error = fail(with_proxy(written), ENVIRON)
    assert [(one.line, one.key) for one in error.mistakes] == [(4, "network.proxy")]
    assert says in str(error)
    assert "hunter2" not in str(error)


def test_ambient_proxy_variables_are_not_obeyed(load: Load) -> None:
    assert (
        load(environ={"HTTP_PROXY": "http://proxy.example", "https_proxy": "x"}).network.proxy
        is None
    )


def test_exceptions_are_hosts_suffixes_and_networks(load: Load) -> None:
    names = ["localhost", ".intra.example", "*.example", "10.0.0.0/8", "*"]
    content = MAIN + f"network: {{no_proxy: {names}}}\n"
    assert load({"leakwatch.yaml": content}).network.no_proxy == tuple(names)


@pytest.mark.parametrize("name", ["http://intra.example", "a b", "intra.example/", "10.0.0.1/8"])
def test_another_exception_is_a_mistake(fail: Fail, name: str) -> None:
    error = fail({"leakwatch.yaml": MAIN + f"network: {{no_proxy: [localhost, '{name}']}}\n"})
    assert [one.key for one in error.mistakes] == ["network.no_proxy[1]"]


def test_authorities_are_read_beside_the_configuration(load: Load, tmp_path: Path) -> None:
    authority = trustme.CA().cert_pem.bytes()
    files = {"leakwatch.yaml": MAIN + "network: {ca_file: ca.pem}\n", "ca.pem": authority}
    assert load(files).network.ca_file == tmp_path / "config" / "ca.pem"


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "No such file"), ("", "PEM"), ("not a certificate", "PEM"), (b"\xff\x00", "PEM")],
    ids=["missing", "empty", "text", "binary"],
)
def test_authorities_that_cannot_be_read_are_a_mistake(
    fail: Fail, content: str | bytes | None, says: str
) -> None:
    error = fail({"leakwatch.yaml": MAIN + "network: {ca_file: ca.pem}\n", "ca.pem": content})
    assert [(one.line, one.key) for one in error.mistakes] == [(3, "network.ca_file")]
    assert says in str(error)
