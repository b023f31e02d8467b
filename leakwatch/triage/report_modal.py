"""The modal of a report: which links, and a word of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.notify import kit
from leakwatch.notify.actions import REPORT

#: `callback_id` of the modal; `block_id` and `action_id` of its inputs.
REPORT_MODAL = f"{REPORT}_modal"
LINKS, NOTE = "links", "note"
_TITLE, _LABEL = 24, 2_000
_LINKS_LIMIT, NOTE_LIMIT = 3_000, 1_000

View = dict[str, Any]


def report_form(channel: str, catalogue: Catalogue) -> View:
    """`channel` is where the reporter stands, to be told there how it went."""
    text = catalogue.text
    return {
        "type": "modal",
        "callback_id": REPORT_MODAL,
        "private_metadata": channel[:_TITLE],
        "title": kit.plain(text(N_("Report to leakwatch")), _TITLE),
        "submit": kit.plain(text(N_("Report")), _TITLE),
        "close": kit.plain(text(N_("Cancel")), _TITLE),
        "blocks": [
            kit.context(text(N_("The message holds no link. Where is what you have seen?"))),
            _input(LINKS, text(N_("Links, one a line")), limit=_LINKS_LIMIT),
            _input(
                NOTE,
                text(N_("What is there, in your own words")),
                limit=NOTE_LIMIT,
                optional=True,
                hint=text(N_("It is kept beside the link and judged with it. No names, please.")),
            ),
        ],
    }


def entered(view: Mapping[str, Any], block: str) -> str:
    """What stands in an input of a submitted modal."""
    value: Any = view
    for name in ("state", "values", block, block, "value"):
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _input(block: str, label: str, *, limit: int, optional: bool = False, hint: str = "") -> View:
    more = {"hint": kit.plain(hint, _LABEL)} if hint else {}
    return {
        "type": "input",
        "block_id": block,
        "optional": optional,
        "label": kit.plain(label, _LABEL),
        "element": {
            "type": "plain_text_input",
            "action_id": block,
            "multiline": True,
            "max_length": limit,
        },
        **more,
    }
