"""`leakwatch notify`: deliver what waits in the outbox."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_

if TYPE_CHECKING:
    from leakwatch.models import OutboxEntry

app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    help=_("Deliver what waits in the outbox, or look at it."),
)


@app.callback(invoke_without_command=True)
def notify(
    context: typer.Context,
    *,
    once: Annotated[
        bool, typer.Option("--once", help=_("One round; what cannot go now stays waiting."))
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        raise typer.Exit(_deliver(session_of(context), once=once))


def _deliver(session: Session, *, once: bool) -> int:
    from leakwatch.app.deliver import deliver_due, deliver_patiently, notifier_for

    terminal = session.terminal
    with session.watch() as watch:
        notifier = notifier_for(watch.settings, catalogue=terminal.catalogue, write=terminal.line)
        send = deliver_due if once else deliver_patiently
        done = asyncio.run(send(watch, notifier))
    terminal.warn(
        N_(
            "{delivered} delivered, {retried} to be tried again, {dead} refused, {unknown} undecided"
        ),
        delivered=done.delivered,
        retried=done.retried,
        dead=done.dead,
        unknown=done.unknown,
    )
    return 1 if done.retried or done.dead or done.unknown else 0


@app.command("list", help=_("List the outbox: what waits, was refused or is undecided."))
def list_outbox(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    session = session_of(context)
    with session.watch() as watch:
        entries = watch.record.outbox.list()
        known = session.actor(watch.settings) is not None
    if not known:
        _counts(session, entries)
        return
    records = [
        {
            "id": entry.id,
            "state": entry.state.value,
            "kind": entry.alert.kind.value,
            "source": entry.alert.source,
            "findings": ", ".join(finding.label for finding in entry.alert.findings),
            "attempts": entry.attempts,
            "next_at": entry.next_at,
            "error": entry.error,
        }
        for entry in entries
    ]
    headings = ["#", N_("state"), N_("kind"), N_("source"), N_("findings"), N_("attempts")]
    headings += [N_("next attempt"), N_("error")]
    session.terminal.records(headings, records, lines=output is Format.JSONL)


def _counts(session: Session, entries: tuple[OutboxEntry, ...]) -> None:
    """All that somebody who is not entered as a reviewer may read."""
    counts = Counter(entry.state.value for entry in entries)
    session.terminal.table([N_("state"), N_("count")], sorted(counts.items()))
    session.terminal.warn(N_("you are not entered in reviewers.yaml: counts only"))


@app.command(help=_("Send an alert again; an undecided one is looked for in the channel first."))
def requeue(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="#", help=_("The number in the list."))],
    *,
    absent: Annotated[
        bool, typer.Option("--absent", help=_("I have looked: it does not stand in the channel."))
    ] = False,
) -> None:
    from leakwatch.review import require_reader

    session = session_of(context)
    with session.watch() as watch:
        actor = require_reader(session.actor(watch.settings))
        watch.record.outbox.requeue(number, now=now(), absent=absent)
        watch.record.audit.append(
            "outbox.requeue", actor=actor.id, subject=f"outbox:{number}", reason=None, now=now()
        )
    session.terminal.say(N_("{number} waits again"), number=number)
