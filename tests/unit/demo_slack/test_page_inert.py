"""No text of a message or a modal becomes more than text."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, strategies as st

from leakwatch.demo.slack.page_modal import modal_as_html
from tests.unit.demo_slack.test_page import button, plain, rich, run, shown, viewer, workspace_of

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
TAGS = frozenset(
    re.findall(
        r"\w+",
        "html head meta title link body header h1 h2 h3 h4 article small p hr blockquote code pre b i s"
        " u mark nav a span ul ol li main footer div form input button label section time textarea"
        " select option fieldset legend",
    )
)


@given(text=st.text(st.characters(), max_size=200) | st.just(EVIL))
def test_no_text_of_a_message_becomes_markup(text: str) -> None:
    workspace = workspace_of(
        {"type": "header", "text": plain(text)},
        rich("rich_text_section", {"type": "link", "url": text, "text": text}, run(text)),
        rich("rich_text_quote", {"type": "user", "user_id": text}),
        {"type": "section", "fields": [plain(text), {"type": "mrkdwn", "text": text}]},
        {"type": "image", "alt_text": text},
        {"type": "actions", "block_id": text, "elements": [button(value=text, style=text)]},
        {"type": text},
        text=text,
    )
    workspace.say(text, workspace.channels[0], text)
    is_inert(shown(workspace))


@given(text=st.text(st.characters(), max_size=200) | st.just(EVIL))
def test_no_text_of_a_modal_becomes_markup(text: str) -> None:
    kinds = ("plain_text_input", "static_select", "datepicker", "radio_buttons", "checkboxes", text)
    element = {
        "action_id": text,
        "initial_value": text,
        "placeholder": plain(text),
        "options": [{"value": text, "text": plain(text)}],
    }
    inputs: list[dict[str, Any]] = [
        {
            "type": "input",
            "block_id": f"{text}{number}",
            "label": plain(text),
            "hint": plain(text),
            "element": {**element, "type": kind, "multiline": bool(number % 2)},
        }
        for number, kind in enumerate((*kinds, "plain_text_input"))
    ]
    view = {
        "id": text,
        "title": plain(text),
        "submit": plain(text),
        "close": plain(text),
        "blocks": [*inputs, {"type": "section", "text": plain(text)}],
    }
    problems = {block["block_id"]: text for block in inputs}
    is_inert(modal_as_html(view, viewer(), names={}, people={text: text}, problems=problems))


def is_inert(html: str) -> None:
    """Nothing but our own tags with our own attributes."""
    html.encode("utf-8")
    tags = re.findall(r"<([a-zA-Z][^\s>]*)([^>]*)>", html)
    assert {name for name, _ in tags} <= TAGS
    for _, attributes in tags:
        left = re.sub(r'\s[a-z-]+="[^"<>]*"', "", attributes)
        assert set(left.split()) <= {"autofocus", "selected", "checked", "multiple"}, attributes
    names = {name for _, text in tags for name in re.findall(r'\s([a-z-]+)="', text)}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src"}}
