"""`leakwatch cases`: the follow-up of findings, led to its end."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from leakwatch.cli.campaigns_files import read_file
from leakwatch.cli.cases_show import as_record, print_case, view_record
from leakwatch.cli.findings import read_number
from leakwatch.cli.labels import read_label
from leakwatch.cli.named import of_subject, worded
from leakwatch.cli.next_steps import after_case
from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import to_reveal
from leakwatch.cli.session import now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import Basis

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("Follow findings to their end.")
)

CaseArgument = Annotated[str, typer.Argument(metavar="C-NUMBER", help=_("As in C-3."))]
OwnerOption = Annotated[
    str | None, typer.Option("--owner", help=_("Reviewer who follows it; else you."))
]

AttachOption = Annotated[
    Path | None, typer.Option("--attach", help=_("The file that a basis rests on."))
]
RiskOwnerOption = Annotated[
    str | None, typer.Option("--risk-owner", help=_("Reviewer who bears the risk."))
]
BasisOption = Annotated[Basis | None, typer.Option("--basis", help=_("What gone rests on."))]
DueOption = Annotated[
    datetime | None,
    typer.Option("--due", formats=["%Y-%m-%d"], help=_("A day that was agreed on.")),
]


def read_case(label: str) -> int:
    """3 of `C-3`, `c3` or `3`. Raises UsageError."""
    return read_label(label, sort="C", message=N_("{label} is no case: write it as C-3"))


@app.command("open", help=_("Open a case on findings of one subject in one place."))
def open_case(
    context: typer.Context,
    findings: Annotated[list[str], typer.Argument(metavar="F-NUMBER...", help=_("As in F-1042."))],
    owner: OwnerOption = None,
    reason: ReasonOption = None,
) -> None:
    from leakwatch.app.cases import open_case as opened

    session = session_of(context)
    with session.watch() as watch:
        case = opened(
            watch,
            [read_number(label) for label in findings],
            actor=session.actor(watch.settings),
            owner=owner,
            reason=reason,
            now=now(),
        )
    session.terminal.say(
        N_("{case}: {state}"),
        case=case.label,
        state=worded(session.terminal, case.state),
    )
    after_case(session.terminal, case)


@app.command("list", help=_("List cases; people are pseudonyms."))
def list_cases(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help=_("Closed ones as well."))] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    from leakwatch.app.case_views import visible

    session = session_of(context)
    with session.watch() as watch:
        cases = visible(watch, actor=session.actor(watch.settings), open_only=not everything)
    if output is Format.JSONL:
        for case in cases:
            session.terminal.jsonl(as_record(case))
        return
    headings = ["C-", N_("state"), N_("source"), N_("subject"), N_("due"), N_("owner"), "F-"]
    session.terminal.table(
        headings,
        [
            (
                case.label,
                worded(session.terminal, case.state),
                case.source,
                of_subject(session.terminal, case.subject),
                case.due.isoformat() if case.due else "-",
                case.owner,
                " ".join(map(str, case.findings)) or "-",
            )
            for case in cases
        ],
    )
    session.terminal.warn(N_("{count} cases"), count=len(cases))


@app.command(help=_("Show one case: its history, what may follow, and what that needs."))
def show(
    context: typer.Context,
    number: CaseArgument,
    reason: ReasonOption = None,
    *,
    reveal: Annotated[
        bool, typer.Option("--reveal", help=_("Unseal its notes; needs --reason and is logged."))
    ] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    from leakwatch.app.case_views import view_case

    session = session_of(context)
    why = to_reveal(reason) if reveal else None
    with session.watch() as watch:
        view = view_case(
            watch,
            read_case(number),
            actor=session.actor(watch.settings),
            now=now(),
            reveal=why,
        )
    if output is Format.JSONL:
        session.terminal.jsonl(view_record(view))
        return
    print_case(session.terminal, view)


@app.command(help=_("Carry out an act on a case: approve, review, plan, wait, verify, close, …"))
def move(
    context: typer.Context,
    number: CaseArgument,
    act: Annotated[str, typer.Argument(help=_("One of those that leakwatch cases show names."))],
    reason: ReasonOption = None,
    due: DueOption = None,
    basis: BasisOption = None,
    attach: AttachOption = None,
    risk_owner: RiskOwnerOption = None,
) -> None:
    from leakwatch.app.cases import Given, move_case
    from leakwatch.casework.cases import act_named

    session = session_of(context)
    known = act_named(act)
    given = Given(
        reason=reason,
        due=_day(due),
        basis=basis,
        file=read_file(attach) if attach else None,
        risk_owner=risk_owner,
    )
    with session.watch() as watch:
        case = move_case(
            watch,
            read_case(number),
            known,
            actor=session.actor(watch.settings),
            now=now(),
            given=given,
        )
    session.terminal.say(
        N_("{case}: {state}"),
        case=case.label,
        state=worded(session.terminal, case.state),
    )
    if case.due is not None:
        session.terminal.say(N_("due on {day}"), day=case.due.isoformat())
    after_case(session.terminal, case)


@app.command(help=_("Give a case to another reviewer."))
def assign(
    context: typer.Context,
    number: CaseArgument,
    owner: Annotated[str, typer.Argument(help=_("Id in reviewers.yaml."))],
) -> None:
    from leakwatch.app.cases import assign_case

    session = session_of(context)
    with session.watch() as watch:
        case = assign_case(
            watch,
            read_case(number),
            owner,
            actor=session.actor(watch.settings),
            now=now(),
        )
    session.terminal.say(N_("{case} is followed by {owner}"), case=case.label, owner=case.owner)


@app.command(help=_("Keep a file with a case, sealed."))
def attach(
    context: typer.Context,
    number: CaseArgument,
    file: Annotated[Path, typer.Argument(help=_("An answer, a screenshot, a mail."))],
) -> None:
    from leakwatch.app.cases import attach_file

    session = session_of(context)
    content = read_file(file)
    with session.watch() as watch:
        kept = attach_file(
            watch,
            read_case(number),
            content,
            actor=session.actor(watch.settings),
            now=now(),
        )
    session.terminal.say(
        N_("{file} is kept sealed as attachment {number}; it can go"), file=file, number=kept
    )


@app.command(help=_("Follow in the cases what the sweeps have seen: gone, or back again."))
def follow(context: typer.Context) -> None:
    from leakwatch.app.case_following import follow_cases

    session = session_of(context)
    with session.watch() as watch:
        count = follow_cases(watch, now=now())
    session.terminal.say(N_("{count} cases moved"), count=count)


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
