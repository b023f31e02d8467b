"""Tables as spreadsheets save them (CSV): rows, with the lines they begin on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from leakwatch.errors import N_, BrokenDocument

_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    line: int  #: the first of its lines in the file, from 1
    cells: tuple[str, ...]


def read_rows(text: str, *, delimiter: str | None = None) -> Iterator[Row]:
    """Every row of `text`, the heading line among them; rows without a word are left out.

    Without `delimiter` it is the one of comma, semicolon and tab that the first line holds most of.
    Raises BrokenDocument, with the values `line` and `problem`, at a row that cannot be read.
    """
    heading = text.split("\n", 1)[0]
    chosen = delimiter or max(_DELIMITERS, key=heading.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=chosen, strict=True)
    line = 1
    try:
        for cells in rows:
            if line == 1 or any(cell.strip() for cell in cells):
                yield Row(line, tuple(cells))
            line = rows.line_num + 1
    except csv.Error as error:
        raise BrokenDocument(
            N_("line {line}: this row cannot be read ({problem})"), line=line, problem=str(error)
        ) from error
