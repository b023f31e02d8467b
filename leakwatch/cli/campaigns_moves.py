"""What is done with the lines of a campaign between its start and its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.campaign_labels import (
    EitherArgument,
    LineArgument,
    read_date,
    read_label,
    read_line,
)
from leakwatch.cli.named import worded
from leakwatch.cli.options import ReasonOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, VerdictError

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Campaign, CampaignLine, Reviewer

DueOption = Annotated[
    str | None,
    typer.Option("--due", help=_("The day the platform named for its answer, as YYYY-MM-DD.")),
]


def approve(context: typer.Context, label: EitherArgument) -> None:
    _move(session_of(context), label, "approve")


def return_line(context: typer.Context, label: LineArgument, reason: ReasonOption = None) -> None:
    read_line(label)
    _move(session_of(context), label, "return", reason=reason)


def send(context: typer.Context, label: EitherArgument) -> None:
    _move(session_of(context), label, "send")


def acknowledge(
    context: typer.Context,
    label: LineArgument,
    due: DueOption = None,
    reason: ReasonOption = None,
) -> None:
    read_line(label)
    _move(session_of(context), label, "acknowledge", reason=reason, due=due)


def reminded(context: typer.Context, label: EitherArgument) -> None:
    _move(session_of(context), label, "remind")


def reopen(context: typer.Context, label: LineArgument, reason: ReasonOption = None) -> None:
    read_line(label)
    _move(session_of(context), label, "reopen", reason=reason)


def close(context: typer.Context, label: EitherArgument, reason: ReasonOption = None) -> None:
    from leakwatch.app.campaign_cases import cases_of
    from leakwatch.app.campaigning import close_lines

    session = session_of(context)
    number, platform = read_label(label)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        lines = close_lines(watch, number, platform, actor=actor, now=now(), reason=reason)
        campaign = watch.record.campaigns.get(number)
        without = [one for one, cases in cases_of(watch, campaign).items() if not cases]
    for line in lines:
        say_line(session, campaign, line)
    if without:
        session.terminal.warn(
            N_("somebody is registered at {platforms}, and no case follows it"),
            platforms=", ".join(without),
        )
    if campaign.closed_at is not None:
        session.terminal.say(N_("{campaign} is closed"), campaign=campaign.label)


def _move(
    session: Session,
    label: str,
    name: str,
    *,
    reason: str | None = None,
    due: str | None = None,
) -> None:
    from leakwatch.app.campaigning import lines_for, move_line
    from leakwatch.casework.campaign_lines import LETTERS
    from leakwatch.casework.campaigns import act_named

    number, platform = read_label(label)
    day = read_date(due, option="--due") if due else None
    act = act_named(name)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        campaign = watch.record.campaigns.get(number)
        platforms = lines_for(campaign, platform, act)
        if platform is None and name in LETTERS:
            platforms = _written_to(watch, campaign, platforms, actor, name)
        for one in platforms:
            line = move_line(
                watch, number, one, act, actor=actor, now=now(), reason=reason, due=day
            )
            say_line(session, campaign, line)


def _written_to(
    watch: Watch, campaign: Campaign, platforms: tuple[str, ...], actor: Reviewer, name: str
) -> tuple[str, ...]:
    """Those whose letter has left; of a whole campaign, the others are not meant."""
    from leakwatch.app.campaigning import circumstances
    from leakwatch.casework.campaign_lines import LETTERS, left

    given = circumstances(watch, campaign, actor=actor, now=now())
    found = tuple(
        line.platform
        for line in campaign.lines
        if line.platform in platforms and left(LETTERS[name], line, given) is not None
    )
    if not found:
        raise VerdictError(
            N_("no approved letter of {campaign} has left that was not recorded yet"),
            campaign=campaign.label,
        )
    return found


def say_line(session: Session, campaign: Campaign, line: CampaignLine) -> None:
    label = campaign.line_label(line.platform)
    state = worded(session.terminal, line.state)
    if line.due is None:
        session.terminal.say(N_("{label}: {state}"), label=label, state=state)
        return
    session.terminal.say(
        N_("{label}: {state}, due {due}"),
        label=label,
        state=state,
        due=line.due.isoformat(),
    )
