"""`leakwatch init`: a commented starter configuration."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from leakwatch.cli.session import session_of
from leakwatch.cli.texts import LANGUAGE, _
from leakwatch.errors import N_


def init(
    context: typer.Context,
    directory: Annotated[
        Path | None,
        typer.Argument(help=_("Where to write it; else where --config points, else ./config.")),
    ] = None,
) -> None:
    """Write a commented starter configuration."""
    from leakwatch.config import find_config_dir, write_starter
    from leakwatch.review import acting_uid, login_of

    session = session_of(context)
    target = directory or session.directory
    login = login_of(acting_uid(os.getuid(), os.environ))
    for path in write_starter(target, reviewer=login, language=LANGUAGE):
        session.terminal.line(str(path))
    elsewhere = target.absolute() != find_config_dir(None, os.environ)
    session.terminal.say(
        N_("Next: edit {directory}/leakwatch.yaml and watchlist.yaml, then: {command}"),
        directory=target,
        command=f"leakwatch --config {quote(str(target))} doctor"
        if elsewhere
        else "leakwatch doctor",
    )
