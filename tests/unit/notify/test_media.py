"""Each posting goes to the medium that its channel names, or says why it cannot."""

from __future__ import annotations

import asyncio
import gettext
import logging
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from leakwatch.config import (
    MailSettings,
    Settings,
    SlackSettings,
    WebhookSettings,
    load_settings,
)
from leakwatch.demo.slack import SlackStandIn
from leakwatch.errors import NotifyError, NotifyRefused
from leakwatch.locale import Catalogue
from leakwatch.models import AlertKind, Form, Posting, Standing, Status
from leakwatch.notify import Media, Recall, media_of
from tests.factories import make_alert, make_alert_finding, make_posting
from tests.servers.hooks import Receiver, receiver
from tests.servers.smtp import MailServer, mail_server
from tests.unit.config.right import TODAY, write

ENGLISH = Catalogue("en", gettext.NullTranslations())
SECRET = "xoxb-stand-in-token"


class Around(NamedTuple):
    settings: Settings
    slack: SlackStandIn
    mail: MailServer
    hook: Receiver
    printed: list[str]

    def media(self, *, slack: bool = True, rest: bool = True) -> Media:
        given = replace(
            self.settings,
            slack=SlackSettings(token=SECRET, channel="#leakwatch", base_url=self.slack.api_url)
            if slack
            else None,
            mail=MailSettings(
                host="127.0.0.1",
                port=self.mail.port,
                security="none",
                sender="leakwatch@example.com",
                interval=3.0,
            )
            if rest
            else None,
            webhooks={"soc": WebhookSettings(name="soc", url=self.hook.url, key=bytes(32))}
            if rest
            else {},
        )
        return media_of(given, catalogue=ENGLISH, write=self.printed.append)


@pytest.fixture
def around(tmp_path: Path) -> Iterator[Around]:
    directory = write(tmp_path / "config", {})
    loaded = load_settings(directory, environ={}, today=TODAY)
    with ExitStack() as stack:
        slack = stack.enter_context(SlackStandIn())
        mail = stack.enter_context(mail_server())
        yield Around(loaded, slack, mail, stack.enter_context(receiver()), [])


def send(media: Media, channel: str) -> str:
    return asyncio.run(media.send(make_posting(channel=channel))).reference


def counts(around: Around) -> tuple[int, int, int, int]:
    slack = len(around.slack.messages("#leakwatch"))
    return slack, len(around.mail.raw), len(around.hook.asked), len(around.printed)


@pytest.mark.parametrize(
    ("channel", "expected", "reference"),
    [
        ("#leakwatch", (1, 0, 0, 0), "C"),
        ("", (1, 0, 0, 0), "C"),
        ("mail:soc@example.com", (0, 1, 0, 0), "mail/"),
        ("webhook:soc", (0, 0, 1, 0), "webhook/"),
        ("terminal", (0, 0, 0, 1), "terminal/"),
    ],
)
def test_a_channel_names_its_medium(
    around: Around, channel: str, expected: tuple[int, int, int, int], reference: str
) -> None:
    assert send(around.media(), channel).startswith(reference)
    assert counts(around) == expected


@pytest.mark.parametrize("channel", ["", "#leakwatch", "C0123456789"])
def test_without_a_token_the_terminal_takes_what_is_for_slack(around: Around, channel: str) -> None:
    send(around.media(slack=False), channel)
    assert counts(around) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("channel", "code", "remedy"),
    [
        ("mail:soc@example.com", "no_mail", "write mail with host and sender"),
        ("webhook:soc", "no_webhook", "known: -"),
        ("webhook:<!channel>", "no_webhook", "leakwatch.yaml"),
    ],
)
def test_a_way_that_does_not_exist_needs_a_person(
    around: Around, channel: str, code: str, remedy: str
) -> None:
    media = around.media(rest=False)
    with pytest.raises(NotifyRefused, match=remedy) as caught:
        send(media, channel)
    assert caught.value.values["code"] == code
    assert media.interval_of(channel) == 0.0


def test_every_medium_keeps_its_own_pace(around: Around) -> None:
    media = around.media()
    channels = ("", "mail:soc@example.com", "webhook:soc", "terminal")
    assert [media.interval_of(channel) for channel in channels] == [1.0, 3.0, 1.0, 0.0]
    assert media.interval == 1.0


def find(media: Media, posting: Posting) -> object:
    return asyncio.run(media.find(posting))


def test_only_a_medium_that_knows_is_asked_what_it_holds(around: Around) -> None:
    media = around.media()
    assert isinstance(media, Recall)
    receipt = send(media, "#leakwatch")
    found = asyncio.run(media.find(make_posting(channel="#leakwatch")))
    assert found is not None
    assert found.reference == receipt
    assert find(media, make_posting(channel="webhook:soc")) is None
    for channel in ("mail:soc@example.com", "terminal"):
        with pytest.raises(NotifyRefused) as caught:
            find(media, make_posting(channel=channel))
        assert caught.value.values["code"] == "no_history"


ids = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=7, max_size=12).map("P{}".format)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25
)
@given(person=ids, kind=st.sampled_from(list(AlertKind)), form=st.sampled_from(list(Form)))
def test_who_on_the_roster_is_meant_is_in_nothing_that_leaves(
    around: Around, person: str, kind: AlertKind, form: Form
) -> None:
    finding = make_alert_finding(subject=f"person:{person}", new_entries=(person, "T01"))
    standing = Standing(number=1042, status=Status.TAKEN, verdict="take", actor="hanako")
    alert = make_alert(kind=kind, findings=(finding,), standing=standing)
    media = around.media()
    for channel in ("mail:soc@example.com", "webhook:soc", "terminal"):
        posting = make_posting(alert, channel=channel, form=form, standings={1042: standing})
        asyncio.run(media.send(posting))
    bodies = [part.get_content() for mail in around.mail.mails for part in mail.iter_parts()]
    said = [*bodies, *map(str, around.mail.mails), *around.printed]
    said += [one.body.decode() + str(one.headers) for one in around.hook.asked]
    assert not any(person in text for text in said)


def test_neither_address_nor_password_is_logged(
    around: Around, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    media = around.media()
    around.hook.script = [200, 500]
    for _ in range(2):
        with suppress(NotifyError):
            send(media, "webhook:soc")
    send(media, "mail:soc@example.com")
    assert around.hook.url not in caplog.text
    assert "soc@example.com" not in caplog.text
    assert "大手素材" not in caplog.text
