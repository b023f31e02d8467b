"""`leakwatch demo`: the whole job on an embedded world."""

from __future__ import annotations

from typing import Annotated

import typer

from leakwatch.cli.session import session_of
from leakwatch.cli.texts import LANGUAGE, _


def demo(
    context: typer.Context,
    *,
    serve: Annotated[
        bool, typer.Option("--serve", help=_("Keep the world up afterwards, to look around."))
    ] = False,
) -> int:
    """Show the whole job on sample platforms of our own: no account, no network, no settings."""
    from leakwatch.cli.demo_story import play

    return play(session_of(context).terminal, language=LANGUAGE, serve=serve)
