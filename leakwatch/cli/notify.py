"""`leakwatch notify`: deliver what waits in the outbox."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError
from leakwatch.models import Delivery

if TYPE_CHECKING:
    from leakwatch.models import OutboxEntry

_HEADINGS = (
    "#",
    N_("state"),
    N_("kind"),
    N_("sent as"),
    N_("source"),
    N_("channel"),
    N_("route"),
    N_("findings"),
    N_("attempts"),
    N_("next attempt"),
    N_("error"),
)

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
def list_outbox(
    context: typer.Context,
    *,
    state: Annotated[
        Delivery | None, typer.Option("--state", help=_("Entries in this state only."))
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", help=_("Entries for this channel only."))
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        known = session.actor(watch.settings) is not None
        if not known:
            _counts(session, watch.record.outbox.counts())
            return
        entries = watch.record.outbox.list(state, channel=channel)
    lines = output is Format.JSONL
    shown = [_line(entry) if lines else _in_words(entry) for entry in entries]
    session.terminal.records(_HEADINGS, shown, lines=lines)
    if output is Format.TABLE:
        _remedies(session, entries)


def _line(entry: OutboxEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "state": entry.state.value,
        "kind": entry.alert.kind.value,
        "form": entry.form.value,
        "source": entry.alert.source,
        "channel": entry.channel,
        "route": entry.route,
        "findings": ", ".join(finding.label for finding in entry.alert.findings),
        "attempts": entry.attempts,
        "next_at": entry.next_at,
        "error": entry.error,
    }


def _in_words(entry: OutboxEntry) -> dict[str, object]:
    """The same for people."""
    named = {"state": entry.state, "kind": entry.alert.kind, "form": entry.form}
    return {**_line(entry), **named}


def _remedies(session: Session, entries: tuple[OutboxEntry, ...]) -> None:
    """Each error once, in words, with what can be done."""
    from leakwatch.notify import of_code

    terminal = session.terminal
    stuck = [one for one in entries if one.error and one.state is not Delivery.DELIVERED]
    for (error, channel), count in Counter((one.error, one.channel) for one in stuck).items():
        reason = of_code(error or "", terminal.catalogue, channel=channel or "")
        remedy = f" → {reason.remedy}" if reason.remedy else ""
        terminal.aside(f"{count} × {error}: {reason.words}{remedy}")


def _counts(session: Session, counts: Mapping[Delivery, int]) -> None:
    """All that somebody who is not entered as a reviewer may read."""
    rows = sorted(counts.items())
    session.terminal.table([N_("state"), N_("count")], rows)
    session.terminal.warn(N_("you are not entered in reviewers.yaml: counts only"))


@app.command(help=_("Send alerts again; an undecided one is looked for in the channel first."))
def requeue(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="[#]...", help=_("Numbers in the list."))
    ] = None,
    *,
    dead: Annotated[bool, typer.Option("--dead", help=_("All that were refused."))] = False,
    unknown: Annotated[bool, typer.Option("--unknown", help=_("All that are undecided."))] = False,
    channel: Annotated[
        str | None, typer.Option("--channel", help=_("Of these, those for this channel only."))
    ] = None,
    absent: Annotated[
        bool, typer.Option("--absent", help=_("I have looked: it does not stand in the channel."))
    ] = False,
) -> None:
    states = [*([Delivery.DEAD] if dead else []), *([Delivery.UNKNOWN] if unknown else [])]
    if bool(numbers) == bool(states) or (channel is not None and not states):
        raise UsageError(N_("name numbers of the list, or --dead, --unknown or both"))
    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        outbox, at = watch.record.outbox, now()
        waiting = outbox.requeue_all(states, now=at, channel=channel, absent=absent)
        for number in numbers or ():
            outbox.requeue(number, now=at, absent=absent)
            waiting = (*waiting, number)
        for number in waiting:
            watch.record.audit.append(
                "outbox.requeue", actor=actor.id, subject=f"outbox:{number}", reason=None, now=at
            )
    for number in waiting:
        session.terminal.say(N_("{number} waits again"), number=number)
    if not waiting:
        session.terminal.warn(N_("nothing is stuck"))
