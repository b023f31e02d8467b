"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from leakwatch.cli.texts import _


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"


FormatOption = Annotated[
    Format, typer.Option("--format", help=_("A table, or one JSON object per line."))
]
FindingArgument = Annotated[str, typer.Argument(metavar="F-NUMBER", help=_("As in F-1042."))]
ReasonOption = Annotated[
    str | None, typer.Option("--reason", help=_("Why; kept sealed, its hash in the audit trail."))
]
