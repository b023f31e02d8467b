"""`leakwatch charter`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError

if TYPE_CHECKING:
    from leakwatch.cli.terminal import Terminal
    from leakwatch.config import Notice
    from leakwatch.models import Charter

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("The charter: who may be watched, by whose authority, and until when."),
)

#: Each key of the charter as a person reads it, in the order of the file.
WORDS: Mapping[str, str] = {
    "purpose": N_("purpose"),
    "scope": N_("scope"),
    "legal_basis": N_("legal basis"),
    "authority": N_("authority"),
    "responsible": N_("responsible"),
    "deputy": N_("deputy"),
    "retention_days": N_("retention in days"),
    "notice_date": N_("staff told on"),
    "notice": N_("notice to the staff"),
    "consultation": N_("consultation"),
    "consulted_on": N_("consulted on"),
    "valid_until": N_("valid until"),
    "seals_captures": N_("sealed captures before confirmation"),
    "names_readers": N_("readers by name"),
}


@app.command(help=_("Show the charter in force, or the one that findings of VERSION bear."))
def show(
    context: typer.Context,
    version: Annotated[
        str | None, typer.Argument(metavar="VERSION", help=_("As charter versions lists it."))
    ] = None,
    output: FormatOption = Format.TABLE,
) -> int:
    session = session_of(context)
    with session.watch() as watch:
        session.reader(watch.settings)
        charter = watch.settings.charter.charter
        if version is not None:
            charter = watch.record.charters.get(version).charter
    if charter is None:
        return 1  # why was said already
    if output is Format.JSONL:
        session.terminal.jsonl(asdict(charter))
    else:
        _print(session.terminal, charter)
    return 0


def _print(terminal: Terminal, charter: Charter) -> None:
    terminal.say(N_("charter {version}"), version=charter.version)
    for key, words in WORDS.items():
        value = getattr(charter, key)
        if isinstance(value, bool):
            value = terminal.text(N_("yes") if value else N_("no"))
        lines = str(value if value not in {None, ""} else "-").splitlines()
        terminal.line(f"  {terminal.text(words)}: {lines[0]}")
        for line in lines[1:]:
            terminal.line(f"    {line}")
    for group in charter.groups:
        terminal.say(
            N_("  group {group} until {until}, approved by {reviewer}: {reason}"),
            group=group.id,
            until=group.until,
            reviewer=group.approved_by,
            reason=group.reason,
        )


@app.command(help=_("Name what the charter lacks; exit 1 when there is anything."))
def check(context: typer.Context) -> int:
    from leakwatch.app.chartered import note_charter
    from leakwatch.config import charter_gaps, read_charter

    session = session_of(context)
    with session.watch() as watch:
        today = watch.day(now())
        read = read_charter(watch.settings.directory, today=today)
        gaps: tuple[Notice, ...] = ()
        if read.written is not None:
            gaps = charter_gaps(read.written, reviewers=watch.settings.reviewers, today=today)
        actor = session.actor(watch.settings)
        if actor is not None:
            note_charter(watch, watch.settings.charter, actor=actor.id, now=now())
        charter = watch.settings.charter.charter
    for gap in gaps:
        session.terminal.line(f"{read.file}: {session.terminal.text(gap.message, **gap.values)}")
    if charter is not None:
        left = (charter.valid_until - today).days
        session.terminal.say(
            N_("people may be watched by name until {until} ({days} days)"),
            until=charter.valid_until,
            days=left,
        )
    return 1 if gaps or charter is None else 0


@app.command(help=_("List the charters there were, each with who first ran under it."))
def versions(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    from leakwatch.app.chartered import note_charter

    session = session_of(context)
    with session.watch() as watch:
        actor = session.actor(watch.settings)
        if actor is not None:
            note_charter(watch, watch.settings.charter, actor=actor.id, now=now())
        known = watch.record.charters.list()
        in_force = watch.charter_version
    lines = output is Format.JSONL
    said = {True: session.terminal.text(N_("yes")), False: ""}
    records = [
        {
            "version": one.version,
            "first_seen": one.first_seen,
            "by": one.by,
            "in_force": one.version == in_force if lines else said[one.version == in_force],
        }
        for one in known
    ]
    headings = [N_("version"), N_("first seen"), N_("by"), N_("in force")]
    session.terminal.records(headings, records, lines=lines)


def day_to_come(text: str, today: date) -> date:
    """Raises UsageError that says what to write instead."""
    day = read_day(text)
    if day < today:
        raise UsageError(
            N_("{day} is over: write a day to come, such as {example}"),
            day=day,
            example=f"{today.year + 1}-03-31",
        )
    return day


def read_day(text: str) -> date:
    """Raises UsageError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(
            N_("{text} is no date: write it as YYYY-MM-DD, such as {example}"),
            text=text[:20],
            example="2027-03-31",
        ) from error
