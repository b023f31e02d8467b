"""Nothing but the page's own forms, sent from this machine, does anything."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from leakwatch.demo.slack import SlackStandIn, Workspace
from tests.servers.paging import Person


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    workspace = Workspace()
    workspace.post(workspace.channels[0], {"text": "found"})
    with SlackStandIn(workspace) as stand_in:
        yield stand_in


def test_a_form_without_the_pages_token_does_nothing(slack: SlackStandIn) -> None:
    person = Person(slack.url)
    fields = person.fields("read")
    for token in ("", "wrong", "ü"):
        person.post("read", {**fields, "token": token})
        assert person.status == 403
    person.open(slack.url)
    assert "Mark as read" in person.text


def test_a_form_another_site_sends_does_nothing(slack: SlackStandIn) -> None:
    person = Person(slack.url)
    for site in ("cross-site", "same-site", "none"):
        person.post("read", person.fields("read"), sec_fetch_site=site)
        assert person.status == 403
        person.open(slack.url)
        assert "Mark as read" in person.text


def test_a_name_that_leads_here_from_outside_shows_nothing(slack: SlackStandIn) -> None:
    person = Person(slack.url)
    fields = person.fields("read")
    person.open(slack.url, host="rebound.example")
    assert person.status == 403
    assert "found" not in person.text
    person.open(slack.url)
    person.post("read", fields, host="rebound.example")
    assert person.status == 403


@pytest.mark.parametrize("body", [b"\xff", b"a=" + b"x" * 300_000, b"&".join([b"a=1"] * 500)])
def test_what_is_no_form_of_the_page_is_refused(slack: SlackStandIn, body: bytes) -> None:
    person = Person(slack.url)
    person.open("/page/read", body)
    assert person.status == 403


@pytest.mark.parametrize(
    "query", ["user=U9", "channel=C9", "user=%3Cb%3E&lang=xx", "notice=%3Cb%3E"]
)
def test_an_address_that_means_nothing_shows_the_page_all_the_same(
    slack: SlackStandIn, query: str
) -> None:
    person = Person(f"{slack.url}?{query}")
    assert person.status == 200
    assert "<b></b>" not in person.html
    assert "Mark as read" in person.text


def test_nothing_changes_by_looking(slack: SlackStandIn) -> None:
    person = Person(slack.url)
    for act in ("press", "submit", "close", "send", "shortcut", "read"):
        person.open(f"/page/{act}")
        assert person.status == 405


def test_the_page_comes_under_a_strict_policy(slack: SlackStandIn) -> None:
    with urllib.request.urlopen(slack.url, timeout=5) as answer:
        policy, html = answer.headers["content-security-policy"], answer.read().decode()
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "script" not in policy
    assert "<script" not in html
    assert " style=" not in html
    with urllib.request.urlopen(f"{slack.url}style.css", timeout=5) as answer:
        assert answer.headers.get_content_type() == "text/css"
