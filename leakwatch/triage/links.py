"""The links in a message, or in what somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from leakwatch.notify.inert import address

#: Of one message so many are taken; whoever has more has a list to send otherwise.
MOST_LINKS = 20
#: Blocks within blocks that are looked through.
_DEEPEST, _MOST_PARTS = 12, 2_000
_TEXT_LIMIT = 40_000
#: `<https://site.example/|words>` in a message's text, and a bare address in a modal.
_ANGLED = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>|\"'`）)」』、。]+", re.IGNORECASE)
#: A link to another message is no page that could be looked at.
_OWN = ".slack.com"


def links_of(message: Mapping[str, Any]) -> tuple[str, ...]:
    """Web addresses in a message as Slack hands it over: blocks, text and attachments; each once."""
    found = [*_in_parts(message.get("blocks")), *_in_attachments(message.get("attachments"))]
    text = message.get("text")
    if isinstance(text, str):
        unescaped = (one.replace("&amp;", "&") for one in _ANGLED.findall(text[:_TEXT_LIMIT]))
        found += unescaped
    return _kept(found)


def links_in(text: str) -> tuple[str, ...]:
    """Web addresses in typed text, each once."""
    return _kept(_BARE.findall(text[:_TEXT_LIMIT]))


def _kept(found: list[str]) -> tuple[str, ...]:
    plain = (address(url) for url in found[: 10 * MOST_LINKS])
    pages = (url for url in plain if url is not None and not _is_slacks(url))
    return tuple(dict.fromkeys(pages))[:MOST_LINKS]


def _is_slacks(url: str) -> bool:
    return f".{urlsplit(url).hostname}".endswith(_OWN)


def _in_parts(parts: Any) -> Iterator[str]:
    """The `link` elements of rich text, however deep they stand."""
    pending: list[tuple[Any, int]] = [(parts, 0)]
    looked = 0
    while pending and looked < _MOST_PARTS:
        part, depth = pending.pop(0)
        looked += 1
        if isinstance(part, dict):
            if part.get("type") == "link" and isinstance(part.get("url"), str):
                yield part["url"]
            part = list(part.values())
        if isinstance(part, list) and depth < _DEEPEST:
            pending += [(one, depth + 1) for one in part if isinstance(one, dict | list)]


def _in_attachments(attachments: Any) -> Iterator[str]:
    """What an unfurled or forwarded message leads to."""
    for one in attachments if isinstance(attachments, list) else ():
        for name in ("original_url", "from_url", "title_link"):
            value = one.get(name) if isinstance(one, dict) else None
            if isinstance(value, str):
                yield value
