"""What came with a request to the page, and what is believed of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request

from leakwatch.demo.slack.page_fields import Sent
from leakwatch.locale import Language

_LARGEST = 200_000  # bytes of a form; a modal's fields hold 3,000 characters each
_MOST_FIELDS = 200
_ADDRESS = re.compile(r"https?://[^\s<>]+")


async def sent_by(request: Request) -> Sent | None:
    """The fields of a form; None when it is none, or far larger than any of the page."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            return None
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def is_local(request: Request) -> bool:
    """Whether the browser was led here by an address of this machine, not by a name of others."""
    return request.url.hostname in {"127.0.0.1", "localhost"}


def one(given: Sent, name: str) -> str:
    """The first value sent under `name`, empty for none."""
    return next(iter(given.get(name, ())), "")


def known(given: str, offered: Sequence[str]) -> str:
    """`given` where it is on offer, else the first that is."""
    return given if given in offered else next(iter(offered), "")


def language_of(given: str, accepted: str) -> Language:
    """The language asked for by the address, else the one the browser likes best."""
    return "ja" if (given or accepted).lower().startswith("ja") else "en"


def as_slack_writes(text: str) -> str:
    """What a person typed, in the form in which Slack hands messages on: escaped, links marked."""
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(letter, entity)
    return _ADDRESS.sub(r"<\g<0>>", text)
