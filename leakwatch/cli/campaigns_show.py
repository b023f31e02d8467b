"""A campaign in print: its lines, its numbers, its timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.campaign_labels import CampaignArgument, read_campaign
from leakwatch.cli.named import beside, worded
from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import to_reveal
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.locale.named import CAMPAIGN_ACTS
from leakwatch.models import Campaign, CampaignEvent, CampaignLine

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Reviewer

#: Headings of `counted`, in its order.
TOTALS = (
    N_("platforms"),
    N_("asked"),
    N_("answered"),
    N_("none"),
    N_("number"),
    N_("relayed"),
    N_("refused"),
    N_("awaited"),
    N_("silent"),
    N_("withdrawn"),
    N_("registrants"),
)
_LINE = (
    N_("platform"),
    N_("state"),
    N_("due"),
    N_("answer"),
    N_("registrants"),
    N_("answered on"),
    N_("sent on"),
    N_("reminders"),
    N_("letter"),
    N_("file"),
    N_("put forward by"),
    N_("approved by"),
    N_("last time"),
)
_EVENT = (
    N_("when"),
    N_("platform"),
    N_("what"),
    N_("who"),
    N_("state"),
    N_("due"),
    N_("answer"),
    N_("registrants"),
    N_("letter"),
    N_("file"),
)
RevealOption = Annotated[
    bool, typer.Option("--reveal", help=_("Grounds and notes as well; needs --reason, is logged."))
]


def counted(campaign: Campaign, *, today: date) -> Mapping[str, int]:
    from leakwatch.casework.campaign_totals import totals

    return asdict(totals(campaign, today=today))


def show(
    context: typer.Context,
    campaign: CampaignArgument,
    reason: ReasonOption = None,
    output: FormatOption = Format.TABLE,
    *,
    reveal: RevealOption = False,
) -> None:
    lines = output is Format.JSONL
    with _opened(context, campaign) as (session, watch, actor, found):
        before = watch.record.campaigns.get(found.before) if found.before else None
        notes = _notes(watch, found, actor, reason) if reveal else {}
        today = watch.day(now())
    if not lines:
        _heading(session, found)
    rows = [_line(one, before, lines=lines) for one in found.lines]
    if not lines:
        for row, line in zip(rows, found.lines, strict=True):
            row["state"] = worded(session.terminal, line.state)
            row["answer"] = worded(session.terminal, line.answer)
    session.terminal.records(_LINE, rows, lines=lines)
    session.terminal.records(TOTALS, [counted(found, today=today)], lines=lines)
    _print_notes(session, notes, lines=lines)


@contextmanager
def _opened(
    context: typer.Context, label: str
) -> Iterator[tuple[Session, Watch, Reviewer, Campaign]]:
    """The campaign called `label`, for a reviewer only. Raises PermissionDenied and UsageError."""
    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        yield session, watch, actor, watch.record.campaigns.get(read_campaign(label))


def _notes(
    watch: Watch, campaign: Campaign, actor: Reviewer, reason: str | None
) -> Mapping[str, str]:
    return watch.record.campaigns.reveal(
        campaign.number, actor=actor.id, reason=to_reveal(reason), now=now()
    )


def _print_notes(session: Session, notes: Mapping[str, str], *, lines: bool) -> None:
    if lines and notes:
        session.terminal.jsonl({"notes": dict(notes)})
        return
    for where, text in notes.items():
        session.terminal.line(f"{_where(session.terminal, where)}: {text}")


def _where(terminal: Terminal, key: str) -> str:
    """The key of a note for people: `grounds`, or its moment, platform and act."""
    at, *of = key.split()
    if not of:
        return terminal.text(N_("grounds"))
    act = beside(terminal, of[-1], CAMPAIGN_ACTS.get(of[-1]))
    return " ".join([terminal.moment(datetime.fromisoformat(at)), *of[:-1], act])


def _heading(session: Session, campaign: Campaign) -> None:
    terminal = session.terminal
    terminal.line(f"{campaign.label} {campaign.name}".rstrip())
    terminal.say(
        N_("from {begins} to {ends}, led by {owner}, closed {closed}"),
        begins=campaign.begins.isoformat(),
        ends=campaign.ends.isoformat(),
        owner=campaign.owner,
        closed=terminal.moment(campaign.closed_at),
    )
    if campaign.before is not None:
        terminal.say(N_("repeats {campaign}"), campaign=f"K-{campaign.before}")


def _line(line: CampaignLine, before: Campaign | None, *, lines: bool) -> dict[str, object]:
    last = before.line(line.platform) if before else None
    said = last.answer or last.state if last else None
    shown: dict[str, object] = {
        "platform": line.platform,
        "state": line.state.value,
        "due": line.due.isoformat() if line.due else None,
        "answer": line.answer.value if line.answer else None,
        "count": line.count,
        "answered_on": line.answered_on.isoformat() if line.answered_on else None,
        "sent_on": line.sent_on.isoformat() if line.sent_on else None,
        "reminders": line.reminders,
        "letter": f"L-{line.letter}" if line.letter else None,
        "file": line.attachment,
        "asked_by": line.asked_by,
        "approved_by": line.approved_by,
        "last": said.value if said else None,
    }
    if lines:
        shown["last_count"] = last.count if last else None
    elif last is not None and last.count:
        shown["last"] = f"{shown['last']} {last.count}"
    return shown


def timeline(
    context: typer.Context,
    campaign: CampaignArgument,
    reason: ReasonOption = None,
    output: FormatOption = Format.TABLE,
    *,
    reveal: RevealOption = False,
) -> None:
    lines = output is Format.JSONL
    with _opened(context, campaign) as (session, watch, actor, found):
        events = watch.record.campaigns.events(found.number)
        notes = _notes(watch, found, actor, reason) if reveal else {}
    rows = [_event(one) for one in events]
    if not lines:
        for row, event in zip(rows, events, strict=True):
            row["act"] = beside(session.terminal, event.act, CAMPAIGN_ACTS.get(event.act))
            row["state"] = worded(session.terminal, event.state)
            row["answer"] = worded(session.terminal, event.answer)
    session.terminal.records(_EVENT, rows, lines=lines)
    _print_notes(session, notes, lines=lines)


def _event(event: CampaignEvent) -> dict[str, object]:
    return {
        "at": event.at,
        "platform": event.platform,
        "act": event.act,
        "actor": event.actor,
        "state": event.state.value if event.state else None,
        "due": event.due.isoformat() if event.due else None,
        "answer": event.answer.value if event.answer else None,
        "count": event.count,
        "letter": f"L-{event.letter}" if event.letter else None,
        "file": event.attachment,
    }
