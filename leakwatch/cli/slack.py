"""`leakwatch slack`: what Slack needs to know of leakwatch."""

from __future__ import annotations

import typer

from leakwatch.cli.session import session_of
from leakwatch.cli.texts import _

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("Set Slack up."))


@app.callback()
def slack() -> None:
    """Keep `manifest` a command of its own: with one command alone typer would merge the two."""


@app.command(help=_("Print the app manifest to paste into Slack."))
def manifest(context: typer.Context) -> None:
    from leakwatch.notify import manifest as app_manifest

    session_of(context).terminal.line(app_manifest())
