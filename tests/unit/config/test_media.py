"""Mail, webhooks and monitor: what they take from outside, and what is wrong with them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from leakwatch.app.supervise import foreign_variables
from leakwatch.config import load_settings
from tests.unit.config.right import MAIN, TODAY, Fail, Load, write

KEY = base64.b64encode(bytes(range(32))).decode()
MAIL = """\
mail:
  host: smtp.example
  sender: leakwatch@example.com
  user: ${SMTP_USER}
  password: ${SMTP_PASSWORD}
"""
WEBHOOK = """\
webhooks:
  - name: soc
    url: ${SOC_URL}
    secret: ${SOC_SECRET}
"""
MONITOR = "monitor: {ping: '${PING_URL}', file: pulse, method: post, every: 30m}\n"
ENVIRON = {
    "SMTP_USER": "leakwatch",
    "SMTP_PASSWORD": "hunter2-mail",
    "SOC_URL": "https://hooks.example/in/very-secret-path",
    "SOC_SECRET": f"whsec_{KEY}",
    "PING_URL": "https://hc.example/ping/very-secret-id",
}
ALL = MAIN + MAIL + WEBHOOK + MONITOR


def test_each_way_out_takes_its_secrets_from_the_environment(load: Load, tmp_path: Path) -> None:
    settings = load({"leakwatch.yaml": ALL}, ENVIRON)
    assert settings.mail is not None
    assert (settings.mail.host, settings.mail.port) == ("smtp.example", 587)
    assert (settings.mail.user, settings.mail.password) == ("leakwatch", "hunter2-mail")
    assert settings.webhooks["soc"].url == ENVIRON["SOC_URL"]
    assert settings.webhooks["soc"].key == bytes(range(32))
    assert settings.monitor is not None
    assert settings.monitor.url == ENVIRON["PING_URL"]
    assert settings.monitor.file == tmp_path / "config" / "pulse"
    assert (settings.monitor.method, settings.monitor.every) == ("post", 1_800.0)
    assert settings.warnings == ()


def test_nothing_secret_shows_in_the_settings(load: Load) -> None:
    shown = repr(load({"leakwatch.yaml": ALL}, ENVIRON))
    assert [value for value in ENVIRON.values() if value != "leakwatch" and value in shown] == []


@pytest.mark.parametrize(
    ("name", "line"),
    [("SMTP_PASSWORD", 7), ("SOC_URL", 10), ("SOC_SECRET", 11), ("PING_URL", 12)],
)
def test_a_variable_that_is_not_set_is_said_with_its_line(load: Load, name: str, line: int) -> None:
    environ = {key: value for key, value in ENVIRON.items() if key != name}
    settings = load({"leakwatch.yaml": ALL}, environ)
    (warning,) = settings.warnings
    assert warning.values["name"] == name
    assert warning.values["where"] == f"config/leakwatch.yaml:{line}"
    unset = [settings.mail and settings.mail.unset, settings.webhooks["soc"].unset]
    assert name in [*unset, "PING_URL"]


def test_secrets_are_taken_from_files_too(load: Load) -> None:
    files = {
        "pass": "hunter2\n",
        "user": "u\n",
        "key": f"whsec_{KEY}\n",
        "ping": "https://a.example/x\n",
    }
    content = MAIN + (
        "mail: {host: smtp.example, sender: a@example.com, user_file: user, password_file: pass}\n"
        "webhooks: [{name: soc, url: 'https://hooks.example/', secret_file: key}]\n"
        "monitor: {ping_file: ping}\n"
    )
    settings = load({"leakwatch.yaml": content, **files})
    assert settings.mail is not None
    assert settings.mail.password == "hunter2"
    assert settings.webhooks["soc"].key == bytes(range(32))
    assert settings.monitor is not None
    assert settings.monitor.url == "https://a.example/x"


def mail(line: str) -> str:
    return MAIN + "mail:\n  host: smtp.example\n  sender: a@example.com\n" + line + "\n"


def hook(line: str, *, url: str = "https://hooks.example/") -> str:
    return MAIN + f"webhooks:\n  - name: soc\n    url: '{url}'\n    {line}\n"


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (mail("  password: hunter2"), 6, "may not stand here"),
        (mail("  user: ${SMTP_USER}"), 3, "go together"),
        (mail("  security: none"), 6, "in the clear"),
        (mail("  security: ssl"), 6, "starttls"),
        (mail("  port: 70000"), 6, "65535"),
        (mail("  sendr: x"), 6, "sender"),
        (MAIN + "mail:\n  host: smtp.example\n  sender: ''\n", 5, "mail address"),
        (hook("secret: whsec_abcdefghijklmnopqrstuvwx"), 6, "secret"),
        (hook("secret: ${SHORT}"), 6, "whsec_"),
        (hook("interval: 1s"), 4, "secret or secret_file is missing"),
        (hook("secret: ${SOC_SECRET}", url="http://hooks.example/"), 5, "in the clear"),
        (hook("secret: ${SOC_SECRET}", url="https://u:p@hooks.example/"), 5, "http or https"),
        (hook("secret: ${SOC_SECRET}\n  - name: soc\n    url: ${SOC_URL}"), 7, "twice"),
        (MAIN + "monitor:\n  ping: https://hc.example/ping/1\n", 4, "may not stand here"),
        (MAIN + "monitor:\n  ping: ${SMTP_USER}\n", 4, "http or https"),
        (MAIN + "monitor:\n  every: 1h\n", 3, "nobody would be told"),
        (MAIN + "monitor:\n  file: a\n  every: 10s\n", 5, "duration"),
    ],
)
def test_a_mistake_names_its_line(fail: Fail, content: str, line: int, word: str) -> None:
    error = fail({"leakwatch.yaml": content}, {**ENVIRON, "SHORT": "whsec_c2hvcnQ="})
    assert line in [one.line for one in error.mistakes], str(error)
    assert word in str(error)
    assert not any(value in str(error) for value in ENVIRON.values() if len(value) > 12)


ROUTING = """\
routes:
  - {name: soc, channel: webhook:sok}
  - {name: legal, also: [terminal, 'mail:legal@example.com']}
fallback: webhook:nobody
digests:
  - {every: day, at: "09:00"}
  - {every: week, at: "09:00", on: mon}
  - {every: day, at: "17:00", channel: mail:lead@example.com}
  - {every: day, at: "18:00"}
"""


def test_a_channel_that_there_is_no_way_to_is_a_mistake_with_its_line(fail: Fail) -> None:
    error = fail({"leakwatch.yaml": MAIN + WEBHOOK, "routing.yaml": ROUTING}, ENVIRON)
    found = {(one.line, one.key) for one in error.mistakes if one.file == "config/routing.yaml"}
    assert {line for line, _ in found} == {2, 3, 4, 8, 9}
    assert "soc" in str(error)


def test_a_sweep_gets_none_of_their_variables(tmp_path: Path) -> None:
    directory = write(
        tmp_path / "config", {"leakwatch.yaml": ALL.replace("SMTP", "LEAKWATCH_SMTP")}
    )
    environ = {name.replace("SMTP", "LEAKWATCH_SMTP"): value for name, value in ENVIRON.items()}
    settings = load_settings(directory, environ=environ, today=TODAY, channels=False)
    assert (settings.mail, settings.webhooks, settings.monitor) == (None, {}, None)
    assert settings.variables == frozenset()
    source = next(iter(settings.sources.values()))
    assert foreign_variables(settings, source) == set(environ)
