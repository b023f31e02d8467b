"""The cases that a campaign brought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from leakwatch.cli.campaign_labels import EitherArgument, read_label
from leakwatch.cli.named import worded
from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import AnswerKind, Campaign, Case, CaseState


def cases(
    context: typer.Context,
    label: EitherArgument,
    reason: ReasonOption = None,
    output: FormatOption = Format.TABLE,
    *,
    open_them: Annotated[
        bool, typer.Option("--open", help=_("Open one for each platform that has none yet."))
    ] = False,
    each: Annotated[
        bool, typer.Option("--each", help=_("With --open: as many as the platform said."))
    ] = False,
) -> None:
    from leakwatch.app.campaign_cases import cases_of, open_cases

    session = session_of(context)
    number, platform = read_label(label)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        if open_them:
            open_cases(watch, number, platform, actor=actor, now=now(), each=each, reason=reason)
        campaign = watch.record.campaigns.get(number)
        found = cases_of(watch, campaign)
    lines = output is Format.JSONL
    _print(session, campaign, platform, found, lines=lines)
    without = [name for name in found if not found[name] and platform in {None, name}]
    if without:
        session.terminal.warn(
            N_("no case yet: {platforms}; leakwatch campaigns cases {label} --open opens them"),
            platforms=", ".join(without),
            label=label,
        )


def _print(
    session: Session,
    campaign: Campaign,
    platform: str | None,
    found: Mapping[str, tuple[Case, ...]],
    *,
    lines: bool,
) -> None:
    session.terminal.records(
        [N_("platform"), N_("answer"), N_("registrants"), N_("cases"), N_("state")],
        [
            {
                "platform": line.platform,
                "answer": _named(session, line.answer, lines=lines),
                "count": line.count,
                "cases": _listed([case.label for case in found[line.platform]], lines=lines),
                "states": _listed(
                    [_named(session, case.state, lines=lines) for case in found[line.platform]],
                    lines=lines,
                ),
            }
            for line in campaign.lines
            if line.platform in found and platform in {None, line.platform}
        ],
        lines=lines,
    )


def _named(session: Session, value: AnswerKind | CaseState | None, *, lines: bool) -> str | None:
    return (value and value.value) if lines else worded(session.terminal, value)


def _listed(words: list[str | None], *, lines: bool) -> object:
    return words if lines else ", ".join(filter(None, words)) or None
