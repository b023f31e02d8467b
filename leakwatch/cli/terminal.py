"""What is printed, in one language, with nothing of a hostile page left alive."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Self, TextIO

from leakwatch.cli.texts import LANGUAGE
from leakwatch.errors import N_, LeakwatchError, OutputError, OutputUnread
from leakwatch.locale import Catalogue, Language, catalogue

if TYPE_CHECKING:  # rich costs 0.2 s to import; --help must not pay for it
    from rich.console import Console

#: C0 and C1 controls but tab and line feed, the line and paragraph separators, and the marks that
#: turn the writing direction: a page must not move the cursor or dress up a line.
_INERT = dict.fromkeys(
    [
        *(code for code in range(32) if code not in (9, 10)),
        *range(127, 160),
        1564,
        8232,
        8233,
        8206,
        8207,
        *range(8234, 8239),
        *range(8294, 8298),
    ],
    "�",
)

#: The same in JSON, where nothing is lost: what json.dumps leaves as it is gets its escape sequence.
_ESCAPED = {code: f"\\u{code:04x}" for code in _INERT if code > 126}  # noqa: PLR2004 - the last of ASCII

#: Columns of a table that goes into a file or a pipe, where nothing needs to be folded.
_UNSEEN_WIDTH = 200


def inert(text: str) -> str:
    """`text` without terminal escape codes, direction marks and lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_INERT)


def json_line(record: Mapping[str, object], *, ascii_only: bool = False) -> str:
    """`record` as one line of JSON: nothing in it is lost, and nothing of it drives a terminal."""
    text = json.dumps(record, ensure_ascii=ascii_only, default=str)
    # a lone surrogate's backslash escape is its JSON escape as well
    return text.encode("utf-8", "backslashreplace").decode("utf-8").translate(_ESCAPED)


@dataclass
class Terminal:
    """Standard output for results, standard error for everything said about them."""

    out: TextIO
    err: TextIO
    catalogue: Catalogue
    zone: tzinfo = UTC  #: of the times in tables; JSON lines keep to UTC

    @classmethod
    def standard(cls) -> Self:
        """The process's own streams; what their encoding lacks is shown as a question mark."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return cls(sys.stdout, sys.stderr, catalogue(LANGUAGE))

    def speak(self, language: Language) -> None:
        self.catalogue = catalogue(language)

    def moment(self, at: datetime | None) -> str:
        """Day and time as somebody here reads them; a dash for never."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}" if at else "-"

    def text(self, message: str, **values: object) -> str:
        return inert(self.catalogue.text(message, **self.catalogue.spoken(values)))

    def say(self, message: str, **values: object) -> None:
        """One line of a result."""
        self.line(self.text(message, **values))

    def warn(self, message: str, **values: object) -> None:
        """One line beside the result."""
        self.aside(self.text(message, **values))

    def error(self, error: LeakwatchError) -> None:
        """An error in the language of the terminal; one that holds several says them all."""
        several = getattr(error, "text", None)
        text = several(self.catalogue) if callable(several) else self.catalogue.error(error)
        self.aside(text)

    def line(self, text: str = "") -> None:
        with _written():
            print(inert(text), file=self.out, flush=True)

    def aside(self, text: str) -> None:
        """A line that must not stand among the results."""
        print(inert(text), file=self.err, flush=True)

    def jsonl(self, record: Mapping[str, object]) -> None:
        ascii_only = (self.out.encoding or "utf-8").lower().replace("_", "-") != "utf-8"
        with _written():
            print(json_line(record, ascii_only=ascii_only), file=self.out, flush=True)

    def console(self, *, stderr: bool = False) -> Console:
        """A rich console; markup is off, since what is printed may come from a page."""
        from rich.console import Console

        file = self.err if stderr else self.out
        width = None if file.isatty() else _UNSEEN_WIDTH
        return Console(file=file, width=width, markup=False, highlight=False)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table; `headings` are catalogue messages, cells are put into words and made inert."""
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in headings:
            table.add_column(self.text(heading), overflow="fold")
        for row in rows:
            table.add_row(*(Text(inert(str(self.catalogue.said(cell)))) for cell in row))
        from rich.console import Console

        like, text = self.console(), io.StringIO()
        # drawn apart from the stream: rich itself would end the process when nobody reads on
        Console(
            file=text,
            width=like.width,
            force_terminal=like.is_terminal,
            markup=False,
            highlight=False,
        ).print(table)
        with _written():
            print(text.getvalue(), end="", file=self.out, flush=True)

    def records(
        self, headings: Sequence[str], records: Sequence[Mapping[str, object]], *, lines: bool
    ) -> None:
        """The same facts for a reader (a table, in his time zone) or for a program (`lines`)."""
        if not lines:
            rows = [[self._cell(value) for value in record.values()] for record in records]
            self.table(headings, rows)
            return
        for record in records:
            self.jsonl({name: _plain(value) for name, value in record.items()})

    def _cell(self, value: object) -> object:
        return self.moment(value) if value is None or isinstance(value, datetime) else value

    def abandon(self) -> None:
        """Write no more: what nobody takes must not fail once more when the process ends."""
        for stream in (self.out, self.err):
            if isinstance(stream, io.TextIOWrapper):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _plain(value: object) -> object:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


@contextmanager
def _written() -> Iterator[None]:
    """Raises OutputError for results that cannot be written, OutputUnread when nobody reads on."""
    try:
        yield
    except BrokenPipeError as error:
        raise OutputUnread(N_("nobody reads the results any more")) from error
    except OSError as error:
        raise OutputError(
            N_("the results cannot be written ({why}): make room, or send them elsewhere"),
            why=error.strerror or type(error).__name__,
        ) from error
