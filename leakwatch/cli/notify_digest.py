"""`leakwatch notify digest`: a digest of any time, now, for whoever asks."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from leakwatch.cli.session import now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, OutputError, UsageError

#: Formats in which a moment is typed; a day alone begins at its midnight.
_MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
_DAY = timedelta(days=1)


class DigestFormat(StrEnum):
    MD = "md"
    HTML = "html"


def digest(
    context: typer.Context,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=_MOMENTS, help=_("From when on; else a day before.")),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=_MOMENTS, help=_("Until when; else now."))
    ] = None,
    output: Annotated[
        DigestFormat, typer.Option("--format", help=_("Markdown, or HTML for a browser."))
    ] = DigestFormat.MD,
    file: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help=_("Write it there instead of printing it.")),
    ] = None,
) -> None:
    from leakwatch.app.digesting import digest_of
    from leakwatch.notify import digest_html, digest_markdown

    session, at = session_of(context), now()
    with session.watch() as watch:
        zone = session.terminal.zone
        end = _moment(until, zone) or at
        begin = _moment(since, zone) or end - _DAY
        if begin >= end:
            raise UsageError(N_("--since must lie before --until"))
        told = digest_of(watch, since=begin, until=end, now=at)
    as_text = digest_html if output is DigestFormat.HTML else digest_markdown
    text = as_text(told, session.terminal.catalogue, zone=zone)
    if file is None:
        session.terminal.line(text.rstrip("\n"))
        return
    _write(file, text)
    session.terminal.say(N_("written: {file}"), file=file)


def _moment(given: datetime | None, zone: tzinfo) -> datetime | None:
    return None if given is None else given.replace(tzinfo=zone)


def _write(file: Path, text: str) -> None:
    from leakwatch.notify import write_whole

    try:
        write_whole(file.absolute(), text)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = N_("{file} cannot be written ({reason})")
        raise OutputError(message, file=file, reason=reason) from error
