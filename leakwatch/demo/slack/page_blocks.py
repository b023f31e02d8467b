"""Blocks of messages and modals as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from leakwatch.demo.slack.page_text import Names, rich_text, shown, text_object

Block = Mapping[str, Any]
#: Makes the elements of a block, such as its buttons, something to press.
Controls = Callable[[Block, Sequence[Mapping[str, Any]]], str]


def blocks_as_html(blocks: Sequence[Block], *, names: Names, controls: Controls) -> str:
    """`blocks` in their order; a type the stand-in does not know is named, never left out."""
    return "".join(_block(block, names, controls) for block in blocks)


def _block(block: Block, names: Names, controls: Controls) -> str:
    kind = str(block.get("type"))
    return _KINDS[kind](block, names, controls) if kind in _KINDS else f"<p>[{shown(kind)}]</p>"


def _header(block: Block, names: Names, _controls: Controls) -> str:
    return f"<h4>{text_object(block['text'], names)}</h4>"


def _context(block: Block, names: Names, _controls: Controls) -> str:
    parts = (
        f"[{shown(one['alt_text'])}]" if one.get("type") == "image" else text_object(one, names)
        for one in block["elements"]
    )
    return f"<p><small>{' · '.join(parts)}</small></p>"


def _section(block: Block, names: Names, controls: Controls) -> str:
    text = f"<p>{text_object(block['text'], names)}</p>" if "text" in block else ""
    fields = [f"<li>{text_object(one, names)}</li>" for one in block.get("fields", [])]
    table = f'<ul class="fields">{"".join(fields)}</ul>' if fields else ""
    accessory = block.get("accessory", {})
    pressed = accessory and accessory.get("type") != "image"
    return text + table + (controls(block, [accessory]) if pressed else "")


def _divider(_block: Block, _names: Names, _controls: Controls) -> str:
    return "<hr>"


def _rich(block: Block, names: Names, _controls: Controls) -> str:
    return rich_text(block["elements"], names)


def _actions(block: Block, _names: Names, controls: Controls) -> str:
    return controls(block, block["elements"])


def _image(block: Block, _names: Names, _controls: Controls) -> str:
    """In words: nothing is loaded from outside."""
    return f"<p>[{shown(block['alt_text'])}]</p>"


_KINDS: Mapping[str, Callable[[Block, Names, Controls], str]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "rich_text": _rich,
    "section": _section,
}
