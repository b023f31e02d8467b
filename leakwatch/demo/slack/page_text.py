"""Text of a message as HTML: what it says is shown, and nothing of it ever becomes markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

#: Slack id of a user, user group or channel → what it is called.
Names = Mapping[str, str]

_TOKEN = re.compile(r"<([^<>\n]*)>")
_STYLES = (("code", "code"), ("bold", "b"), ("italic", "i"), ("strike", "s"), ("underline", "u"))
#: Formats of mrkdwn that a person notices; each within a line.
_FORMATS = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])"), r"<b>\1</b>"),
)


def shown(text: object) -> str:
    """`text` letter by letter; lone surrogates, which no encoding takes, as question marks."""
    return escape(str(text).encode("utf-8", "replace").decode("utf-8"))


def text_object(text: object, names: Names) -> str:
    """A `plain_text` or `mrkdwn` object; anything else shows nothing."""
    if not isinstance(text, Mapping):
        return ""
    content = str(text.get("text", ""))
    return mrkdwn(content, names) if text.get("type") == "mrkdwn" else shown(content)


def mrkdwn(text: str, names: Names) -> str:
    """Slack's markup as Slack reads it: `<…>` calls or links, the rest is text.

    What calls somebody is set off as a call, so that a page which managed to forge one shows.
    """
    parts = _TOKEN.split(text)
    return "".join(
        _token(part, names) if number % 2 else _formatted(part) for number, part in enumerate(parts)
    )


def rich_text(parts: Sequence[Mapping[str, Any]], names: Names) -> str:
    """The parts of a `rich_text` block."""
    return "".join(_part(part, names) for part in parts)


def _plain(text: str) -> str:
    """`text` without the three entities that Slack's markup knows."""
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _formatted(text: str) -> str:
    text = shown(_plain(text))
    for pattern, markup in _FORMATS:
        text = pattern.sub(markup, text)
    return text


def _token(token: str, names: Names) -> str:
    target, _, label = map(_plain, token.partition("|"))
    if target.startswith("!subteam^"):
        return _call(names.get(target.removeprefix("!subteam^"), target[9:]))
    if target.startswith("!"):
        return _call(target[1:])
    if target.startswith(("@", "#")):
        return _call(names.get(target[1:], label or target[1:]), sign=target[0])
    return _link(label or target, target)


def _part(part: Mapping[str, Any], names: Names) -> str:
    elements = part.get("elements", [])
    if part["type"] == "rich_text_list":
        tag = "ol" if part.get("style") == "ordered" else "ul"
        items = "".join(f"<li>{_runs(one['elements'], names)}</li>" for one in elements)
        return f"<{tag}>{items}</{tag}>"
    inner = _runs(elements, names)
    match part["type"]:
        case "rich_text_quote":
            return f"<blockquote>{inner}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{inner}</pre>"
        case _:
            return f"<p>{inner}</p>"


def _runs(elements: Sequence[Mapping[str, Any]], names: Names) -> str:
    return "".join(_run(one, names) for one in elements)


def _run(run: Mapping[str, Any], names: Names) -> str:
    match run["type"]:
        case "link":
            content = _link(str(run.get("text") or run["url"]), str(run["url"]))
        case "user":
            content = _call(names.get(run["user_id"], run["user_id"]))
        case "usergroup":
            content = _call(names.get(run["usergroup_id"], run["usergroup_id"]))
        case "broadcast":
            content = _call(run["range"])
        case "channel":
            content = _call(names.get(run["channel_id"], run["channel_id"]), sign="#")
        case "emoji":
            content = shown(f":{run['name']}:")
        case _:
            content = shown(run.get("text", run.get("value", "")))
    return _styled(content, run.get("style"))


def _styled(content: str, style: object) -> str:
    styles = style if isinstance(style, Mapping) else {}
    for name, tag in _STYLES:
        if styles.get(name):
            content = f"<{tag}>{content}</{tag}>"
    return content


def _call(name: str, *, sign: str = "@") -> str:
    return f'<mark class="call">{sign}{shown(name)}</mark>'


def _link(text: str, url: str) -> str:
    """A link as text: the page must not lead anybody to where hostile pages are."""
    if text == url:
        return f"<u>{shown(url)}</u>"
    return f"<u>{shown(text)}</u> <small>({shown(url)})</small>"
