"""An open modal: its blocks, its fields, and what was wrong with what was entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leakwatch.demo.slack.page_blocks import Block, blocks_as_html
from leakwatch.demo.slack.page_fields import Field, Value, fields_of
from leakwatch.demo.slack.page_text import Names, shown, text_object
from leakwatch.demo.slack.page_viewer import Viewer
from leakwatch.errors import N_


def modal_as_html(
    view: Mapping[str, Any],
    viewer: Viewer,
    *,
    names: Names,
    people: Mapping[str, str],
    entered: Mapping[str, Value] | None = None,  # by block_id; None: nothing was entered yet
    problems: Mapping[str, str] | None = None,  # by block_id, in words
) -> str:
    """The modal as a form that sends what is entered, and a second one that closes it."""
    fields = {id(field.block): field for field in fields_of(view, people)}
    body = "".join(
        _field(fields[id(block)], viewer, entered, problems or {})
        if id(block) in fields
        else blocks_as_html([block], names=names, controls=_inert)
        for block in view.get("blocks", [])
    )
    title = text_object(view.get("title"), names)
    close = text_object(view.get("close"), names) or viewer.text(N_("Close"))
    submit = text_object(view.get("submit"), names)
    send = f'<button class="primary">{submit}</button>' if submit else ""
    content = viewer.form("submit", f"{body}{send}", view=str(view["id"]))
    leave = viewer.form("close", f"<button>{close}</button>", view=str(view["id"]), kind="close")
    return (
        '<div class="veil"><section class="modal" role="dialog" aria-modal="true" '
        f'aria-labelledby="modal-title"><h3 id="modal-title">{title}</h3>{content}{leave}'
        "</section></div>"
    )


def _field(
    field: Field,
    viewer: Viewer,
    entered: Mapping[str, Value] | None,
    problems: Mapping[str, str],
) -> str:
    value = field.initial() if entered is None else entered.get(field.block_id)
    return field.as_html(
        value,
        problem=shown(problems.get(field.block_id, "")),
        optional=viewer.text(N_("optional")),
    )


def _inert(_block: Block, elements: Sequence[Mapping[str, Any]]) -> str:
    """What else could be pressed within a modal is shown; this tool's modals hold nothing such."""
    return "".join(f"<p>[{shown(one.get('type'))}]</p>" for one in elements)
