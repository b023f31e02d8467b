"""Alerts as mails, over real connections to a mail server on loopback."""

from __future__ import annotations

import asyncio
import base64
import gettext
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import trustme

from leakwatch.config import MailSettings, Network
from leakwatch.errors import NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.locale import Catalogue
from leakwatch.models import AlertKind, Form, Posting, Standing, Status
from leakwatch.notify import MailNotifier
from leakwatch.notify.letters import letter_of
from tests.factories import make_alert, make_alert_finding, make_posting, make_summary
from tests.servers.smtp import MailServer, mail_server

ENGLISH = Catalogue("en", gettext.NullTranslations())
NOW = datetime(2026, 11, 26, 0, 30, tzinfo=UTC)
PLACE = "mail:soc@example.com"
LOGIN = base64.b64encode(b"\0leakwatch\0hunter2").decode()


def notifier(
    server: MailServer, *, network: Network | None = None, **changes: object
) -> MailNotifier:
    given: dict[str, object] = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "sender": "leakwatch@example.com",
    }
    settings = MailSettings(**(given | changes))  # type: ignore[arg-type]
    return MailNotifier(
        settings,
        network=network or Network(),
        catalogue=ENGLISH,
        zone=ZoneInfo("Asia/Tokyo"),
        clock=lambda: NOW,
    )


def send(server: MailServer, posting: Posting | None = None, **changes: object) -> str:
    posting = posting or make_posting(channel=PLACE)
    return asyncio.run(notifier(server, **changes).send(posting)).reference  # type: ignore[arg-type]


def test_an_alert_arrives_as_text_and_html() -> None:
    with mail_server() as server:
        send(server)
    (mail,) = server.mails
    assert mail["To"] == "soc@example.com"
    assert mail["From"] == "leakwatch@example.com"
    assert mail["Subject"] == "[leakwatch] 🟠 high: possible registration (platform) F-1042"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "F-1042" in part
        assert "大手素材メーカー 研究職10年 ［氏名］" in part


def test_all_of_it_is_ascii_on_its_way() -> None:
    with mail_server() as server:
        send(server, make_posting(channel=PLACE, language="ja"))
    assert server.raw[0].isascii()
    assert "[leakwatch]" in server.mails[0]["Subject"]
    assert max(map(len, server.raw[0].split(b"\r\n"))) <= 998


def test_the_same_posting_has_the_same_message_id_and_another_one_another() -> None:
    with mail_server() as server:
        first, second = send(server), send(server)
        other = send(server, make_posting(make_alert("findings/platform/18"), channel=PLACE))
    assert first == second != other
    assert [mail["Message-ID"] for mail in server.mails[:2]] == [f"<{first[5:]}>"] * 2


@pytest.mark.parametrize(("form", "start"), [(Form.REPLY, ""), (Form.UPDATE, "Changed: ")])
def test_what_follows_stands_in_the_same_thread(form: Form, start: str) -> None:
    with mail_server() as server:
        thread = send(server)
        posting = make_posting(channel=PLACE, key="status:1", form=form, thread=thread)
        send(server, posting)
    mail = server.mails[1]
    assert mail["In-Reply-To"] == mail["References"] == server.mails[0]["Message-ID"]
    assert mail["Subject"].startswith(f"[leakwatch] {start}")


def test_a_receipt_of_another_medium_makes_no_thread() -> None:
    with mail_server() as server:
        posting = make_posting(channel=PLACE, form=Form.REPLY, thread="C123/1700000000.000100")
        send(server, posting)
    assert server.mails[0]["In-Reply-To"] is None


def test_starttls_is_verified_by_the_company_s_authority_and_then_comes_the_login(
    tmp_path: Path,
) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    network = Network(ca_file=tmp_path / "ca.pem")
    with mail_server(ca=ca, login=LOGIN) as server:
        send(server, network=network, security="starttls", user="leakwatch", password="hunter2")
    assert len(server.raw) == 1
    verbs = [line.partition(" ")[0] for line in server.heard]
    assert verbs.index("STARTTLS") < verbs.index("AUTH") < verbs.index("MAIL")


def test_tls_from_the_first_byte_works_as_well(tmp_path: Path) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    with mail_server(ca=ca, implicit=True) as server:
        send(server, network=Network(ca_file=tmp_path / "ca.pem"), security="tls")
    assert len(server.raw) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_somebody_else_is_not_trusted(security: str) -> None:
    with (
        mail_server(ca=trustme.CA(), implicit=security == "tls") as server,
        pytest.raises(NotifyError, match=r"network\.ca_file") as caught,
    ):
        send(server, security=security)
    assert type(caught.value) is NotifyError
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.heard)


def test_where_starttls_is_not_offered_nothing_is_sent() -> None:
    with mail_server() as server, pytest.raises(NotifyRefused, match="does not offer"):
        send(server, security="starttls", user="leakwatch", password="hunter2")
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.heard)


@pytest.mark.parametrize(
    ("command", "answer", "kind", "code"),
    [
        ("EHLO", "421 busy", NotifyError, "smtp_421"),
        ("MAIL", "550 who are you", NotifyRefused, "smtp_550"),
        ("RCPT", "451 greylisted", NotifyError, "smtp_451"),
        ("RCPT", "550 no such user soc@example.com", NotifyRefused, "smtp_550"),
        ("DATA", "554 no", NotifyRefused, "smtp_554"),
        ("BODY", "452 full", NotifyError, "smtp_452"),
        ("BODY", "552 too large", NotifyRefused, "smtp_552"),
    ],
)
def test_a_server_that_says_no_says_whether_to_come_again(
    command: str, answer: str, kind: type[NotifyError], code: str
) -> None:
    with mail_server() as server:
        server.answers |= {command: answer} | ({"HELO": answer} if command == "EHLO" else {})
        with pytest.raises(NotifyError) as caught:
            send(server)
    assert type(caught.value) is kind
    assert caught.value.values["code"] == code
    assert "soc@example.com" not in str(caught.value)


def test_a_wrong_password_needs_a_person_and_is_not_shown(tmp_path: Path) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    network = Network(ca_file=tmp_path / "ca.pem")
    with mail_server(ca=ca, login="other") as server, pytest.raises(NotifyRefused) as caught:
        send(server, network=network, security="starttls", user="leakwatch", password="hunter2")
    assert "mail.password" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_mail_means_that_nothing_was_taken(command: str) -> None:
    with mail_server() as server:
        server.drop_at = command
        with pytest.raises(NotifyError) as caught:
            send(server)
    assert type(caught.value) is NotifyError


def test_a_connection_lost_after_the_mail_leaves_it_unclear() -> None:
    with mail_server() as server:
        server.drop_at = "BODY"
        with pytest.raises(NotifyUnclear):
            send(server)
    assert len(server.raw) == 1


def test_nobody_listens_and_that_passes() -> None:
    with mail_server() as server:
        pass
    with pytest.raises(NotifyError, match=r"mail\.host") as caught:
        send(server)
    assert type(caught.value) is NotifyError


def test_without_its_variable_a_mail_waits() -> None:
    with mail_server() as server, pytest.raises(NotifyError, match="SMTP_PASSWORD") as caught:
        send(server, unset="SMTP_PASSWORD")
    assert type(caught.value) is NotifyError
    assert server.heard == []


@pytest.mark.parametrize(
    "address",
    [
        "soc@example.com\r\nBcc: all@example.com",
        "soc@example.com, all@example.com",
        "<soc@example.com>",
        "soc",
        "a..b@example.com",
        "",
    ],
)
def test_no_header_can_be_slipped_in_by_an_address(address: str) -> None:
    with mail_server() as server, pytest.raises(NotifyRefused):
        send(server, make_posting(channel=f"mail:{address}"))
    assert server.raw == []


HOSTILE = [
    "a\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script>",
    "<!channel> <https://evil.example/|click> `x` *b*",
    "\u202egnp.exe \u200b \x1b[31mred",
    ".\r\n.\r\nQUIT\r\n",
    "\ud800 lone",
    "言" * 100_000,
    "<img src=x onerror=alert(1)>&amp;\"'",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_page_gets_nothing_into_a_mail_but_text(text: str) -> None:
    finding = make_alert_finding(excerpt=text, reasons=((text[:200], 1.0),))
    alert = make_alert(source=text[:300], findings=(finding,), reasons=(text[:200],))
    with mail_server() as server:
        send(server, make_posting(alert, channel=PLACE))
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    html = mail.get_body(("html",))
    assert html is not None
    assert not {"<script", "<img", "<https"} & {
        word for word in ("<script", "<img", "<https") if word in html.get_content()
    }
    assert len(server.raw[0]) < 100_000


def test_each_kind_of_alert_makes_a_mail() -> None:
    standing = Standing(number=1042, status=Status.TAKEN, verdict="take", actor="hanako", at=NOW)
    for kind in set(AlertKind) - {AlertKind.DIGEST}:
        alert = (
            make_summary(kind, high=2)
            if kind is not AlertKind.STATUS
            else make_alert(kind=kind, standing=standing)
        )
        letter = letter_of(
            make_posting(alert, channel=PLACE),
            sender="leakwatch@example.com",
            catalogue=ENGLISH,
            zone=UTC,
            now=NOW,
        )
        assert letter.as_bytes().isascii()


def test_the_server_can_be_asked_without_sending(tmp_path: Path) -> None:
    with mail_server() as server:
        good = asyncio.run(notifier(server).mailer.examine())
        server.answers["NOOP"] = "421 busy"
        bad = asyncio.run(notifier(server).mailer.examine())
    assert (good.ok, bad.ok, server.raw) == (True, False, [])
