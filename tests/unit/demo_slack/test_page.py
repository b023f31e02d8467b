from __future__ import annotations

import re
import urllib.request
from typing import Any

import pytest
from hypothesis import given, strategies as st

from leakwatch.demo.slack import SlackStandIn, Workspace
from leakwatch.demo.slack.page import page

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
TAGS = {
    "html", "head", "meta", "title", "link", "body", "h1", "h2", "h3", "article", "small", "p",
    "hr", "blockquote", "code", "b",
}  # fmt: skip


def workspace_of(*blocks: dict[str, Any], text: str = "fallback") -> Workspace:
    workspace = Workspace(clock=lambda: 1_775_034_000.0)
    workspace.post(workspace.channels[0], {"text": text, "blocks": list(blocks)})
    return workspace


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def rich(kind: str, *elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        pytest.param({"type": "header", "text": plain("A")}, "<h3>A</h3>", id="header"),
        pytest.param(
            {"type": "context", "elements": [plain("A"), plain("B")]},
            "<p><small>A · B</small></p>",
            id="context",
        ),
        pytest.param(
            {"type": "section", "text": plain("A"), "fields": [plain("B")]},
            "<p>A</p><p>B</p>",
            id="section",
        ),
        pytest.param({"type": "divider"}, "<hr>", id="divider"),
        pytest.param(
            rich("rich_text_quote", {"type": "text", "text": "A"}),
            "<blockquote>A</blockquote>",
            id="quote",
        ),
        pytest.param(
            rich("rich_text_section", {"type": "text", "text": "A", "style": {"bold": True}}),
            "<p><b>A</b></p>",
            id="bold",
        ),
        pytest.param(
            rich("rich_text_section", {"type": "text", "text": "A", "style": {"code": True}}),
            "<p><code>A</code></p>",
            id="code",
        ),
        pytest.param(
            rich("rich_text_section", {"type": "link", "url": "https://a.example/", "text": "A"}),
            "<p>A (https://a.example/)</p>",
            id="link-as-text",
        ),
        pytest.param(
            {
                "type": "actions",
                "elements": [{"type": "button", "text": plain("Take"), "action_id": "t"}],
            },
            "Take",
            id="actions",
        ),
    ],
)
def test_a_block_is_shown_as_text(block: dict[str, Any], shown: str) -> None:
    assert shown in page(workspace_of(block))


def test_a_message_without_blocks_shows_its_text() -> None:
    assert "<p>fallback</p>" in page(workspace_of())


def test_an_empty_channel_says_so() -> None:
    assert "No message yet." in page(Workspace())


def test_the_time_of_a_message_is_shown() -> None:
    assert "2026-04-01 09:00:00 UTC" in page(workspace_of())


@given(text=st.text(st.characters(), max_size=200) | st.just(EVIL))
def test_no_text_becomes_markup(text: str) -> None:
    shown = page(
        workspace_of(
            {"type": "header", "text": plain(text)},
            rich("rich_text_section", {"type": "link", "url": text, "text": text}),
            {"type": "section", "fields": [plain(text)]},
            text=text,
        )
    )
    shown.encode("utf-8")
    assert set(re.findall(r"<([a-z0-9]+)", shown)) <= TAGS
    assert "onerror=alert(1)>" not in shown


def test_the_page_is_served_under_a_strict_policy() -> None:
    with (
        SlackStandIn(workspace_of({"type": "header", "text": plain(EVIL)})) as slack,
        urllib.request.urlopen(slack.url, timeout=5) as answer,
    ):
        policy = answer.headers["content-security-policy"]
        content = answer.read().decode("utf-8")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "<script" not in content
    assert " style=" not in content


def test_the_style_is_a_file_of_its_own() -> None:
    with (
        SlackStandIn() as slack,
        urllib.request.urlopen(f"{slack.url}style.css", timeout=5) as answer,
    ):
        assert answer.headers.get_content_type() == "text/css"
