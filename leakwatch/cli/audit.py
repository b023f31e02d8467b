"""`leakwatch audit`."""

from __future__ import annotations

import typer

from leakwatch.cli.texts import _

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("The audit trail, and the monthly self-audit."),
)
