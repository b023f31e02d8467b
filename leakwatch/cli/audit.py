"""`leakwatch audit`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from leakwatch.cli.audit_month import as_lines, as_markdown
from leakwatch.cli.session import now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("The audit trail, and the monthly self-audit."),
)


class ReportFormat(StrEnum):
    MARKDOWN = "markdown"
    JSONL = "jsonl"


@app.command(help=_("Hold the audit trail against the heads that were sent or are given."))
def verify(
    context: typer.Context,
    heads: Annotated[
        list[str] | None,
        typer.Option("--head", metavar="HASH", help=_("A head as a digest or a mail shows it.")),
    ] = None,
) -> int:
    from leakwatch.app.auditing import known_heads

    session = session_of(context)
    terminal = session.terminal
    with session.watch() as watch:
        sent = known_heads(watch, tuple(heads or ()))
        check = watch.record.audit.verify(sent=sent)
        sealed = not watch.record.vault.is_open
    for problem in check.problems:
        terminal.warn(problem.message, **problem.values)
    if sealed:
        terminal.warn(N_("without the sealing key neither reasons nor the sealed file are checked"))
    if not sent:
        terminal.warn(
            N_(
                "no head was ever sent: only a broken chain would show, no cut end and no rewritten"
                " trail; set up a digest, or give --head"
            )
        )
    terminal.say(
        N_("{rows} entries, held against {heads} heads: {problems} problems"),
        rows=check.rows,
        heads=len(sent),
        problems=len(check.problems),
    )
    terminal.say(N_("head of the audit trail: {head}"), head=check.head)
    return 0 if check.ok else 1


@app.command(help=_("One month for the self-audit: runs, reveals, decisions, deletions, holds."))
def report(
    context: typer.Context,
    month: Annotated[
        str | None,
        typer.Option("--month", metavar="YYYY-MM", help=_("Else the month before this one.")),
    ] = None,
    output: Annotated[
        ReportFormat, typer.Option("--format", help=_("Markdown, or one JSON object per line."))
    ] = ReportFormat.MARKDOWN,
) -> None:
    from leakwatch.app.auditing import known_heads, month_of

    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        told = month_of(watch, month, now=now())
        sent = known_heads(watch, ())
        check = watch.record.audit.verify(sent=sent)
        watch.record.audit.append(
            "audit.report",
            actor=actor.id,
            subject=told.since.astimezone(session.terminal.zone).strftime("%Y-%m"),
            reason=None,
            now=now(),
        )
    if output is ReportFormat.JSONL:
        for line in as_lines(told, check):
            session.terminal.jsonl(line)
        return
    for text in as_markdown(told, check, session.terminal, compared=len(sent)):
        session.terminal.line(text)
