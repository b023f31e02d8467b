"""Alerts to programs: signed, repeated under one id, and nothing in them that may not leave."""

from __future__ import annotations

import asyncio
import gettext
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leakwatch.config import Network, WebhookSettings
from leakwatch.errors import NotifyError, NotifyRefused
from leakwatch.locale import Catalogue
from leakwatch.models import Form, Posting, Standing, Status
from leakwatch.notify import Recall, WebhookNotifier
from tests.factories import make_alert, make_alert_finding, make_posting
from tests.servers.hooks import Receiver, receiver

ENGLISH = Catalogue("en", gettext.NullTranslations())
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
KEY = bytes(range(32))
CHANNEL = "webhook:soc"
DOCUMENT = (Path(__file__).parents[3] / "docs" / "channels.md").read_text(encoding="utf-8")


def notifier(
    hook: Receiver, *, network: Network | None = None, unset: str | None = None
) -> WebhookNotifier:
    settings = WebhookSettings(name="soc", url=f"{hook.url}/in/secret-path", key=KEY, unset=unset)
    return WebhookNotifier(
        settings, network=network or Network(), catalogue=ENGLISH, clock=lambda: NOW
    )


def send(hook: Receiver, posting: Posting | None = None, **changes: object) -> str:
    posting = posting or make_posting(channel=CHANNEL)
    return asyncio.run(notifier(hook, **changes).send(posting)).reference  # type: ignore[arg-type]


def documented_verify() -> object:
    """The function that docs/channels.md shows, as it stands there."""
    (block,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(block, "docs/channels.md", "exec"), names)
    return names["verified"]


def test_an_alert_arrives_as_json_that_says_what_and_where() -> None:
    with receiver() as hook:
        send(hook)
    (asked,) = hook.asked
    told = asked.json
    assert (asked.method, asked.path) == ("POST", "/in/secret-path")
    assert asked.headers["content-type"] == "application/json"
    assert (told["type"], told["version"], told["form"]) == ("leakwatch.findings", 1, "post")
    assert told["id"] == asked.headers["webhook-id"]
    (finding,) = told["data"]["findings"]
    assert finding["finding"] == "F-1042"
    assert (finding["severity"], finding["score"]) == ("high", 0.87)
    assert "F-1042" in told["text"]


def test_an_address_leaves_without_who_logs_in_there() -> None:
    url = "https://user:word@blog.example/entry?page=2#part"
    with receiver() as hook:
        send(hook, make_posting(make_alert(url=url), channel=CHANNEL))
    (asked,) = hook.asked
    assert asked.json["data"]["url"] == "https://blog.example/entry?page=2"
    assert b"user:word" not in asked.body


def test_the_document_s_own_example_accepts_it_and_nothing_else() -> None:
    verified = documented_verify()
    assert callable(verified)
    with receiver() as hook:
        send(hook)
    (asked,) = hook.asked
    now = NOW.timestamp()
    assert verified(asked.headers, asked.body, key=KEY, now=now)
    assert not verified(asked.headers, asked.body + b" ", key=KEY, now=now)
    assert not verified(asked.headers, asked.body, key=bytes(32), now=now)
    assert not verified(asked.headers, asked.body, key=KEY, now=now + 3_600)
    other = {**asked.headers, "webhook-id": "msg_other"}
    assert not verified(other, asked.body, key=KEY, now=now)


def test_every_field_is_documented() -> None:
    with receiver() as hook:
        send(hook)
    told = hook.asked[0].json
    names = {*told, *told["data"], *told["data"]["findings"][0]}
    assert {name for name in names if f"`{name}`" not in DOCUMENT} == set()


def test_a_repeat_bears_the_same_id_and_another_posting_another() -> None:
    with receiver() as hook:
        first, second = send(hook), send(hook)
        other = send(hook, make_posting(channel=CHANNEL, key="findings/other"))
    assert first == second != other
    assert "." not in first


def test_what_may_have_arrived_is_simply_sent_again() -> None:
    with receiver() as hook:
        hook.cut = 1
        with pytest.raises(NotifyError) as caught:
            send(hook)
        assert type(caught.value) is NotifyError
        posting = make_posting(channel=CHANNEL)
        assert asyncio.run(notifier(hook).find(posting)) is None
        send(hook)
    assert isinstance(notifier(hook), Recall)
    assert len({asked.headers["webhook-id"] for asked in hook.asked}) == 1
    assert len(hook.asked) == 2


@pytest.mark.parametrize(
    ("status", "kind"),
    [(status, NotifyError) for status in (408, 425, 429, 500, 502, 503)]
    + [(status, NotifyRefused) for status in (301, 302, 307, 400, 401, 403, 404, 410, 422)],
)
def test_an_answer_says_whether_to_come_again(status: int, kind: type[NotifyError]) -> None:
    with receiver() as hook:
        hook.script = [status]
        hook.answer_headers = {"location": f"{hook.url}/elsewhere"}
        with pytest.raises(NotifyError) as caught:
            send(hook)
    assert type(caught.value) is kind
    assert caught.value.values["code"] == f"http_{status}"
    assert len(hook.asked) == 1, "a redirect is not followed"
    assert "secret-path" not in str(caught.value)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("17", 17.0),
        ("Thu, 26 Nov 2026 09:02:00 GMT", 120.0),
        ("Thu, 26 Nov 2026 08:00:00 GMT", 0.0),
        ("9999999", 86_400.0),
        ("soon", None),
        ("²", None),
    ],
)
def test_how_long_to_wait_is_heard(header: str, seconds: float | None) -> None:
    with receiver() as hook:
        hook.script, hook.answer_headers = [429], {"retry-after": header}
        if not header.isascii():
            hook.answer_headers = {"retry-after": "x"}
        with pytest.raises(NotifyError) as caught:
            send(hook)
    assert caught.value.retry_after == seconds


def test_nobody_listens_and_the_address_is_not_told() -> None:
    with receiver() as hook:
        pass
    with pytest.raises(NotifyError, match="soc") as caught:
        send(hook)
    assert "secret-path" not in str(caught.value)


def test_without_its_variable_it_waits() -> None:
    with receiver() as hook, pytest.raises(NotifyError, match="SOC_SECRET"):
        send(hook, unset="SOC_SECRET")
    assert hook.asked == []


def test_the_company_s_proxy_is_used_and_the_environment_s_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with receiver() as hook:
        send(hook)
        network = Network(proxy="http://127.0.0.1:9")
        with pytest.raises(NotifyError, match="soc"):
            send(hook, network=network)
        send(hook, network=replace(network, no_proxy=("127.0.0.1",)))
    assert len(hook.asked) == 2


def test_a_reply_names_the_message_that_it_follows() -> None:
    standing = Standing(number=1042, status=Status.TAKEN, verdict="take", actor="hanako", at=NOW)
    with receiver() as hook:
        thread = send(hook)
        alert = make_alert("status:F-1042:7:reply", standing=standing)
        posting = make_posting(
            alert, channel=CHANNEL, form=Form.REPLY, thread=thread, standings={1042: standing}
        )
        send(hook, posting)
    told = hook.asked[1].json
    assert told["follows"] == hook.asked[0].headers["webhook-id"]
    assert told["data"]["standing"]["status"] == "taken"
    assert told["data"]["standings"] == [told["data"]["standing"]]


def test_who_on_the_roster_is_meant_does_not_leave() -> None:
    finding = make_alert_finding(subject="person:E012345", new_entries=("E012345", "T01"))
    with receiver() as hook:
        send(hook, make_posting(make_alert(findings=(finding,)), channel=CHANNEL))
    assert b"E012345" not in hook.asked[0].body
    (told,) = hook.asked[0].json["data"]["findings"]
    assert (told["subject"], told["new_entries"]) == ("person", ["person", "T01"])


def test_a_hostile_page_makes_no_message_of_any_size() -> None:
    findings = tuple(
        make_alert_finding(number, excerpt="\ud800言<!channel>\x1b[31m" * 20_000)
        for number in range(1_000, 1_400)
    )
    with receiver() as hook:
        send(hook, make_posting(make_alert(findings=findings), channel=CHANNEL))
    (asked,) = hook.asked
    assert len(asked.body) < 500_000
    assert asked.json["data"]["findings_left_out"] == 300
    assert "\\u001b" not in asked.body.decode()
