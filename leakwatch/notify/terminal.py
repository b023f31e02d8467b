"""Alerts in the terminal, as the channel would show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, tzinfo
from io import StringIO
from typing import Any

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from leakwatch.locale import Catalogue
from leakwatch.models import Form, Posting, Receipt
from leakwatch.notify.actions import PREFIX
from leakwatch.notify.blocks import render
from leakwatch.notify.inert import without_isolates
from leakwatch.notify.spoken import spoken

_WIDTH = 88


class TerminalNotifier:
    """Hands each alert as a framed text without escape codes to `write`; only the CLI prints."""

    interval = 0.0

    def __init__(
        self,
        *,
        write: Callable[[str], None],
        catalogue: Catalogue,
        zone: tzinfo = UTC,
        width: int = _WIDTH,
    ) -> None:
        self._write, self._catalogue = write, catalogue
        self._zone, self._width = zone, width

    async def send(self, posting: Posting) -> Receipt:
        """Print `posting`; an edit is none here, where the line that tells of it stands already."""
        if posting.form is not Form.UPDATE:
            self._write(self._shown(posting))
        return Receipt(reference=f"terminal/{posting.key}")

    def _shown(self, posting: Posting) -> str:
        blocks = render(posting, spoken(posting, self._catalogue), zone=self._zone).blocks
        first, *lines = lines_of(blocks)
        out = StringIO()
        console = Console(file=out, width=self._width, color_system=None, force_terminal=False)
        if lines:
            title, content = Text(first), Text("\n".join(lines))
            console.print(Panel(content, title=title, title_align="left", box=box.ROUNDED))
        else:
            console.print(Text(first))
        return out.getvalue().rstrip("\n")


def lines_of(blocks: tuple[dict[str, Any], ...]) -> Iterator[str]:
    """The blocks of a message as lines of text, the header first, without what is for Slack only."""
    for block in blocks:
        if str(block.get("block_id", "")).startswith(PREFIX):
            continue
        match block["type"]:
            case "rich_text":
                yield from _rich(block["elements"])
            case "header":
                yield without_isolates(block["text"]["text"])
            case _:
                texts = [one["text"] for one in block.get("fields") or block["elements"]]
                yield without_isolates("  ".join(texts))


def _rich(parts: list[dict[str, Any]]) -> Iterator[str]:
    for part in parts:
        text = without_isolates("".join(_run(element) for element in part["elements"]))
        mark = "│ " if part["type"] == "rich_text_quote" else ""
        yield from (f"{mark}{line}" for line in text.split("\n"))


def _run(element: dict[str, Any]) -> str:
    if element["type"] == "link":
        return f"{element['text']}: {element['url']}"
    if element["type"] in {"user", "usergroup"}:
        return f"@{element[element['type'] + '_id']}"
    return str(element["text"])
