"""`leakwatch people`: the watch group, sealed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import ReasonOption
from leakwatch.cli.reasons import given
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, CharterError
from leakwatch.models import Cause, person_subject

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Reviewer

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("Import, export or delete the watch group.")
)


@app.command("import", help=_("Seal a roster (CSV) into the record; the file can then go."))
def import_roster(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("CSV with a heading line; see the example."))],
) -> None:
    from leakwatch.app.chartered import note_charter
    from leakwatch.app.compiling import forget_compiled
    from leakwatch.config import check_roster, read_roster, stated_mails
    from leakwatch.review import require_own_entry_kept

    session = session_of(context)
    with session.watch() as watch:
        actor = _actor(session, watch)
        state = watch.settings.charter
        if state.charter is None:
            raise CharterError(state.problem or "", **state.values)
        watch.record.vault.require()
        groups, stated = state.charter.groups, stated_mails(session.directory)
        people = read_roster(file, groups=[one.id for one in groups], stated=stated)
        before = watch.record.people.load()  # also those whose time is over
        require_own_entry_kept(actor, before=before, after=people)
        left_out = {one.id for one in before} - {one.id for one in people}
        watch.record.people.replace(people, actor=actor.id, now=now())
        note_charter(watch, state, actor=actor.id, now=now())
        forget_compiled(watch.settings.state_dir)
        session.notify(check_roster(people, watch.settings.watchlist))
    if left_out:
        session.terminal.warn(
            N_(
                "{count} people are no longer on the roster; what was found about them stays until"
                " leakwatch people delete"
            ),
            count=len(left_out),
        )
    session.terminal.say(
        N_("{count} people are sealed in the record; {file} is no longer needed: delete it"),
        count=len(people),
        file=file,
    )


@app.command(help=_("Print the roster as JSON lines; entered in the audit trail."))
def export(context: typer.Context, reason: ReasonOption = None) -> None:
    session = session_of(context)
    with session.watch() as watch:
        actor = _actor(session, watch)
        people = watch.record.people.export(actor=actor.id, reason=given(reason), now=now())
    for person in people:
        session.terminal.jsonl(asdict(person))


@app.command(help=_("Delete one person, and what was kept about him, for good."))
def delete(
    context: typer.Context,
    roster_id: Annotated[str, typer.Argument(help=_("The id in the roster."))],
    reason: ReasonOption = None,
) -> None:
    from leakwatch.app.retaining import forget_person

    session = session_of(context)
    with session.watch() as watch:
        actor = _actor(session, watch, subject=person_subject(roster_id))
        forget_person(
            watch,
            roster_id,
            actor=actor.id,
            reason=given(reason),
            cause=Cause.ROSTER,
            buried=False,
            now=now(),
        )
    session.terminal.say(N_("{roster_id} is deleted"), roster_id=roster_id)


def _actor(session: Session, watch: Watch, *, subject: str | None = None) -> Reviewer:
    from leakwatch.review import require_keeper

    return require_keeper(session.actor(watch.settings), subject=subject)
