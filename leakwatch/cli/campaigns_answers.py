"""Answers of platforms: by form, by table, by forwarded mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.campaign_labels import (
    EitherArgument,
    LineArgument,
    read_date,
    read_label,
    read_line,
)
from leakwatch.cli.campaigns_files import read_file
from leakwatch.cli.campaigns_moves import say_line
from leakwatch.cli.options import ReasonOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import AnswerKind, LineAnswer

if TYPE_CHECKING:
    from leakwatch.casework.answers import AnswersRead
    from leakwatch.models import Campaign


def answer(
    context: typer.Context,
    label: LineArgument,
    kind: Annotated[AnswerKind, typer.Option("--kind", help=_("What it answered."))],
    count: Annotated[
        int | None, typer.Option("--count", help=_("How many are registered, as it says."))
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help=_("Day of the answer, as YYYY-MM-DD; else today."))
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help=_("The answer as it came; kept sealed."))
    ] = None,
    reason: ReasonOption = None,
) -> None:
    from leakwatch.app.campaign_answers import record_answers

    session = session_of(context)
    number, platform = read_line(label)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        day = read_date(on, option="--on") if on else watch.day(now())
        said = LineAnswer(platform=platform, kind=kind, count=count, on=day)
        lines = record_answers(
            watch,
            number,
            [said],
            actor=actor,
            now=now(),
            file=read_file(file) if file else None,
            reason=reason,
        )
        campaign = watch.record.campaigns.get(number)
    say_line(session, campaign, lines[0])
    _offer_cases(session, campaign, [said])


def import_answers(
    context: typer.Context,
    label: EitherArgument,
    file: Annotated[Path, typer.Argument(help=_("A table (CSV) or a mail (.eml)."))],
    reason: ReasonOption = None,
    *,
    accept: Annotated[
        bool, typer.Option("--accept", help=_("Record what was read of a mail, having read it."))
    ] = False,
) -> None:
    from leakwatch.app.campaign_answers import is_mail, read_answers, record_answers
    from leakwatch.casework.campaigns import require_asker

    session = session_of(context)
    number, platform = read_label(label)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        require_asker(actor)
        came = read_file(file)
        found = read_answers(watch, number, platform, came, now=now())
        campaign = watch.record.campaigns.get(number)
        _say_read(session, campaign, found)
        if not found.answers:
            session.terminal.warn(N_("nothing was recorded: use leakwatch campaigns answer"))
            raise typer.Exit(1)
        if is_mail(came) and not accept:
            session.terminal.warn(
                N_("nothing was recorded yet: read the mail, and repeat this with --accept")
            )
            raise typer.Exit(1)
        lines = record_answers(
            watch, number, found.answers, actor=actor, now=now(), file=came, reason=reason
        )
    for line in lines:
        say_line(session, campaign, line)
    _offer_cases(session, campaign, found.answers)


def _say_read(session: Session, campaign: Campaign, found: AnswersRead) -> None:
    """What was read, and what was not: labels and reasons, none of the words of the mail."""
    terminal = session.terminal
    for one in found.answers:
        terminal.say(
            N_("{label}: answered {kind} {count}, on {day}"),
            label=campaign.line_label(one.platform),
            kind=one.kind,
            count="-" if one.count is None else one.count,
            day=one.on.isoformat(),
        )
    for doubt in found.undecided:
        terminal.warn(
            N_("undecided, passage {place} ({platforms}): {why}; record it with {command}"),
            place=doubt.place,
            platforms=", ".join(doubt.platforms) or "-",
            why=doubt.why.text(terminal.catalogue),
            command="leakwatch campaigns answer",
        )
    for message, count in (
        (N_("{count} passages are our own words, or no answer, and are left out"), found.own),
        (N_("{count} parts hold no text (pictures, documents): open them yourself"), found.unread),
    ):
        if count:
            terminal.warn(message, count=count)
    if found.aside:
        terminal.warn(
            N_("kept sealed with the file only, and not read: {headings}"),
            headings=", ".join(found.aside),
        )


def _offer_cases(
    session: Session, campaign: Campaign, answers: tuple[LineAnswer, ...] | list[LineAnswer]
) -> None:
    if any(one.kind in {AnswerKind.NUMBER, AnswerKind.RELAYED} for one in answers):
        session.terminal.warn(
            N_("somebody is registered: leakwatch campaigns cases {campaign} opens cases"),
            campaign=campaign.label,
        )
