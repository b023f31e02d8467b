"""`leakwatch report`: the report to the board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.session import now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_, OutputError, UsageError

if TYPE_CHECKING:
    from leakwatch.casework.report import Report

#: Days that a report covers unless `--since` says otherwise.
_YEAR = timedelta(days=365)
_DAY = timedelta(days=1)
_DAYS = ["%Y-%m-%d"]


class ReportFormat(StrEnum):
    MD = "md"
    HTML = "html"


def report(
    context: typer.Context,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=_DAYS, help=_("First day; else a year before the last.")),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=_DAYS, help=_("Last day, which is in it; else today.")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR|FILE",
            help=_("Write it there instead of printing it; a directory gets both formats."),
        ),
    ] = None,
    output: Annotated[
        ReportFormat | None,
        typer.Option("--format", help=_("Markdown, or HTML with charts for browser and printer.")),
    ] = None,
) -> None:
    from leakwatch.app.board_report import board_report

    session, at = session_of(context), now()
    with session.watch() as watch:
        files = list(_files(out, output, at.astimezone(session.terminal.zone).date()))
        actor = session.reader(watch.settings)
        begin, end = _period(since, until, at=at, zone=session.terminal.zone)
        watch.record.audit.append(
            "report.write", actor=actor.id, subject="report", reason=None, now=at
        )
        texts = session.terminal.catalogue
        told = board_report(watch, since=begin, until=end, now=at, texts=texts)
    _hand_out(session.terminal, told, files, output or ReportFormat.MD)


def _hand_out(
    terminal: Terminal,
    told: Report,
    files: Sequence[tuple[Path, ReportFormat]],
    printed: ReportFormat,
) -> None:
    """Write `files`; without any print it. Raises OutputError."""
    language = terminal.catalogue.language
    if not files:
        terminal.line(_text(told, printed, language).rstrip("\n"))
    for file, form in files:
        _write(file, _text(told, form, language))
        terminal.say(N_("written: {file}"), file=file)


def _period(
    since: datetime | None, until: datetime | None, *, at: datetime, zone: tzinfo
) -> tuple[datetime, datetime]:
    """From the first day's midnight to the one after the last day. Raises UsageError."""
    today = at.astimezone(zone).date()
    last = until.date() if until else today
    if last > today:
        message = N_("--until {day} is still to come: today is {today}")
        raise UsageError(message, day=last.isoformat(), today=today.isoformat())
    first = since.date() if since else last - _YEAR + _DAY
    if first > last:
        message = N_("--since {first} lies after the last day, {last}: swap them")
        raise UsageError(message, first=first.isoformat(), last=last.isoformat())
    begin, end = (datetime.combine(day, time(), tzinfo=zone) for day in (first, last + _DAY))
    return begin, end


def _files(
    out: Path | None, output: ReportFormat | None, today: date
) -> Iterator[tuple[Path, ReportFormat]]:
    """Files to write with their formats. Raises UsageError when name and format disagree."""
    if out is None:
        return
    by_name = {".md": ReportFormat.MD, ".html": ReportFormat.HTML}.get(out.suffix.lower())
    if not out.is_dir() and out.suffix:
        if by_name is None and output is None:
            message = N_("{file}: name it .md or .html, or say --format")
            raise UsageError(message, file=out)
        if by_name is not None and output not in {None, by_name}:
            message = N_("{file} is to be {format}: rename it, or leave out --format")
            raise UsageError(message, file=out, format=output.value if output else "")
        yield out, output or by_name or ReportFormat.MD
        return
    for form in ReportFormat if output is None else (output,):
        yield out / f"leakwatch-report-{today.isoformat()}.{form.value}", form


def _text(told: Report, form: ReportFormat, language: str) -> str:
    from leakwatch.casework.report_pages import report_html, report_markdown

    if form is ReportFormat.HTML:
        return report_html(told, language=language)
    return report_markdown(told)


def _write(file: Path, text: str) -> None:
    """Raises OutputError."""
    from leakwatch.notify import write_whole

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, text)
    except OSError as error:
        message = N_("{file} cannot be written ({reason}): choose another place")
        reason = error.strerror or type(error).__name__
        raise OutputError(message, file=file, reason=reason) from error
