"""Texts of letters from a file, and into one."""

from __future__ import annotations

import sys
from pathlib import Path

from leakwatch.errors import N_, OutputError, UsageError

#: Bytes; a letter has some pages.
_MOST = 200_000


def read_body(path: Path) -> str:
    """A whole text, of a file or (for `-`) standard input. Raises UsageError that says why not."""
    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(_MOST + 1)
        else:
            with path.open("rb") as file:
                content = file.read(_MOST + 1)
    except OSError as error:
        raise UsageError(
            N_("{file} cannot be read ({reason})"),
            file=path,
            reason=error.strerror or type(error).__name__,
        ) from error
    if len(content) > _MOST:
        message = N_("{file} is larger than {most} KB: a letter is a text of some pages")
        raise UsageError(message, file=path, most=_MOST // 1_000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(
            N_("{file}:{line}: this is not UTF-8: save the file as UTF-8"), file=path, line=line
        ) from error
    return text.replace("\r\n", "\n")


def write_private(path: Path, content: bytes) -> None:
    """A new file of its owner's only.

    Raises UsageError when there is one already, OutputError when it cannot be written.
    """
    from leakwatch.record import write_new

    try:
        write_new(path, content)
    except FileExistsError:
        message = N_("{file} exists already: name another one")
        raise UsageError(message, file=path) from None
    except OSError as error:
        raise OutputError(
            N_("{file} cannot be written ({reason})"),
            file=path,
            reason=error.strerror or type(error).__name__,
        ) from error
