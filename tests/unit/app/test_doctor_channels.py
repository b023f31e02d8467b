"""What the doctor says of mail and webhooks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from leakwatch.app.checks import Health
from leakwatch.app.doctor_channels import examine_channels
from leakwatch.config import MailSettings, Settings, WebhookSettings, load_settings
from tests.servers.smtp import MailServer, mail_server
from tests.unit.config.right import TODAY, write


def settings(directory: Path, server: MailServer) -> Settings:
    loaded = load_settings(write(directory / "config", {}), environ={}, today=TODAY)
    mail = MailSettings(
        host="127.0.0.1", port=server.port, security="none", sender="leakwatch@example.com"
    )
    return replace(loaded, mail=mail)


def test_the_mail_server_is_asked_and_sent_nothing(tmp_path: Path) -> None:
    with mail_server() as server:
        (fine,) = examine_channels(settings(tmp_path, server), online=True)
        server.answers["NOOP"] = "554 no"
        (wrong,) = examine_channels(settings(tmp_path, server), online=True)
    assert (fine.health, wrong.health, server.raw) == (Health.GOOD, Health.BAD, [])
    assert "smtp_554" in wrong.message.format(**wrong.values)


def test_offline_nobody_is_asked(tmp_path: Path) -> None:
    with mail_server() as server:
        (line,) = examine_channels(settings(tmp_path, server), online=False)
    assert (line.health, server.heard) == (Health.NOTE, [])


def test_a_webhook_whose_secret_is_missing_is_said(tmp_path: Path) -> None:
    with mail_server() as server:
        given = settings(tmp_path, server)
    hooks = {
        "soc": WebhookSettings(name="soc", url="https://hooks.example/", key=bytes(32)),
        "siem": WebhookSettings(name="siem", unset="SIEM_SECRET"),
    }
    lines = list(examine_channels(replace(given, mail=None, webhooks=hooks), online=True))
    assert [line.health for line in lines] == [Health.NOTE, Health.BAD]


def test_without_either_nothing_is_said(tmp_path: Path) -> None:
    with mail_server() as server:
        given = replace(settings(tmp_path, server), mail=None)
    assert list(examine_channels(given, online=True)) == []
