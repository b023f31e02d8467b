"""`leakwatch config`: is the configuration right, and what may stand in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from leakwatch.cli.session import session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("Check the configuration, or its schema.")
)


@app.command(help=_("Report every mistake of every file, with file and line."))
def check(context: typer.Context) -> None:
    from leakwatch.casework.letter_files import check_templates
    from leakwatch.config import ConfigMistakes

    session = session_of(context)
    mistakes, notices = check_templates(session.directory)
    try:
        settings = session.settings()
    except ConfigMistakes as error:
        raise ConfigMistakes((*error.mistakes, *mistakes)) from error
    session.notify(notices)
    if mistakes:
        raise ConfigMistakes(mistakes)
    for warning in settings.warnings:
        session.terminal.warn(warning.message, **warning.values)
    session.terminal.say(
        N_("{directory}: no mistake; {sources} sources, {terms} terms"),
        directory=settings.directory,
        sources=len(settings.sources),
        terms=len(settings.watchlist.terms),
    )


@app.command(help=_("Write a JSON Schema per file, for editors."))
def schema(
    context: typer.Context,
    directory: Annotated[
        Path | None, typer.Argument(help=_("Where to write them; else print them."))
    ] = None,
) -> None:
    from leakwatch.config import json_schemas

    session = session_of(context)
    schemas = json_schemas()
    if directory is None:
        session.terminal.line(json.dumps(schemas, ensure_ascii=False, indent=2))
        return
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in schemas.items():
        path = directory / f"{Path(name).stem}.schema.json"
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        session.terminal.line(str(path))
