"""`leakwatch notify test`: what each route takes, where it goes now, and whether it arrives."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_

if TYPE_CHECKING:  # --help must not wait for Slack's SDK
    from leakwatch.app.testing_routes import Trial, Tried
    from leakwatch.config import Settings
    from leakwatch.models import Route

_HEADINGS = (
    N_("route"),
    N_("takes"),
    N_("goes to"),
    N_("copies"),
    N_("calls"),
    N_("now"),
)


def try_routes(
    context: typer.Context,
    *,
    route: Annotated[
        str | None, typer.Option("--route", metavar="NAME", help=_("This route alone."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show only, send nothing."))] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    from leakwatch.app.testing_routes import trials

    session = session_of(context)
    settings = session.settings()
    found = trials(settings, now=now(), route=route)
    records = [_record(session, trial) for trial in found]
    session.terminal.records(_HEADINGS, records, lines=output is Format.JSONL)
    if not dry_run and not asyncio.run(_send_all(session, settings, found, output)):
        raise typer.Exit(1)


def _record(session: Session, trial: Trial) -> dict[str, object]:
    """The same names as in JSON lines, in the order of the headings."""
    routed, route = trial.routed, trial.route
    return {
        "route": _name(session, trial),
        "takes": _takes(session, trial),
        "channel": routed.channel,
        "also": ", ".join(routed.also),
        "mention": ", ".join(route.mention) if route else "",
        "now": _now(session, trial),
    }


def _name(session: Session, trial: Trial) -> str:
    from leakwatch.models import AlertKind

    if trial.route is not None:
        return trial.route.name
    is_alarm = trial.alert.kind is AlertKind.ALARM
    return session.terminal.text(N_("(fallback)") if is_alarm else N_("(no route)"))


def _takes(session: Session, trial: Trial) -> str:
    from leakwatch.models import AlertKind

    text = session.terminal.text
    if trial.route is not None:
        return "; ".join(_conditions(session, trial.route)) or text(N_("everything"))
    if trial.alert.kind is AlertKind.ALARM:
        return text(N_("word that something could not be delivered"))
    return text(N_("what no route takes"))


def _conditions(session: Session, route: Route) -> Iterator[str]:
    for values in (route.alerts, route.kinds, sorted(route.severities), route.sources):
        if values:
            yield ", ".join(sorted(values))
    if route.sensitivity:
        yield session.terminal.text(
            N_("sensitivity {sensitivity} or more"), sensitivity=route.sensitivity
        )


def _now(session: Session, trial: Trial) -> str:
    terminal, routed = session.terminal, trial.routed
    if not trial.reached:
        other = routed.route or terminal.text(N_("(no route)"))
        return terminal.text(N_("taken by {route} before"), route=other)
    if routed.gather:
        return terminal.text(N_("waits for the next digest"))
    if routed.not_before is not None:
        return terminal.text(N_("quiet until {until}"), until=terminal.moment(routed.not_before))
    return terminal.text(N_("at once"))


async def _send_all(
    session: Session, settings: Settings, found: Iterable[Trial], output: Format
) -> bool:
    """Send the sample of each trial and say at once what became of it; whether all arrived."""
    from leakwatch.app.deliver import notifier_for
    from leakwatch.app.testing_routes import send_sample

    terminal = session.terminal
    show = terminal.line if output is Format.TABLE else terminal.aside
    notifier = notifier_for(settings, catalogue=terminal.catalogue, write=show)
    arrived = True
    for trial in found:
        if not trial.reached:
            arrived = False
            continue
        for tried in await send_sample(trial, notifier, settings):
            arrived = arrived and tried.error is None
            _say(session, _name(session, trial), tried, output)
    return arrived


def _say(session: Session, route: str, tried: Tried, output: Format) -> None:
    terminal = session.terminal
    error = terminal.catalogue.error(tried.error) if tried.error else None
    reference = tried.receipt.reference if tried.receipt else None
    if output is Format.JSONL:
        terminal.jsonl(
            {"route": route, "sent": tried.channel, "reference": reference, "error": error}
        )
    elif error is None:
        terminal.say(
            N_("{route}: {channel} took the sample ({reference})"),
            route=route,
            channel=tried.channel,
            reference=reference,
        )
    else:
        terminal.say(
            N_("{route}: {channel} did not take the sample: {error}"),
            route=route,
            channel=tried.channel,
            error=error,
        )
