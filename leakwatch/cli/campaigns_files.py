"""Answers as files: read from disk to be sealed, and written back for somebody who says why."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Annotated

import typer

from leakwatch.cli.options import ReasonOption
from leakwatch.cli.reasons import given
from leakwatch.cli.session import now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, OutputError, UsageError
from leakwatch.models import AnswerFile

#: Bytes of one file; the record takes no larger ones.
_MOST = 25_000_000


def read_file(path: Path) -> AnswerFile:
    """What came, from disk. Raises UsageError."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
    except (OSError, ValueError) as error:
        raise UsageError(
            N_("{file} cannot be read ({reason})"),
            file=path,
            reason=getattr(error, "strerror", None) or type(error).__name__,
        ) from error
    if len(content) > _MOST:  # half a mail would be read as a whole one
        raise UsageError(
            N_("{name} is empty or larger than {most} MB: attach what it is about only"),
            name=path.name,
            most=_MOST // 1_000_000,
        )
    guessed = "message/rfc822" if path.suffix.lower() == ".eml" else mimetypes.guess_type(path)[0]
    return AnswerFile(
        content=content, name=path.name, media_type=guessed or "application/octet-stream"
    )


def file(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help=_("As leakwatch campaigns show has it."))],
    to: Annotated[Path, typer.Option("--to", help=_("The file to write; must not be there yet."))],
    reason: ReasonOption = None,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        why = given(reason)
        kept = watch.record.campaigns.open_file(number, actor=actor.id, reason=why, now=now())
    _write(to, kept.content)
    session.terminal.say(
        N_("{file} holds the answer as it came (SHA-256 {hash}): delete it when it was read"),
        file=to,
        hash=kept.sha256,
    )


def _write(path: Path, content: bytes) -> None:
    """For its owner only; nothing is overwritten."""
    from leakwatch.record import write_new

    try:
        write_new(path, content)
    except OSError as error:
        raise OutputError(
            N_("{file} cannot be written ({why}): name one that is not there yet"),
            file=path,
            why=error.strerror or type(error).__name__,
        ) from error
