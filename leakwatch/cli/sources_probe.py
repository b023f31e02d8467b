"""`leakwatch sources check|record|replay`: looking at one source without sweeping it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import LeakwatchError

if TYPE_CHECKING:
    from leakwatch.app.judging import Emit
    from leakwatch.app.sweep import SweepOptions
    from leakwatch.app.watch import Watch
    from leakwatch.models import Outcome, Source

SourceArgument = Annotated[str, typer.Argument(metavar="NAME", help=_("The source."))]
_EventsOption = Annotated[
    bool, typer.Option("--events", help=_("Do it in this process and print its events."))
]
_NowOption = Annotated[bool, typer.Option("--now", help=_("In the quiet hours of a source too."))]

_FEW, _MOST = 10, 500


def check(
    context: typer.Context,
    name: SourceArgument,
    output: FormatOption = Format.TABLE,
    *,
    in_quiet: _NowOption = False,
    events: _EventsOption = False,
) -> int:
    def here(watch: Watch, source: Source, emit: Emit) -> Outcome:
        from leakwatch.app.probe import check_here

        return check_here(watch, source, options=_options(in_quiet), emit=emit, clock=now)

    if events:
        return _child(session_of(context), name, here)
    return _parent(context, name, ["sources", "check", name, *_flags(in_quiet)], output)


def record(
    context: typer.Context,
    name: SourceArgument,
    output: FormatOption = Format.TABLE,
    pages: Annotated[
        int, typer.Option("--pages", min=1, max=_MOST, help=_("How many pages at most."))
    ] = _FEW,
    *,
    in_quiet: _NowOption = False,
    events: _EventsOption = False,
) -> int:
    session = session_of(context)

    def here(watch: Watch, source: Source, emit: Emit) -> Outcome:
        from leakwatch.app.probe import record_here

        if source.personal_data:
            _enter(session, watch, source)
        return record_here(
            watch, source, pages=pages, options=_options(in_quiet), emit=emit, clock=now
        )

    if events:
        return _child(session, name, here)
    arguments = ["sources", "record", name, "--pages", str(pages), *_flags(in_quiet)]
    return _parent(context, name, arguments, output)


def replay(
    context: typer.Context,
    name: SourceArgument,
    output: FormatOption = Format.TABLE,
    *,
    events: _EventsOption = False,
) -> int:
    def here(watch: Watch, source: Source, emit: Emit) -> Outcome:
        from leakwatch.app.probe import replay_here
        from leakwatch.dispatch import forbid_network

        forbid_network()
        return replay_here(watch, source, emit=emit, clock=now)

    if events:
        return _child(session_of(context), name, here)
    return _parent(context, name, ["sources", "replay", name], output)


def _options(in_quiet: bool) -> SweepOptions:
    from leakwatch.app.sweep import SweepOptions

    return SweepOptions(dry_run=True, wait=False, in_quiet=in_quiet)


def _flags(in_quiet: bool) -> list[str]:
    return ["--now"] if in_quiet else []


def _child(session: Session, name: str, here: Callable[[Watch, Source, Emit], Outcome]) -> int:
    """The child's side: events on stdout, and an end when nobody holds stdin any more."""
    from leakwatch.app.watch import open_watch
    from leakwatch.cli.sweep import refused_event
    from leakwatch.dispatch import limit_self, watch_stdin

    watch_stdin()
    emit = session.terminal.jsonl
    try:
        with open_watch(session.directory, environ=os.environ, now=now(), channels=False) as watch:
            source = watch.source(name)
            limit_self(source.limits.memory_mb)
            outcome = here(watch, source, emit)
    except LeakwatchError as error:
        emit(refused_event(error))
        return error.exit_code
    return 0 if outcome.clean else 1


def _parent(context: typer.Context, name: str, arguments: list[str], output: Format) -> int:
    from leakwatch.app.probing import probe_child
    from leakwatch.cli.probe_print import ProbePrinter

    session = session_of(context)
    terminal = session.terminal
    with session.watch() as watch:
        expire_recordings(session, watch)
        source = watch.source(name)
        printer = ProbePrinter(terminal, source)
        heard = terminal.jsonl if output is Format.JSONL else printer.heard
        ended = asyncio.run(probe_child(watch.settings, source, arguments, on_event=heard))
    if ended.message and output is Format.TABLE:
        terminal.warn(ended.message, **ended.values)
    return ended.exit_code


def _enter(session: Session, watch: Watch, source: Source) -> None:
    """Enter in the audit trail that pages which show people are kept. Raises PermissionDenied."""
    actor = session.reader(watch.settings)
    subject = f"source:{source.name}"
    watch.record.audit.append(
        "source.record", actor=actor.id, subject=subject, reason=None, now=now()
    )


def expire_recordings(session: Session, watch: Watch) -> None:
    """Delete recordings whose time is over, and say so."""
    from leakwatch.app.expiring import expired_recordings

    for notice in expired_recordings(watch, now=now()):
        session.terminal.warn(notice.message, **notice.values)
