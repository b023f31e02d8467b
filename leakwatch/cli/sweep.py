"""`leakwatch sweep`: an ad-hoc sweep now, each in a process of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_, LeakwatchError, SweepRefused, UsageError

if TYPE_CHECKING:
    from leakwatch.app.supervise import ChildSweep
    from leakwatch.app.sweep import SweepOptions
    from leakwatch.app.watch import Watch
    from leakwatch.models import Source, SweepReport


def sweep(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help=_("Sources to sweep."))] = None,
    output: FormatOption = Format.TABLE,
    *,
    every: Annotated[bool, typer.Option("--all", help=_("Every enabled source."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Crawl and judge; store and send nothing."))
    ] = False,
    alert_all: Annotated[
        bool, typer.Option("--alert-all", help=_("No baseline: alert on a first sweep too."))
    ] = False,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help=_("Refuse when the domain is being swept."))
    ] = False,
    no_send: Annotated[
        bool, typer.Option("--no-send", help=_("Leave alerts in the outbox for the service."))
    ] = False,
    in_quiet: Annotated[
        bool, typer.Option("--now", help=_("In the quiet hours of a source too."))
    ] = False,
    events: Annotated[
        bool, typer.Option("--events", help=_("Sweep in this process and print its events."))
    ] = False,
) -> int:
    from leakwatch.app.sweep import SweepOptions

    session = session_of(context)
    options = SweepOptions(
        dry_run=dry_run, alert_all=alert_all, wait=not no_wait, in_quiet=in_quiet
    )
    if events:
        return _sweep_here(session, names or [], options)
    with session.watch() as watch:
        sources = chosen(watch, names or [], every=every)
        sources = _possible(session, sources) if every else sources
        return _sweep(session, watch, sources, options, output=output, send=not no_send)


def chosen(watch: Watch, names: list[str], *, every: bool) -> list[Source]:
    """The sources a command line asks for.

    Raises UsageError when it asks for none or both, or for one that no program reads.
    """
    from leakwatch.app.hindrances import lasting

    if every == bool(names):
        raise UsageError(N_("name the sources to sweep, or say --all"))
    if names:
        sources = [watch.source(name) for name in dict.fromkeys(names)]
        for hindrance in map(lasting, sources):
            if hindrance is not None and hindrance.reason == "manual":
                raise UsageError(hindrance.message, **hindrance.values)
        return sources
    enabled = [one for one in watch.settings.sources.values() if one.enabled and one.swept]
    if not enabled:
        raise UsageError(
            N_("no source is enabled in {directory}"),
            directory=watch.settings.directory / "sources",
        )
    return enabled


def _possible(session: Session, sources: list[Source]) -> list[Source]:
    """Those that can be swept at all; of the others is said what keeps them from it."""
    from leakwatch.app.hindrances import lasting

    possible = []
    for source in sources:
        hindrance = lasting(source)
        if hindrance is None:
            possible.append(source)
        elif hindrance.reason != "manual":  # which is what it is meant to be
            why = session.terminal.text(hindrance.message, **hindrance.values)
            session.terminal.warn(N_("{source} is skipped: {why}"), source=source.name, why=why)
    return possible


def refused_event(error: LeakwatchError) -> dict[str, object]:
    """What a child says that does not begin."""
    values = {name: str(value) for name, value in error.values.items()}
    reason = {"reason": error.reason} if isinstance(error, SweepRefused) else {}
    return {"event": "sweep.refused", "message": error.message, "values": values, **reason}


def _sweep_here(session: Session, names: list[str], options: SweepOptions) -> int:
    """The child's side: events on stdout, and an end when nobody holds stdin any more."""
    from leakwatch.app.sweep import sweep_here
    from leakwatch.app.watch import open_watch
    from leakwatch.dispatch import limit_self, watch_stdin

    if len(names) != 1:
        raise UsageError(N_("--events sweeps exactly one source"))
    watch_stdin()
    emit = session.terminal.jsonl
    try:
        with open_watch(session.directory, environ=os.environ, now=now(), channels=False) as watch:
            source = watch.source(names[0])
            limit_self(None if source.browser else source.limits.memory_mb)
            report = sweep_here(watch, source, options=options, emit=emit, clock=now)
    except LeakwatchError as error:
        emit(refused_event(error))
        return error.exit_code
    return 0 if report.outcome.clean else 1


def _sweep(
    session: Session,
    watch: Watch,
    sources: list[Source],
    options: SweepOptions,
    *,
    output: Format,
    send: bool,
) -> int:
    from leakwatch.app.supervise import sweep_all
    from leakwatch.cli.progress import SweepProgress

    with SweepProgress(session.terminal, lines=output is Format.JSONL) as progress:
        ended = asyncio.run(
            sweep_all(watch.settings, sources, options=options, on_event=progress.heard)
        )
    if output is Format.TABLE:
        print_sweeps(session.terminal, ended)
    for one in ended:
        if one.report is None:
            why = session.terminal.text(one.message, **(one.values or {}))
            session.terminal.warn(N_("{where}: {error}"), where=one.source, error=why)
    if not options.dry_run:
        _follow(session, watch)
    undelivered = 0
    if send and not options.dry_run:
        lines = output is Format.JSONL
        write = session.terminal.aside if lines else session.terminal.line
        undelivered = _deliver(session, watch, write)
    clean = all(one.clean for one in ended) and not undelivered
    # a refusal (no record, a wrong definition) is worse than a sweep that is not clean
    return max([0 if clean else 1, *(one.exit_code for one in ended if one.report is None)])


def _follow(session: Session, watch: Watch) -> None:
    """What the sweeps saw moves the cases at once, not only when the service comes to it."""
    from leakwatch.app.case_following import follow_cases

    moved = follow_cases(watch, now=now())
    if moved:
        session.terminal.warn(
            N_("{count} cases moved by what was seen: leakwatch cases list --all"), count=moved
        )


def print_sweeps(terminal: Terminal, ended: tuple[ChildSweep, ...]) -> None:
    headings = [
        N_("source"),
        N_("outcome"),
        N_("why"),
        N_("pages"),
        N_("sightings"),
        N_("findings"),
        N_("new"),
        N_("errors"),
    ]
    rows = [
        (
            one.source,
            one.report.outcome,
            ", ".join(one.report.reasons) or "-",
            one.report.pages,
            one.report.sightings,
            one.report.findings,
            one.report.new_findings,
            errors_in_words(one.report.errors),
        )
        for one in ended
        if one.report is not None
    ]
    if rows:
        terminal.table(headings, rows)
    for one in ended:
        if one.report is None:
            continue
        if not one.report.outcome.clean:
            _explain(terminal, one.report)
        if one.report.checks:
            terminal.say(
                N_("{source}: pages asked that are not listed any more: {checks}"),
                source=one.source,
                checks=errors_in_words(one.report.checks),
            )


def _explain(terminal: Terminal, report: SweepReport) -> None:
    """Beside the table, which has names only: what they mean, and what to do."""
    from leakwatch.notify import of_reason

    for name in report.reasons:
        reason = of_reason(name, terminal.catalogue)
        remedy = f" → {reason.remedy}" if reason.remedy else ""
        terminal.aside(f"{report.source}: {name}: {reason.words}{remedy}")


def errors_in_words(errors: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(errors.items())) or "-"


def _deliver(session: Session, watch: Watch, write: Callable[[str], None]) -> int:
    """Send what is due; how many alerts still wait. What fails stays in the outbox."""
    from leakwatch.app.deliver import deliver_due, notifier_for

    notifier = notifier_for(watch.settings, catalogue=session.terminal.catalogue, write=write)
    done = asyncio.run(deliver_due(watch, notifier))
    left = done.retried + done.dead + done.unknown
    if left:
        session.terminal.warn(
            N_("{left} alerts could not be delivered now; they stay in the outbox"), left=left
        )
    return left
