"""What is printed, in one language, with nothing of a hostile page left alive."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TextIO

from leakwatch.cli.texts import LANGUAGE
from leakwatch.errors import LeakwatchError
from leakwatch.locale import Catalogue, Language, catalogue

if TYPE_CHECKING:  # rich costs 0.2 s to import; --help must not pay for it
    from rich.console import Console

#: C0 and C1 controls but tab and line feed, the line and paragraph separators, and the marks that
#: turn the writing direction: a page must not move the cursor or dress up a line.
_INERT = dict.fromkeys(
    [
        *(code for code in range(32) if code not in (9, 10)),
        *range(127, 160),
        8232,
        8233,
        8206,
        8207,
        *range(8234, 8239),
        *range(8294, 8298),
    ],
    "�",
)

#: Columns of a table that goes into a file or a pipe, where nothing needs to be folded.
_UNSEEN_WIDTH = 200


def inert(text: str) -> str:
    """`text` without terminal escape codes, direction marks and lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_INERT)


@dataclass
class Terminal:
    """Standard output for results, standard error for everything said about them."""

    out: TextIO
    err: TextIO
    catalogue: Catalogue

    @classmethod
    def standard(cls) -> Self:
        return cls(sys.stdout, sys.stderr, catalogue(LANGUAGE))

    def speak(self, language: Language) -> None:
        self.catalogue = catalogue(language)

    def text(self, message: str, **values: object) -> str:
        return inert(self.catalogue.text(message, **values))

    def say(self, message: str, **values: object) -> None:
        """One line of a result."""
        self.line(self.catalogue.text(message, **values))

    def warn(self, message: str, **values: object) -> None:
        """One line beside the result."""
        self.aside(self.text(message, **values))

    def error(self, error: LeakwatchError) -> None:
        """An error in the language of the terminal; one that holds several says them all."""
        several = getattr(error, "text", None)
        text = several(self.catalogue) if callable(several) else self.catalogue.error(error)
        self.aside(text)

    def line(self, text: str = "") -> None:
        print(inert(text), file=self.out, flush=True)

    def aside(self, text: str) -> None:
        """A line that must not stand among the results."""
        print(inert(text), file=self.err, flush=True)

    def jsonl(self, record: Mapping[str, object]) -> None:
        print(json.dumps(record, ensure_ascii=False, default=str), file=self.out, flush=True)

    def console(self, *, stderr: bool = False) -> Console:
        """A rich console; markup is off, since what is printed may come from a page."""
        from rich.console import Console

        file = self.err if stderr else self.out
        width = None if file.isatty() else _UNSEEN_WIDTH
        return Console(file=file, width=width, markup=False, highlight=False)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table; `headings` are catalogue messages, cells are made inert."""
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in headings:
            table.add_column(self.text(heading), overflow="fold")
        for row in rows:
            table.add_row(*(Text(inert(str(cell))) for cell in row))
        self.console().print(table)
