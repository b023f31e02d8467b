"""The demo's alerts by mail and webhook, from the outbox to the receiver: each once, nobody named."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from leakwatch.models import AlertKind, Delivery
from tests.installation import Installation
from tests.planted import told_in
from tests.servers.hooks import Receiver, receiver
from tests.servers.smtp import MailServer, mail_server

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
MAIL, HOOK = "mail:soc@example.com", "webhook:soc"
SECTIONS = """
mail: {{host: 127.0.0.1, port: {port}, security: none, sender: leakwatch@example.com, interval: 10ms}}
webhooks:
  - {{name: soc, url: '{url}', secret: '${{SOC_SECRET}}', interval: 10ms}}
"""
ROUTING = f"""\
routes:
  - name: everything
    channel: "{MAIL}"
    also: ["{HOOK}"]
intervals: {{"#leakwatch": 10ms}}
"""


@dataclass(frozen=True, slots=True)
class Around:
    place: Installation
    mail: MailServer
    hook: Receiver

    def deliver(self) -> int:
        return self.place.run("notify", "--once", environ={"SOC_SECRET": SECRET}).code

    def states(self, channel: str) -> set[Delivery]:
        with self.place.record() as record:
            return {entry.state for entry in record.outbox.list(channel=channel)}


@pytest.fixture
def around(copy: Installation) -> Iterator[Around]:
    with mail_server() as mail, receiver() as hook:
        main = copy.config / "leakwatch.yaml"
        sections = SECTIONS.format(port=mail.port, url=hook.url)
        main.write_text(main.read_text(encoding="utf-8") + sections, encoding="utf-8")
        (copy.config / "routing.yaml").write_text(ROUTING, encoding="utf-8")
        yield Around(copy, mail, hook)


def read(around: Around) -> str:
    """Everything that left, as its reader sees it."""
    bodies = [part.get_content() for mail in around.mail.mails for part in mail.iter_parts()]
    heads = [str(mail) for mail in around.mail.mails] + [
        str(one["Subject"]) for one in around.mail.mails
    ]
    asked = [json.dumps(one.json, ensure_ascii=False) for one in around.hook.asked]
    return "\n".join((*bodies, *heads, *asked))


def test_every_alert_arrives_by_both_once_and_names_nobody(around: Around) -> None:
    alerts = around.place.alerts()
    assert len(alerts) > 10
    assert around.deliver() == 0
    assert len(around.mail.mails) == len(around.hook.asked) == len(alerts)
    assert around.states(MAIL) == around.states(HOOK) == {Delivery.DELIVERED}
    assert around.deliver() == 0
    assert len(around.mail.mails) == len(around.hook.asked) == len(alerts)
    said = read(around)
    assert "F-1" in said
    assert told_in(said) == set()
    assert around.place.world.platform_url not in said
    assert "person:P" not in said
    assert around.place.messages() == ()


def test_what_may_have_been_taken_is_undecided_by_mail_and_repeated_by_webhook(
    around: Around,
) -> None:
    around.mail.drop_at, around.hook.cut = "BODY", 1
    assert around.deliver() == 1
    assert Delivery.UNKNOWN in around.states(MAIL)
    taken = len(around.mail.raw)
    with around.place.record() as record:
        held = record.outbox.list(Delivery.RETRY, channel=HOOK)
        for entry in held:
            record.outbox.requeue(entry.id, now=entry.created_at or entry.alert.created_at)
    around.deliver()
    assert around.states(HOOK) == {Delivery.DELIVERED}
    assert len(around.mail.raw) == taken, "what is undecided is never sent again by itself"
    ids = [one.headers["webhook-id"] for one in around.hook.asked]
    assert len(ids) == len(set(ids)) + 1


def test_a_verdict_follows_in_the_thread_of_both(around: Around) -> None:
    around.deliver()
    number = next(one.number for one in around.place.findings() if one.subject == "term:T04")
    before = len(around.mail.mails), len(around.hook.asked)
    reason = "展示会の資料と照合した"
    decided = around.place.run("findings", "set", f"F-{number}", "not_ours", "--reason", reason)
    assert decided.code == 0, decided.err
    assert around.deliver() == 0
    mails, asked = around.mail.mails[before[0] :], around.hook.asked[before[1] :]
    assert len(mails) == len(asked) == 2
    first = {mail["Message-ID"]: mail for mail in around.mail.mails[: before[0]]}
    assert {mail["In-Reply-To"] in first for mail in mails} == {True}
    known = {one.headers["webhook-id"] for one in around.hook.asked[: before[1]]}
    assert {one.json["follows"] in known for one in asked} == {True}
    assert {one.json["form"] for one in asked} == {"reply", "update"}
    assert reason not in read(around)


def test_a_digest_arrives_by_mail_and_its_printed_form_says_the_same(around: Around) -> None:
    printed = around.place.run(
        "notify", "digest", "--since", "2020-01-01", environ={"SOC_SECRET": SECRET}
    )
    assert printed.code == 0, printed.err
    assert told_in(printed.out + printed.err) == set()
    with around.place.record() as record:
        head = record.audit.head()
        count = len(record.findings.list())
    assert head in printed.out
    assert f"## New findings: {count}" in printed.out
    page = around.place.directory / "digest.html"
    written = around.place.run(
        "notify", "digest", "--format", "html", "--output", page, environ={"SOC_SECRET": SECRET}
    )
    assert written.code == 0, written.err
    assert head in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o777 == 0o600


def test_a_time_that_ends_before_it_begins_is_refused(copy: Installation) -> None:
    wrong = copy.run("notify", "digest", "--since", "2026-02-01", "--until", "2026-01-01")
    assert wrong.code == 2
    assert "--since must lie before --until" in wrong.err


def test_where_the_secret_is_missing_alerts_wait_and_none_is_lost(around: Around) -> None:
    told = around.place.run("notify", "--once")
    assert told.code == 1
    assert "variable_unset" in told.err
    checked = around.place.run("config", "check")
    assert "SOC_SECRET is not set" in checked.out + checked.err
    assert around.states(HOOK) <= {Delivery.RETRY, Delivery.WAITING}
    assert around.hook.asked == []
    kinds = {alert.kind for alert in around.place.alerts()}
    assert AlertKind.ALARM not in kinds
