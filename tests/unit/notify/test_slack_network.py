"""How Slack is reached: through whose proxy, trusting whom, and what is never said of it."""

from __future__ import annotations

import asyncio
import base64
import gettext
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from leakwatch.config import Network, SlackSettings
from leakwatch.demo.slack import FaultKind, SlackStandIn, Workspace
from leakwatch.errors import NotifyError
from leakwatch.locale import Catalogue
from leakwatch.notify import SlackNotifier
from tests.factories import make_alert, make_alert_finding, make_posting
from tests.servers.connect_proxy import connect_proxy

ENGLISH = Catalogue("en", gettext.NullTranslations())
SECRET = "xoxb-secret-of-the-test"
PAGE = "大手素材メーカーの研究職"
SCOPES = ("chat:write", "channels:read", "groups:read", "channels:history")


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(tokens={SECRET: SCOPES})) as stand_in:
        yield stand_in


def send(slack: SlackStandIn, *, network: Network | None = None) -> None:
    settings = SlackSettings(token=SECRET, channel="#leakwatch", base_url=slack.api_url)
    notifier = SlackNotifier(settings, network=network or Network(), catalogue=ENGLISH, timeout=5)
    asyncio.run(
        notifier.send(make_posting(make_alert(findings=(make_alert_finding(excerpt=PAGE),))))
    )


FAILURES = sorted(set(FaultKind) - {FaultKind.SLOW_AFTER})


@pytest.mark.parametrize("fault", FAILURES)
def test_the_token_is_in_no_log_and_no_error(
    fault: FaultKind, slack: SlackStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.fail_next(fault)
    with pytest.raises(NotifyError) as caught:
        send(slack)
    told = [*traceback.format_exception(caught.value), repr(caught.value.values), caplog.text]
    assert SECRET not in "".join(told)
    assert PAGE not in "".join(told)


def test_a_post_that_goes_well_logs_neither_token_nor_text(
    slack: SlackStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    send(slack)
    assert SECRET not in caplog.text
    assert PAGE not in caplog.text


@pytest.fixture
def private_slack(tmp_path: Path) -> Iterator[tuple[SlackStandIn, Path]]:
    authority = trustme.CA()
    certificate, ca_file = tmp_path / "server.pem", tmp_path / "ca.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate)
    authority.cert_pem.write_to_path(ca_file)
    with SlackStandIn(Workspace(tokens={SECRET: SCOPES}), certificate=certificate) as stand_in:
        yield stand_in, ca_file


def test_a_private_authority_is_trusted_through_ca_file(
    private_slack: tuple[SlackStandIn, Path],
) -> None:
    slack, ca_file = private_slack
    send(slack, network=Network(ca_file=ca_file))
    assert len(slack.messages("#leakwatch")) == 1


def test_an_unknown_authority_is_refused_with_a_hint(
    private_slack: tuple[SlackStandIn, Path],
) -> None:
    slack, _ = private_slack
    with pytest.raises(NotifyError, match=r"network\.ca_file"):
        send(slack)


def test_the_configured_proxy_is_used_with_its_credentials(
    private_slack: tuple[SlackStandIn, Path],
) -> None:
    slack, ca_file = private_slack
    with connect_proxy() as proxy:
        way = f"http://watch:p%40ss@{proxy.address}"
        send(slack, network=Network(proxy=way, ca_file=ca_file))
    assert proxy.targets == [slack.url.removeprefix("https://").rstrip("/")]
    assert proxy.credentials == [f"Basic {base64.b64encode(b'watch:p@ss').decode()}"]


def test_no_proxy_leads_past_the_proxy(private_slack: tuple[SlackStandIn, Path]) -> None:
    slack, ca_file = private_slack
    with connect_proxy() as proxy:
        network = Network(proxy=proxy.url, no_proxy=("127.0.0.0/8",), ca_file=ca_file)
        send(slack, network=network)
    assert proxy.targets == []


def test_a_proxy_that_refuses_has_sent_nothing(private_slack: tuple[SlackStandIn, Path]) -> None:
    slack, ca_file = private_slack
    denial = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"
    with connect_proxy(answer=denial) as proxy, pytest.raises(NotifyError) as caught:
        send(slack, network=Network(proxy=proxy.url, ca_file=ca_file))
    assert type(caught.value) is NotifyError
    assert slack.messages("#leakwatch") == ()


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"])
def test_ambient_proxy_variables_are_not_obeyed(
    name: str, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect_proxy() as proxy:
        monkeypatch.setenv(name, proxy.url)
        send(slack)
    assert proxy.targets == []
