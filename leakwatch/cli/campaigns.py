"""`leakwatch campaigns`."""

from __future__ import annotations

import typer

from leakwatch.cli.texts import _

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("The same question to several platforms, and what they answered."),
)
