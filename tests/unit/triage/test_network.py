"""How the line gets out of a company: through its proxy, trusting its authority."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from leakwatch.config import Network, SlackSettings
from leakwatch.demo.slack import REVIEWER, SlackStandIn, Workspace
from leakwatch.errors import ConfigError
from leakwatch.locale import catalogue
from leakwatch.models import Status
from leakwatch.notify.actions import CONFIRM, TAKE
from leakwatch.record import Record
from leakwatch.triage import Desk
from tests.logged import only
from tests.servers.connect_proxy import connect_proxy
from tests.servers.triaging import Lent, Person, Triage, make_settings, post_finding


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """The company's own, and beside it the server's certificate."""
    company, ca_file = trustme.CA(), tmp_path / "ca.pem"
    leaf = company.issue_cert("127.0.0.1").private_key_and_cert_chain_pem
    leaf.write_to_path(tmp_path / "server.pem")
    company.cert_pem.write_to_path(ca_file)
    return ca_file


@pytest.fixture
def private_slack(authority: Path) -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(), certificate=authority.with_name("server.pem")) as stand_in:
        yield stand_in


def lend(slack: SlackStandIn, record: Record, network: Network, tmp_path: Path) -> Lent:
    settings = SlackSettings(token=slack.token, channel="#leakwatch", base_url=slack.api_url)
    return Lent(settings=make_settings(tmp_path, settings, network=network), record=record)


def test_everything_goes_through_the_companys_proxy_and_trusts_its_authority(
    private_slack: SlackStandIn,
    authority: Path,
    record: Record,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with connect_proxy() as proxy:
        network = Network(proxy=proxy.url, ca_file=authority)
        with Triage(private_slack, lend(private_slack, record, network, tmp_path)):
            person = Person(private_slack, REVIEWER, post_finding(private_slack))
            assert person.submits(person.opens(CONFIRM), reason="our plant") == {}
            person.press(TAKE)
            person.hears()
    assert only(record).status is Status.CONFIRMED
    here = private_slack.url.removeprefix("https://").rstrip("/")
    assert set(proxy.targets) == {here}
    assert len(proxy.targets) >= 5  # auth.test, the address, the line itself, the modal, the answer


def test_an_unknown_authority_is_reported_with_a_hint(
    private_slack: SlackStandIn, record: Record, tmp_path: Path
) -> None:
    lent = lend(private_slack, record, Network(), tmp_path)
    with Triage(private_slack, lent, wait=False):
        private_slack.wait_for(lambda: lent.reports)
    assert "network.ca_file" in str(lent.reports[0][1]["message"])


def test_an_unreadable_authority_stops_nothing_half_way(
    slack: SlackStandIn, record: Record, tmp_path: Path
) -> None:
    lent = lend(slack, record, Network(ca_file=tmp_path / "absent.pem"), tmp_path)
    assert lent.settings.slack is not None
    with pytest.raises(ConfigError, match="absent"):
        Desk(lent, lent.settings.slack, catalogue=catalogue("en"))
