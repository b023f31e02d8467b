"""One entry of the roster, corrected as whoever it is about asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from leakwatch.config.mistakes import nearest
from leakwatch.config.roster import COLUMNS, read_entry
from leakwatch.errors import N_, UsageError
from leakwatch.models import Person

#: How the command line is called where a file would be named.
_WHERE = "--set"


def corrected(person: Person, changes: Iterable[str]) -> Person:
    """`person` with each `COLUMN=VALUE` of `changes`; an empty value empties the column.

    Raises UsageError for what is no column of the roster, ConfigMistakes for a value that may not
    stand there.
    """
    cells = _cells(person)
    for change in changes:
        column, sign, value = change.partition("=")
        if not sign or column not in COLUMNS or column == "id":
            near = nearest(column, COLUMNS)
            raise UsageError(
                N_("--set takes COLUMN=VALUE, not {change}; columns: {known}"),
                change=f"{column}= ({near}?)" if near else column,
                known=", ".join(one for one in COLUMNS if one != "id"),
            )
        cells[column] = value.strip()
    return read_entry(cells, where=_WHERE)


def _cells(person: Person) -> dict[str, str]:
    values = asdict(person)
    given = {column: values.get(column) for column in COLUMNS}
    given["romaji"] = ";".join(person.romaji)
    return {column: "" if one is None else str(one) for column, one in given.items()}
