"""A CSV under a heading line: columns by any of their headings, every bad row noted and left out.

Comma, semicolon or tab; UTF-8 (with or without BOM), UTF-16 with BOM, or cp932 as Japanese
spreadsheets write it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import Path

from leakwatch.config.mistakes import ConfigMistakes, Mistake, nearest
from leakwatch.config.roster_text import roster_text
from leakwatch.config.text_file import WrongText, read_bytes
from leakwatch.errors import N_, BrokenDocument

#: A million people at 200 bytes; more is a mistake about the file.
_MAX_BYTES = 200_000_000
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)


def table_text(path: Path) -> str:
    """The text of the file. Raises ConfigMistakes."""
    name = str(path)
    try:
        return roster_text(read_bytes(path, name=name, limit=_MAX_BYTES), name=name)
    except WrongText as wrong:
        raise ConfigMistakes([wrong.mistake]) from wrong


@dataclass(kw_only=True)
class RowMistakes:
    """The mistakes of one file, noted row by row; the rows behind a bad one are still read."""

    file: str
    mistakes: list[Mistake] = field(default_factory=list)

    def note(
        self,
        line: int | None,
        column: str,
        message: str,
        *,
        near: str | None = None,
        remedy: str | None = None,
        **values: object,
    ) -> None:
        self.mistakes.append(
            Mistake(
                file=self.file,
                line=line,
                key=column,
                message=message,
                values=values,
                nearest=near,
                remedy=remedy,
            )
        )

    def note_unreadable(self, error: BrokenDocument) -> None:
        line, problem = error.values["line"], error.values["problem"]
        assert isinstance(line, int)
        self.note(line, "", N_("this row cannot be read ({problem})"), problem=problem)

    def note_too_long(self, line: int, *, found: int, expected: int) -> None:
        message = N_("this row has {found} cells under {expected} headings")
        self.note(line, "", message, found=found, expected=expected)


@dataclass(kw_only=True)
class HeadedRows(RowMistakes):
    """One pass over the rows of one file."""

    columns: Mapping[str, tuple[str, ...]]  #: column → other headings it may have
    required: Sequence[str]  #: columns that must be there
    heeded: Collection[str] = ()  #: headings that are no column, and are looked at all the same

    def rows(self, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Line number and cells by column of each row; a cell that is missing at its end is empty."""
        from leakwatch.extract import read_rows  # noqa: PLC0415 - loads the HTML parsers

        columns: list[str] | None = None
        try:
            for row in read_rows(text):
                if columns is None:
                    columns = self._read_headings(row.cells)
                elif len(row.cells) > len(columns):
                    self.note_too_long(row.line, found=len(row.cells), expected=len(columns))
                else:
                    pairs = zip_longest(columns, row.cells, fillvalue="")
                    yield row.line, {column: " ".join(cell.split()) for column, cell in pairs}
        except BrokenDocument as error:
            self.note_unreadable(error)
        if columns is None:
            self.note(None, "", N_("this file is empty"))

    def day(self, line: int | None, cells: Mapping[str, str], column: str) -> date | None:
        """The date in a cell; None where it is empty or no date, which is noted."""
        text = cells.get(column, "")
        if not text:
            return None
        match = _DATE.fullmatch(text)
        try:
            if match:
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
        message = N_("expected a date that exists, as in {example}, found {found}")
        self.note(line, column, message, example="2026-03-31", found=text[:20])
        return None

    def _read_headings(self, row: Sequence[str]) -> list[str]:
        """The heading line as column names; unknown ones are noted."""
        known = {
            heading.lower(): column
            for column, others in self.columns.items()
            for heading in (column, *others)
        }
        columns: list[str] = []
        for heading in (cell.strip() for cell in row):
            column = known.get(heading.lower(), heading)
            if column in columns:
                self.note(1, heading, N_("this column stands here twice"))
            elif column not in self.columns and column not in self.heeded:
                self.note(
                    1,
                    heading,
                    N_("there is no such column; known: {known}"),
                    near=nearest(heading, self.columns),
                    known=", ".join(self.columns),
                )
            columns.append(column)
        for column in self.required:
            if column not in columns:
                self.note(1, column, N_("this column is missing"))
        return columns
