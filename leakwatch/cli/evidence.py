"""`leakwatch evidence`."""

from __future__ import annotations

import typer

from leakwatch.cli.texts import _

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("Capture pages on purpose, and verify what was captured."),
)
