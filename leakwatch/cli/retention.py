"""`leakwatch retention`."""

from __future__ import annotations

import typer

from leakwatch.cli.texts import _

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("What is kept for how long, what is held, and what was deleted."),
)
