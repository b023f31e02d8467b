"""`leakwatch requests`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leakwatch.cli.named import beside, of_subject
from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import given
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_, OutputError, UsageError
from leakwatch.models import Cause, person_subject

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Request, Reviewer

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("What somebody may ask for about himself: export, correction, deletion."),
)
PersonArgument = Annotated[str, typer.Argument(help=_("The id in the roster."))]


@app.command(help=_("Everything kept about one person, as JSON in clear; kept as a request."))
def export(
    context: typer.Context,
    roster_id: PersonArgument,
    reason: ReasonOption = None,
    file: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help=_("Only its owner reads it."))
    ] = None,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        actor = _actor(session, watch, roster_id)
        told = watch.record.keeping.export(
            roster_id, actor=actor.id, reason=given(reason), now=now()
        )
    if file is None:
        session.terminal.jsonl({"person": roster_id, **told})
        return
    _write(file, {"person": roster_id, **told})
    session.terminal.say(
        N_("{file} holds everything about {roster_id} in clear: hand it over, then delete it"),
        file=file,
        roster_id=roster_id,
    )


@app.command(help=_("Correct one person's entry of the roster; kept as a request."))
def correct(
    context: typer.Context,
    roster_id: PersonArgument,
    reason: ReasonOption = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help=_("A column of the roster.")),
    ] = None,
) -> None:
    from leakwatch.app.retaining import correct_person

    session = session_of(context)
    if not changes:
        raise UsageError(N_("say what is to be corrected: --set COLUMN=VALUE"))
    with session.watch() as watch:
        actor = _actor(session, watch, roster_id)
        changed = correct_person(
            watch, roster_id, changes, actor=actor.id, reason=given(reason), now=now()
        )
    session.terminal.say(
        N_("{roster_id} is corrected: {columns}"), roster_id=roster_id, columns=", ".join(changed)
    )


@app.command(help=_("Delete everything kept about one person, for good; kept as a request."))
def delete(
    context: typer.Context,
    roster_id: PersonArgument,
    reason: ReasonOption = None,
    *,
    tombstones: Annotated[
        bool,
        typer.Option(
            "--tombstones", help=_("What was found is not reported anew while it is the same.")
        ),
    ] = False,
) -> None:
    from leakwatch.app.retaining import forget_person

    session = session_of(context)
    with session.watch() as watch:
        actor = _actor(session, watch, roster_id)
        gone = forget_person(
            watch,
            roster_id,
            actor=actor.id,
            reason=given(reason),
            cause=Cause.REQUEST,
            buried=tombstones,
            now=now(),
        )
        backups = [one.name for one in watch.record.keeping.backups() if not one.destroyed_at]
    _print_deleted(session.terminal, gone)
    if backups:
        session.terminal.warn(
            N_(
                "backups that may still hold it: {names}; destroy them, then note it with"
                " leakwatch retention deletions --destroyed FILE"
            ),
            names=", ".join(backups),
        )
    session.terminal.say(N_("{roster_id} is deleted"), roster_id=roster_id)


def _print_deleted(terminal: Terminal, gone: Mapping[str, int]) -> None:
    from leakwatch.app.report_words import CLASSES

    rows = [(beside(terminal, what, CLASSES.get(what)), count) for what, count in gone.items()]
    terminal.table([N_("what"), N_("count")], rows)


@app.command("list", help=_("Which requests were carried out; no name is in it."))
def list_requests(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    session = session_of(context)
    with session.watch() as watch:
        session.reader(watch.settings)
        found = watch.record.keeping.requests()
    if output is Format.JSONL:
        for one in found:
            session.terminal.jsonl(_record(one))
        return
    headings = ["R-", N_("wish"), N_("person"), N_("at"), N_("by"), N_("count")]
    rows = [
        (
            one.label,
            one.wish,
            of_subject(session.terminal, one.about),
            session.terminal.moment(one.at),
            one.actor,
            sum(one.counts.values()),
        )
        for one in found
    ]
    session.terminal.table(headings, rows)


def _record(one: Request) -> dict[str, object]:
    return {
        "request": one.label,
        "wish": one.wish.value,
        "about": one.about,
        "at": one.at.isoformat(),
        "actor": one.actor,
        "counts": dict(one.counts),
    }


def _write(file: Path, told: Mapping[str, Any]) -> None:
    from leakwatch.record import write_private

    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    try:
        write_private(file, text.encode("utf-8", "replace"))
    except OSError as error:
        raise OutputError(
            N_("{file} cannot be written ({reason})"),
            file=file,
            reason=error.strerror or type(error).__name__,
        ) from error


def _actor(session: Session, watch: Watch, roster_id: str) -> Reviewer:
    from leakwatch.review import require_keeper

    return require_keeper(session.actor(watch.settings), subject=person_subject(roster_id))
