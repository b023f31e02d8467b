"""`leakwatch campaigns`: what is asked of platforms, from the proposal to the last answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli import (
    campaigns_answers,
    campaigns_cases,
    campaigns_files,
    campaigns_letters,
    campaigns_moves,
    campaigns_show,
)
from leakwatch.cli.campaign_labels import CampaignArgument, read_campaign, read_date
from leakwatch.cli.campaigns_show import counted
from leakwatch.cli.named import worded
from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import LineState

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.casework.campaign_totals import Proposal
    from leakwatch.models import Campaign, Reviewer

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("The same question to several platforms, and what they answered."),
)

RepeatOption = Annotated[
    str | None,
    typer.Option("--repeat", metavar="K-NUMBER", help=_("The campaign that is repeated.")),
]
PlatformOption = Annotated[
    list[str] | None, typer.Option("--platform", help=_("Name of a source; as often as needed."))
]


@app.command(help=_("Show which platforms a campaign may ask, and what they said the last time."))
def propose(
    context: typer.Context, repeat: RepeatOption = None, output: FormatOption = Format.TABLE
) -> None:
    from leakwatch.casework.campaign_totals import propose as proposed, same_operator

    session = session_of(context)
    with session.watch() as watch:
        session.reader(watch.settings)
        before = watch.record.campaigns.get(read_campaign(repeat)) if repeat else None
        found = proposed(watch.settings.sources.values(), before=before)
    session.terminal.records(
        [
            N_("platform"),
            N_("title"),
            N_("read by"),
            N_("operator"),
            N_("contact"),
            N_("language"),
            N_("last time"),
        ],
        [_proposal(session, one, lines=output is Format.JSONL) for one in found],
        lines=output is Format.JSONL,
    )
    for operator, names in same_operator([one.source for one in found]).items():
        session.terminal.warn(
            N_("{operator} answers for {platforms}: one inquiry may be enough"),
            operator=operator,
            platforms=", ".join(names),
        )
    if before is not None:
        _say_missing(session, before, {one.source.name for one in found})


def _proposal(session: Session, proposal: Proposal, *, lines: bool) -> dict[str, object]:
    source, before = proposal.source, proposal.before
    asked = source.inquiries
    last = (before.answer or before.state) if before else None
    shown = {
        "platform": source.name,
        "title": source.title,
        "read_by": "people" if source.manual else "program",
        "operator": asked.operator,
        "contact": asked.contact or asked.form,
        "language": asked.language,
        "last": last.value if last else None,
    }
    if lines:
        return {**shown, "last_count": before.count if before else None}
    shown["read_by"] = session.terminal.text(N_("people") if source.manual else N_("a program"))
    shown["contact"] = shown["contact"] or session.terminal.text(N_("not known"))
    shown["last"] = worded(session.terminal, last)
    if before is not None and before.count:
        shown["last"] = f"{shown['last']} {before.count}"
    return dict(shown)


def _say_missing(session: Session, before: Campaign, known: set[str]) -> None:
    missing = [line.platform for line in before.lines if line.platform not in known]
    if missing:
        session.terminal.warn(
            N_("{count} platforms of {campaign} are no source any more and are left out: {names}"),
            count=len(missing),
            campaign=before.label,
            names=", ".join(missing),
        )


@app.command(help=_("Start a campaign: a draft line for each platform, which somebody approves."))
def start(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=_("What it is called; kept sealed."))],
    ends: Annotated[str, typer.Option("--ends", help=_("Its last day, as YYYY-MM-DD."))],
    grounds: Annotated[
        str, typer.Option("--grounds", help=_("Why it is asked, and on which rules; kept sealed."))
    ],
    begins: Annotated[
        str | None, typer.Option("--begins", help=_("Its first day, as YYYY-MM-DD; else today."))
    ] = None,
    platform: PlatformOption = None,
    repeat: RepeatOption = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help=_("Id of the reviewer who leads it; else you."))
    ] = None,
    *,
    proposed: Annotated[
        bool, typer.Option("--proposed", help=_("Every platform that no program reads."))
    ] = False,
) -> None:
    from leakwatch.app.campaigning import Plan, start_campaign

    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        before = watch.record.campaigns.get(read_campaign(repeat)) if repeat else None
        plan = Plan(
            name=name,
            grounds=grounds,
            begins=read_date(begins, option="--begins") if begins else watch.day(now()),
            ends=read_date(ends, option="--ends"),
            platforms=_platforms(session, watch, platform or [], before, proposed=proposed),
            owner=owner or actor.id,
            before=before.number if before else None,
        )
        campaign = start_campaign(watch, plan, actor=actor, now=now())
    _say_drafts(session, campaign, actor)


def _platforms(
    session: Session, watch: Watch, named: list[str], before: Campaign | None, *, proposed: bool
) -> tuple[str, ...]:
    """Those of the campaign before, those proposed, and those named; each once."""
    sources = watch.settings.sources
    found = [line.platform for line in before.lines] if before else []
    if before is not None:
        _say_missing(session, before, set(sources))
    found = [one for one in found if one in sources]
    if proposed:
        found += sorted(one.name for one in sources.values() if one.manual is not None)
    return tuple(dict.fromkeys([*found, *named]))


def _say_drafts(session: Session, campaign: Campaign, actor: Reviewer) -> None:
    session.terminal.say(
        N_("{campaign}: {count} platforms wait for somebody else than {actor} to approve them"),
        campaign=campaign.label,
        count=sum(line.asked_by == actor.id for line in campaign.lines),
        actor=actor.id,
    )
    session.terminal.warn(
        N_(
            "next: leakwatch campaigns letters {campaign}; by somebody else: leakwatch campaigns"
            " approve {campaign}"
        ),
        campaign=campaign.label,
    )


@app.command(help=_("Put forward more platforms of a campaign."))
def add(
    context: typer.Context,
    campaign: CampaignArgument,
    platforms: Annotated[list[str], typer.Argument(help=_("Names of sources."))],
) -> None:
    from leakwatch.app.campaigning import add_platforms

    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        number = read_campaign(campaign)
        added = add_platforms(watch, number, platforms, actor=actor, now=now())
    for platform in platforms:
        session.terminal.say(
            N_("{label}: {state}"), label=added.line_label(platform), state=LineState.DRAFT
        )


@app.command("list", help=_("List campaigns in numbers."))
def list_campaigns(
    context: typer.Context,
    output: FormatOption = Format.TABLE,
    *,
    open_only: Annotated[bool, typer.Option("--open", help=_("Only those not closed."))] = False,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        session.reader(watch.settings)
        today = watch.day(now())
        found = watch.record.campaigns.list(open_only=open_only)
    session.terminal.records(
        [
            N_("campaign"),
            N_("name"),
            N_("from"),
            N_("to"),
            N_("owner"),
            N_("closed"),
            *campaigns_show.TOTALS,
        ],
        [
            {
                "campaign": one.label,
                "name": one.name,
                "begins": one.begins.isoformat(),
                "ends": one.ends.isoformat(),
                "owner": one.owner,
                "closed": one.closed_at,
                **counted(one, today=today),
            }
            for one in found
        ],
        lines=output is Format.JSONL,
    )


app.command(help=_("Show one campaign: its lines and totals; grounds and notes with --reveal."))(
    campaigns_show.show
)
app.command(help=_("Show what became of a campaign, in order."))(campaigns_show.timeline)
app.command(help=_("Approve asking one platform, or all that somebody else put forward."))(
    campaigns_moves.approve
)
app.command("return", help=_("Take an approval back, before anything was sent."))(
    campaigns_moves.return_line
)
app.command(help=_("Record that inquiries left: those whose approved letter was sent."))(
    campaigns_moves.send
)
app.command(help=_("Record that a platform said it received the inquiry."))(
    campaigns_moves.acknowledge
)
app.command(help=_("Record that reminders left: those whose approved letter was sent."))(
    campaigns_moves.reminded
)
app.command(help=_("Close one platform or the whole campaign; unanswered ones need --reason."))(
    campaigns_moves.close
)
app.command(help=_("Ask a platform anew that was closed."))(campaigns_moves.reopen)
app.command(help=_("Record what a platform answered."))(campaigns_answers.answer)
app.command(
    "import", help=_("Read answers from a table (CSV) or a forwarded mail (.eml); kept sealed.")
)(campaigns_answers.import_answers)
app.command("file", help=_("Write an answer as it came into a file; entered in the audit trail."))(
    campaigns_files.file
)
app.command(help=_("Show the cases that answers brought, or open them; the person stays unknown."))(
    campaigns_cases.cases
)
app.command(help=_("Draft the inquiry to each platform that has none yet."))(
    campaigns_letters.letters
)
app.command(help=_("Draft a reminder to each platform whose day is over, or to the one named."))(
    campaigns_letters.remind
)
