"""The channels as a page for a person: every text escaped, no script, nothing loaded from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from leakwatch.demo.slack.workspace import Channel, Workspace

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
STYLE = """
body { font: 15px/1.45 sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; color: #1d1c1d; }
article { border-left: 3px solid #d72b3f; margin: 1rem 0; padding: .1rem 1rem; background: #f8f8f8; }
h3 { margin: .4rem 0; } p, ul { margin: .4rem 0; white-space: pre-wrap; }
blockquote { border-left: 3px solid #bbb; margin: .4rem 0; padding-left: .8rem; }
small { color: #616061; } code { background: #eee; padding: 0 .2rem; }
"""


def page(workspace: Workspace) -> str:
    channels = "".join(_channel(channel) for channel in workspace.channels)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Slack stand-in</title>'
        f'<link rel="stylesheet" href="/style.css"></head><body><h1>Slack stand-in</h1>'
        f"{channels}</body></html>"
    )


def _channel(channel: Channel) -> str:
    messages = "".join(_message(message) for message in channel.messages)
    return f"<h2>#{_shown(channel.name)}</h2>{messages or '<p>No message yet.</p>'}"


def _message(message: Mapping[str, Any]) -> str:
    at = datetime.fromtimestamp(float(message["ts"]), UTC)
    blocks = message.get("blocks") or []
    body = "".join(_block(block) for block in blocks) or f"<p>{_shown(message['text'])}</p>"
    edited = " (edited)" if "edited" in message else ""
    return f"<article><small>{at:%Y-%m-%d %H:%M:%S} UTC{edited}</small>{body}</article>"


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{_runs(block['text'])}</h3>"
        case "context":
            return f"<p><small>{' · '.join(_runs(one) for one in block['elements'])}</small></p>"
        case "section":
            return "".join(f"<p>{_runs(one)}</p>" for one in _section_texts(block))
        case "divider":
            return "<hr>"
        case "rich_text":
            return "".join(_part(part) for part in block["elements"])
        case _:
            return f"<p>{_runs(block)}</p>"


def _section_texts(block: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "text" in block:
        yield block["text"]
    yield from block.get("fields", [])


def _part(part: Mapping[str, Any]) -> str:
    inner = "".join(_runs(one) for one in part["elements"])
    return (
        f"<blockquote>{inner}</blockquote>" if part["type"].endswith("quote") else f"<p>{inner}</p>"
    )


def _runs(element: object) -> str:
    """All text within an element, in its order; links as text, since they lead to hostile pages."""
    if isinstance(element, list):
        return " ".join(_runs(one) for one in element)
    if not isinstance(element, dict):
        return ""
    if element.get("type") == "link":
        return f"{_shown(element.get('text', ''))} ({_shown(element['url'])})"
    if isinstance(element.get("text"), str):
        return _styled(_shown(element["text"]), element.get("style"))
    return " ".join(_runs(value) for value in element.values())


def _styled(text: str, style: object) -> str:
    styles = style if isinstance(style, dict) else {}
    for name, tag in (("code", "code"), ("bold", "b")):
        if styles.get(name):
            text = f"<{tag}>{text}</{tag}>"
    return text


def _shown(text: object) -> str:
    return escape(str(text).encode("utf-8", "replace").decode("utf-8"))
