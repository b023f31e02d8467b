"""`leakwatch demo`: the whole job on an embedded world."""

from __future__ import annotations

import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.progress import SweepProgress
from leakwatch.cli.session import session_of
from leakwatch.cli.sweep import print_sweeps
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import LANGUAGE, _
from leakwatch.errors import N_
from leakwatch.models import Kind

if TYPE_CHECKING:
    from leakwatch.app.demonstration import Day, Demonstration


def demo(
    context: typer.Context,
    *,
    serve: Annotated[
        bool, typer.Option("--serve", help=_("Keep the world up afterwards, to look around."))
    ] = False,
    slack: Annotated[
        bool,
        typer.Option(
            "--slack", help=_("Run the service and its Slack afterwards, to press the buttons.")
        ),
    ] = False,
    story: Annotated[
        bool,
        typer.Option(
            "--story", help=_("Play the whole casework, and its bad twin, instead of two days.")
        ),
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help=_("Keep the demo's configuration and record."))
    ] = False,
) -> int:
    """Show the whole job on sample platforms of our own: no account, no network, no settings."""
    from leakwatch.cli.demo_story import tell_stories

    terminal = session_of(context).terminal
    if story:
        return tell_stories(terminal, keep=keep)
    return _show(terminal, serve=serve, slack=slack, keep=keep)


def _show(terminal: Terminal, *, serve: bool, slack: bool, keep: bool) -> int:
    """Two days of the sample world, then a look around."""
    from leakwatch.app.demonstration import Demonstration

    with Demonstration(language=LANGUAGE) as world:
        try:
            wrong = _play(terminal, world)
            if slack:
                wrong |= _click_through(terminal, world)
            elif serve:
                _serve(terminal, world)
        finally:
            if not (keep or serve):
                shutil.rmtree(world.directory)
    if keep or serve:
        terminal.say(
            N_("Configuration and record are kept in {directory}"), directory=world.directory
        )
    _next_steps(terminal)
    return 1 if wrong else 0


def _play(terminal: Terminal, world: Demonstration) -> bool:
    """Both days and a third look; whether anything went other than it should."""
    terminal.zone = world.zone
    terminal.say(N_("A sample company, an expert platform, its request board and a tech blog."))
    terminal.say(N_("{count} people of the watch group are sealed."), count=world.import_people())
    first = _day(terminal, world, N_("Day 1: the first sweep is a baseline, one summary each"))
    _findings(terminal, first)
    world.world.day = 2
    second = _day(terminal, world, N_("Day 2: one registrant gone, one new, one edited"))
    _changes(terminal, second)
    terminal.line()
    third = _sweep(terminal, world)
    terminal.say(N_("Swept again, nothing changed: {count} alerts."), count=len(third.alerts))
    _tally(terminal, second)
    return not _as_it_should(first, second, third)


def _as_it_should(first: Day, second: Day, third: Day) -> bool:
    sound = all(sweep.clean for day in (first, second, third) for sweep in day.sweeps)
    sent = len(first.alerts) + len(second.alerts) == second.accepted == third.accepted
    true = not second.tally.missed and not second.tally.false_alerts
    return sound and sent and true and not third.alerts


def _day(terminal: Terminal, world: Demonstration, heading: str) -> Day:
    terminal.line()
    terminal.say(heading)
    day = _sweep(terminal, world)
    print_sweeps(terminal, day.sweeps)
    terminal.line()
    terminal.say(N_("What the channel shows ({count} messages):"), count=len(day.alerts))
    _alerts(terminal, day)
    return day


def _sweep(terminal: Terminal, world: Demonstration) -> Day:
    with SweepProgress(terminal, lines=False) as progress:
        return world.sweep(on_event=progress.heard)


def _alerts(terminal: Terminal, day: Day) -> None:
    import asyncio

    from leakwatch.models import Posting
    from leakwatch.notify import TerminalNotifier

    notifier = TerminalNotifier(
        write=terminal.line, catalogue=terminal.catalogue, zone=terminal.zone
    )
    for alert in day.alerts:
        asyncio.run(notifier.send(Posting(key=alert.key, alert=alert, channel="terminal")))


def _findings(terminal: Terminal, day: Day) -> None:
    from leakwatch.cli.findings import print_findings

    terminal.line()
    terminal.say(N_("The findings log (people are pseudonyms):"))
    print_findings(terminal, day.findings)


def _changes(terminal: Terminal, day: Day) -> None:
    gone = [one for one in day.findings if one.missing_since is not None]
    for one in gone:
        terminal.say(
            N_("{finding} was not seen any more; a second clean sweep makes it gone."),
            finding=one.label,
        )


def _tally(terminal: Terminal, day: Day) -> None:
    facts: Mapping[str, object] = {
        "found": day.tally.found,
        "planted": day.tally.planted,
        "false_alerts": len(day.tally.false_alerts),
    }
    terminal.line()
    terminal.say(N_("Found {found} of {planted} planted, {false_alerts} false alerts."), **facts)
    for planted in day.tally.missed:
        terminal.say(N_("missed: {path} ({how})"), path=planted.path, how=planted.how)
    for claim in day.tally.false_alerts:
        terminal.say(N_("false: {path} ({kind})"), path=claim.path, kind=Kind(claim.kind))


def _serve(terminal: Terminal, world: Demonstration) -> None:
    terminal.line()
    terminal.say(N_("The world: {url}"), url=world.world.url)
    terminal.say(N_("Its Slack: {url}"), url=world.slack.url)
    terminal.say(N_("Its log: leakwatch --config {config} findings list"), config=world.config)
    terminal.say(N_("Ctrl-C ends it."))
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        terminal.line()


def _click_through(terminal: Terminal, world: Demonstration) -> bool:
    """The stand-in Slack with a service that answers, until Ctrl-C; whether the service fell."""
    with world.service() as service, _interrupted_by_every_ending():
        terminal.line()
        for line, values in _tour(world):
            terminal.say(line, **values)
        try:
            service.wait()
        except KeyboardInterrupt:
            terminal.line()
            return False
    said = world.service_log.read_text(encoding="utf-8", errors="replace").strip()
    terminal.line(said.rpartition("\n")[2])
    terminal.warn(N_("the service of the demo ended by itself"))
    return True


def _tour(world: Demonstration) -> Iterator[tuple[str, Mapping[str, object]]]:
    yield N_("Its Slack, for your browser: {url}"), {"url": world.slack.url}
    yield N_("  Choose who you are at the top: lead, reviewer, or a stranger who is refused."), {}
    yield N_("  Press a button under an alert: take it, then confirm it with a reason."), {}
    yield N_("  Type a command at the bottom: {command}"), {"command": "/leakwatch status"}
    log = {"config": world.config}
    yield N_("Its log: leakwatch --config {config} findings list"), log
    yield N_("Ctrl-C ends it."), {}


@contextmanager
def _interrupted_by_every_ending() -> Iterator[None]:
    """Take a closed terminal or a kill as Ctrl-C: the service must not outlive us."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    endings = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in endings}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _next_steps(terminal: Terminal) -> None:
    terminal.line()
    terminal.say(N_("Next, for your own company:"))
    for line in (
        N_("  leakwatch init DIR  a commented starter configuration in DIR"),
        N_("  leakwatch doctor    what is missing before the first sweep"),
        N_("  leakwatch run       the service"),
    ):
        terminal.say(line)
