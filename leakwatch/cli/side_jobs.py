"""`leakwatch side-jobs`: what the company has approved, and what that settles."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.labels import read_label
from leakwatch.cli.named import worded
from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import given, to_reveal
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import APPROVALS, SideJob, SideJobTerms, person_subject

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.config import Register
    from leakwatch.models import Reviewer

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("Side jobs the company has approved."),
)

_DAY = ["%Y-%m-%d"]
SideJobArgument = Annotated[str, typer.Argument(metavar="J-NUMBER", help=_("As in J-2."))]


def read_side_job(label: str) -> int:
    """2 of `J-2`, `j2` or `2`. Raises UsageError."""
    return read_label(label, sort="J", message=N_("{label} is no side job: write it as J-2"))


@app.command("import", help=_("Enter the side jobs of a CSV, all or none; approvers confirm them."))
def import_file(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=_("person, platform, topics, from, until, approver"))
    ],
    reason: ReasonOption = None,
) -> None:
    from leakwatch.config import read_side_jobs

    session = session_of(context)
    with session.watch() as watch:
        actor = _keeper(session, watch)
        terms = read_side_jobs(file, _register(watch), actor=actor)
        jobs = watch.record.side_jobs.enter(terms, actor=actor.id, reason=reason, now=now())
    _entered(session, jobs)


@app.command(help=_("Enter one side job; its approver confirms it."))
def add(
    context: typer.Context,
    person: Annotated[str, typer.Option("--person", help=_("Roster id."))],
    platform: Annotated[str, typer.Option("--platform", help=_("Name of a source, or a domain."))],
    begins: Annotated[
        datetime, typer.Option("--from", formats=_DAY, help=_("First day, as YYYY-MM-DD."))
    ],
    ends: Annotated[
        datetime, typer.Option("--until", formats=_DAY, help=_("Last day, as YYYY-MM-DD."))
    ],
    approver: Annotated[str, typer.Option("--approver", help=_("Reviewer who approves it."))],
    topics: Annotated[
        str,
        typer.Option("--topics", help=_("Ids or texts of public terms, or words; ; between them.")),
    ] = "",
    reason: ReasonOption = None,
) -> None:
    from leakwatch.config import checked_side_job, split_topics

    session = session_of(context)
    with session.watch() as watch:
        actor = _keeper(session, watch, subject=person_subject(person))
        terms = SideJobTerms(
            person=person,
            platform=platform,
            topics=split_topics(topics),
            begins=begins.date(),
            ends=ends.date(),
            approver=approver,
            reason=reason or "",
        )
        checked = checked_side_job(terms, _register(watch), actor=actor)
        jobs = watch.record.side_jobs.enter([checked], actor=actor.id, reason=reason, now=now())
    _entered(session, jobs)


@app.command(help=_("Confirm side jobs that name you as approver; from then on they count."))
def approve(
    context: typer.Context,
    labels: Annotated[list[str], typer.Argument(metavar="J-NUMBER…", help=_("As in J-2."))],
    reason: ReasonOption = None,
) -> None:
    from leakwatch.casework.side_jobs import require_approver

    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        jobs = watch.record.side_jobs.approve(
            map(read_side_job, labels),
            actor=actor.id,
            reason=reason,
            check=lambda job: require_approver(job, actor, watch.settings.reviewers),
            now=now(),
        )
    for job in jobs:
        session.terminal.say(N_("{side_job} is approved"), side_job=job.label)


@app.command(help=_("Withdraw a side job; what it settled comes back."))
def end(context: typer.Context, label: SideJobArgument, reason: ReasonOption = None) -> None:
    from leakwatch.app.registered import channels_of
    from leakwatch.casework.side_jobs import require_other

    session = session_of(context)
    why = given(reason)
    with session.watch() as watch:
        actor = _keeper(session, watch)
        back = watch.record.side_jobs.end(
            read_side_job(label),
            actor=actor.id,
            reason=why,
            check=lambda job: require_other(job, actor),
            now=now(),
            channels=channels_of(watch),
        )
    session.terminal.say(
        N_("{side_job} has ended; findings that come back: {findings}"),
        side_job=f"J-{read_side_job(label)}",
        findings=", ".join(f"F-{number}" for number in back) or "-",
    )


@app.command("list", help=_("List side jobs; topics and reasons only with --reveal."))
def list_side_jobs(
    context: typer.Context,
    reason: ReasonOption = None,
    output: FormatOption = Format.TABLE,
    *,
    reveal: Annotated[
        bool, typer.Option("--reveal", help=_("Unseal it; needs --reason and is logged."))
    ] = False,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        jobs = _others(watch.record.side_jobs.list(), actor)
        if reveal:
            _log_reveal(watch, actor, reason)
        used = [use.side_job for use in watch.record.side_jobs.uses() if use.why == "within"]
        today = watch.day(now())
    lines = output is Format.JSONL
    said = {
        holds: session.terminal.text(N_("yes") if holds else N_("no")) for holds in (True, False)
    }
    records = [
        {
            "side_job": job.label,
            "state": job.state.value if lines else worded(session.terminal, job.state),
            "holds": job.holds(today) if lines else said[job.holds(today)],
            **_terms(job),
            "settled": used.count(job.number),
            **(_revealed(job, lines=lines) if reveal else {}),
        }
        for job in jobs
    ]
    headings = ["J-", N_("state"), N_("holds"), N_("person"), N_("platform"), N_("from")]
    headings += [N_("until"), N_("approver"), N_("settled")]
    headings += [N_("topics"), N_("reason")] if reveal else []
    session.terminal.records(headings, records, lines=lines)


@app.command(help=_("What side jobs settled, and what went beyond them."))
def used(
    context: typer.Context,
    label: Annotated[
        str | None, typer.Argument(metavar="J-NUMBER", help=_("Only of this one, as in J-2."))
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        others = {job.number for job in _others(watch.record.side_jobs.list(), actor)}
        number = None if label is None else watch.record.side_jobs.get(read_side_job(label)).number
        uses = [use for use in watch.record.side_jobs.uses(number=number) if use.side_job in others]
    lines = output is Format.JSONL
    records = [
        {
            "side_job": f"J-{use.side_job}",
            "finding": f"F-{use.finding}",
            "approval": use.why if lines else session.terminal.text(APPROVALS[use.why]),
            "first": use.first,
            "last": use.last,
        }
        for use in uses
    ]
    headings = ["J-", "F-", N_("what the register says"), N_("first seen"), N_("last seen")]
    session.terminal.records(headings, records, lines=lines)
    settled = sum(use.why == "within" for use in uses)
    session.terminal.warn(
        N_("{settled} findings settled, {beyond} not"),
        settled=settled,
        beyond=len(uses) - settled,
    )


def _terms(job: SideJob) -> dict[str, object]:
    return {
        "person": job.terms.person,
        "platform": job.terms.platform,
        "from": job.terms.begins.isoformat(),
        "until": job.terms.ends.isoformat(),
        "approver": job.terms.approver,
    }


def _revealed(job: SideJob, *, lines: bool) -> dict[str, object]:
    topics: object = [*job.terms.topics] if lines else "; ".join(job.terms.topics)
    return {"topics": topics, "reason": job.terms.reason}


def _log_reveal(watch: Watch, actor: Reviewer, reason: str | None) -> None:
    watch.record.audit.append(
        "side_jobs.reveal", actor=actor.id, subject="side jobs", reason=to_reveal(reason), now=now()
    )


def _others(jobs: tuple[SideJob, ...], actor: Reviewer) -> tuple[SideJob, ...]:
    """Nobody looks after what is about himself."""
    return tuple(job for job in jobs if actor.roster_id != job.terms.person)


def _entered(session: Session, jobs: tuple[SideJob, ...]) -> None:
    for job in jobs:
        session.terminal.say(
            N_("{side_job} waits for {approver}: leakwatch side-jobs approve {side_job}"),
            side_job=job.label,
            approver=job.terms.approver,
        )


def _register(watch: Watch) -> Register:
    from leakwatch.config import Register

    return Register(
        people=frozenset(person.id for person in watch.record.people.load()),
        reviewers=watch.settings.reviewers,
        sources=frozenset(watch.settings.sources),
        watchlist=watch.settings.watchlist,
        today=watch.day(now()),
    )


def _keeper(session: Session, watch: Watch, *, subject: str | None = None) -> Reviewer:
    from leakwatch.review import require_keeper

    return require_keeper(session.actor(watch.settings), subject=subject)
