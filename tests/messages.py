"""What tests look for in a message: its texts, its elements, and what a hostile page would forge."""

from __future__ import annotations

import gettext
import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block  # noqa: TID251 - the SDK's own limits are the second judge

from leakwatch.demo.slack import check_blocks, too_long
from leakwatch.locale import Catalogue
from leakwatch.models import Alert, Posting
from leakwatch.notify.blocks import Message, render
from tests.factories import make_posting

ENGLISH = Catalogue("en", gettext.NullTranslations())
HOSTILE = (
    "<!channel> <!here> <!everyone> <@U00000001> <#C00000001> <!subteam^S00000001> @here @channel "
    "<https://evil.example/|leakwatch> *bold* _it_ ~no~ `code` ```block``` &amp; :boom: "
    "\u202egpj.exe\u202c \u200b\u200f \x1b]8;;https://evil.example/\x07link\x1b[0m \x00 \ud800"
)
#: What may stand in a message beside text: put there by us, never by a page.
OWN = frozenset({"link", "user", "usergroup", "button"})
#: What nothing in a message may be.
FORGED = frozenset({"mrkdwn", "broadcast", "channel", "emoji", "markdown", "image", "date"})


def elements_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a message's blocks."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from elements_of(one)


def texts_of(value: Any) -> list[str]:
    """Every text of a message's blocks, in order."""
    return [
        element["text"] for element in elements_of(value) if isinstance(element.get("text"), str)
    ]


def shown(alert: Alert, **changes: Any) -> str:
    return "\n".join(texts_of(render(make_posting(alert, **changes), ENGLISH).blocks))


def lines_of(posting: Posting) -> list[str]:
    """The message as a reader sees it, a line each; buttons between brackets."""
    told: list[str] = []
    for block in render(posting, ENGLISH).blocks:
        if block["type"] == "actions":
            told.append("".join(f"[{one['text']['text']}]" for one in block["elements"]))
        elif block["type"] == "rich_text":
            for part in block["elements"]:
                text = "".join(_said(element) for element in part["elements"])
                told += text.split("\n")
        else:
            told.append("  ".join(texts_of(block)))
    return told


def _said(element: dict[str, Any]) -> str:
    if element["type"] in {"user", "usergroup"}:
        return f"@{element[element['type'] + '_id']}"
    return str(element["text"])


def buttons_of(blocks: Any) -> dict[str, list[str]]:
    """The `action_id`s of the buttons in `blocks` by their value, in order."""
    found: dict[str, list[str]] = {}
    for element in elements_of(blocks):
        if element.get("type") == "button":
            found.setdefault(element["value"], []).append(element["action_id"])
    return found


def require_valid(message: Message) -> None:
    """Slack takes it: by the stand-in's judgement, the SDK's, and with room to spare."""
    blocks = json.loads(json.dumps(message.blocks).encode("utf-8"))
    assert check_blocks(blocks) == ()
    assert not too_long(blocks)
    assert 0 < len(blocks) <= 50
    assert sum(len(text) for text in texts_of(blocks)) < 10_000
    assert len(json.dumps(dict(message.metadata))) < 2_000
    assert message.text
    assert not set(message.text) & set("<>")
    message.text.encode("utf-8")
    for block in Block.parse_all(blocks):
        block.validate_json()
        block.to_dict()


def require_inert(message: Message) -> None:
    """Nothing in it but text and what is our own, and no text that Slack would read into."""
    for element in elements_of(message.blocks):
        assert element.get("type") not in FORGED
        assert element.get("emoji") is not True
        assert "verbatim" not in element
