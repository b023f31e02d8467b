"""`leakwatch retention`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.findings import day
from leakwatch.cli.named import beside, of_subject, worded
from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import Kind

if TYPE_CHECKING:
    from leakwatch.models import Deletion, Hold, RetentionRun, Tombstone

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("What is kept for how long, what is held, and what was deleted."),
)


@app.command(help=_("How long each class is kept, what is over now, and the legal holds."))
def show(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    from leakwatch.app.retaining import holds_for, retain, terms_of

    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        terms = terms_of(watch)
        run = retain(watch, actor=actor.id, now=now(), dry_run=True)
        holds, hidden = holds_for(watch, actor)
        lapsed = not watch.settings.charter.valid
    rows = _classes({**terms.days}, terms.people, run)
    _say_hidden(session, hidden)
    if output is Format.JSONL:
        for row in rows:
            session.terminal.jsonl(row)
        for hold in holds:
            session.terminal.jsonl(_hold(hold))
        return
    headings = [N_("class"), N_("days"), N_("over"), N_("held"), N_("under way")]
    session.terminal.table(
        headings, [(_class(session, row["class"]), *list(row.values())[1:]) for row in rows]
    )
    if holds:
        headings = ["H-", N_("on"), N_("state"), N_("until"), N_("asked by"), N_("approved by")]
        session.terminal.table(headings, [tuple(_shown_hold(session, one)) for one in holds])
    _warn(session, run, lapsed=lapsed)


@app.command(help=_("Delete now what is over; the service does so each day."))
def run(
    context: typer.Context,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only count what would be deleted."))
    ] = False,
) -> None:
    from leakwatch.app.retaining import retain
    from leakwatch.review import require_keeper

    session = session_of(context)
    with session.watch() as watch:
        actor = require_keeper(session.actor(watch.settings))
        done = retain(watch, actor=actor.id, now=now(), dry_run=dry_run)
    headings = [N_("class"), N_("over") if dry_run else N_("deleted"), N_("held"), N_("under way")]
    names = {**done.deleted, **done.held, **done.under_way}
    session.terminal.table(
        headings, [(_class(session, name), *_counts(done, name)) for name in names]
    )
    _warn(session, done, lapsed=False)
    count = sum(done.deleted.values())
    if dry_run:
        session.terminal.say(N_("{count} would be deleted; nothing was"), count=count)
    else:
        session.terminal.say(N_("{count} deleted for good"), count=count)


@app.command(help=_("What was deleted, when and why, and which backups may still hold it."))
def deletions(
    context: typer.Context,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help=_("Only on or after that day.")),
    ] = None,
    destroyed: Annotated[
        list[str] | None,
        typer.Option("--destroyed", metavar="FILE", help=_("Note that this backup is no more.")),
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    from leakwatch.app.retaining import deletions_for
    from leakwatch.review import require_keeper

    session = session_of(context)
    with session.watch() as watch:
        for name in destroyed or ():
            actor = require_keeper(session.actor(watch.settings))
            watch.record.keeping.note_destroyed(name, actor=actor.id, now=now())
        reader, begin = session.reader(watch.settings), day(since, session.terminal.zone)
        found, hidden = deletions_for(watch, reader, since=begin)
    _say_hidden(session, hidden)
    if output is Format.JSONL:
        for one in found:
            session.terminal.jsonl(deletion_record(one))
        return
    headings = [N_("at"), N_("why"), N_("class"), N_("on"), N_("count"), N_("by"), N_("backups")]
    session.terminal.table(headings, [tuple(_deletion(session, one)) for one in found])
    session.terminal.warn(N_("{count} deletions"), count=len(found))


@app.command(help=_("What deleted findings leave behind, so that they are not reported anew."))
def tombstones(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    session = session_of(context)
    with session.watch() as watch:
        session.reader(watch.settings)
        found = watch.record.keeping.tombstones()
    if output is Format.JSONL:
        for one in found:
            session.terminal.jsonl(_tombstone(one))
        return
    headings = ["T-", N_("source"), N_("kind"), N_("why"), N_("since"), N_("until"), N_("stopped")]
    headings += [N_("last stopped"), N_("lifted")]
    session.terminal.table(headings, [_shown_tombstone(one) for one in found])
    session.terminal.warn(N_("{count} tombstones"), count=len(found))


def _say_hidden(session: Session, count: int) -> None:
    """Of what is about the reader himself there is a number and nothing else."""
    if count:
        session.terminal.warn(N_("{count} not shown to you: about yourself"), count=count)


def _classes(
    days: dict[str, int], people: int | None, run: RetentionRun
) -> list[dict[str, object]]:
    rows = [("people", people if people is not None else "-"), *days.items()]
    keys = ("class", "days", "over", "held", "under_way")
    return [
        dict(zip(keys, (name, value, *_counts(run, name)), strict=True)) for name, value in rows
    ]


def _counts(run: RetentionRun, name: str) -> tuple[int, int, int]:
    def of(counts: Mapping[str, int]) -> int:
        return counts.get(name, 0)

    return of(run.deleted), of(run.held), of(run.under_way)


def _warn(session: Session, run: RetentionRun, *, lapsed: bool) -> None:
    if run.undecided:
        session.terminal.warn(
            N_("{count} findings about people are over and undecided: decide or close them"),
            count=run.undecided,
        )
    if lapsed:
        session.terminal.warn(
            N_(
                "no charter is valid: nobody is watched by name; findings about people are kept as"
                " the last one said, the roster until leakwatch people delete"
            )
        )
    if not run.journal_emptied:
        session.terminal.warn(
            N_("another process reads the database: its log is emptied with the next run")
        )


def _hold(hold: Hold) -> dict[str, object]:
    return {
        "hold": hold.label,
        "about": hold.about,
        "state": hold.state.value,
        "until": hold.until.isoformat(),
        "asked_by": hold.asked_by,
        "approved_by": hold.approved_by or "-",
    }


def _shown_hold(session: Session, hold: Hold) -> list[object]:
    named = {"state": worded(session.terminal, hold.state)}
    return [*{**_hold(hold), **named}.values()]


def _class(session: Session, name: object) -> str:
    from leakwatch.app.report_words import CLASSES

    return beside(session.terminal, str(name), CLASSES.get(str(name)))


def deletion_record(one: Deletion) -> dict[str, object]:
    """The documented shape of a deletion in JSON lines."""
    return {
        "at": one.at.isoformat(),
        "cause": one.cause.value,
        "class": one.what,
        "about": one.about,
        "count": one.count,
        "actor": one.actor,
        "backups": list(one.backups),
    }


def _deletion(session: Session, one: Deletion) -> list[object]:
    values = {**deletion_record(one), "cause": one.cause, "class": _class(session, one.what)}
    values["about"] = of_subject(session.terminal, one.about)
    return [
        session.terminal.moment(one.at),
        *[values[name] for name in ("cause", "class", "about", "count", "actor")],
        ", ".join(one.backups) or "-",
    ]


def _tombstone(one: Tombstone) -> dict[str, object]:
    return {
        "tombstone": one.label,
        "source": one.source,
        "kind": one.kind,
        "cause": one.cause.value,
        "at": one.at.date().isoformat(),
        "until": one.until.isoformat(),
        "stopped": one.stopped,
        "stopped_at": one.stopped_at.isoformat() if one.stopped_at else None,
        "lifted_at": one.lifted_at.isoformat() if one.lifted_at else None,
    }


def _shown_tombstone(one: Tombstone) -> tuple[object, ...]:
    return tuple({**_tombstone(one), "kind": Kind(one.kind), "cause": one.cause}.values())
