"""`leakwatch db`: care for the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.session import now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_

if TYPE_CHECKING:
    from leakwatch.record import Restored

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("Back up, restore or verify the record.")
)
FileArgument = Annotated[Path, typer.Argument(help=_("The backup file."))]


@app.command(help=_("Bring the database to this version's schema (every command does)."))
def upgrade(context: typer.Context) -> None:
    session = session_of(context)
    with session.watch() as watch:
        session.terminal.say(N_("schema {version}"), version=watch.record.schema_version)


@app.command(help=_("Copy the database while it is in use; the key is not in it."))
def backup(context: typer.Context, file: FileArgument) -> None:
    session = session_of(context)
    with session.watch() as watch:
        watch.record.backup(file)
        actor = session.actor(watch.settings)
        watch.record.keeping.note_backup(file.name, actor=actor.id if actor else "-", now=now())
    session.terminal.say(N_("{file} is written; keep the sealing key apart from it"), file=file)


@app.command(help=_("Replace the database by a backup; the audit trail says so."))
def restore(context: typer.Context, file: FileArgument) -> None:
    from leakwatch.record import restore_record

    session = session_of(context)
    settings = session.settings()
    actor = session.reader(settings)
    done = restore_record(
        settings.state_dir, file, sealing_key=settings.sealing_key, actor=actor.id, now=now()
    )
    session.terminal.say(N_("{file} is restored"), file=file)
    _say_restored(session.terminal, done)


def _say_restored(terminal: Terminal, done: Restored) -> None:
    """What was deleted since the backup was made may not be back."""
    if done.unread:
        terminal.warn(
            N_(
                "the list of deletions beside the database does not open with this key: delete"
                " again what leakwatch audit report of the months since the backup names"
            )
        )
    if done.again or done.missing:
        terminal.say(
            N_("deleted since that backup: {again} deleted again, {missing} were not in it"),
            again=done.again,
            missing=done.missing,
        )
    if done.held:
        terminal.warn(
            N_("{count} that had been deleted are under legal hold now and stay"), count=done.held
        )


@app.command(help=_("Check the database, the audit trail and the outbox."))
def verify(context: typer.Context) -> int:
    session = session_of(context)
    with session.watch() as watch:
        problems = watch.record.verify()
        head = watch.record.audit.head()
    for problem in problems:
        session.terminal.warn(problem.message, **problem.values)
    session.terminal.say(N_("head of the audit trail: {head}"), head=head)
    return 1 if problems else 0
