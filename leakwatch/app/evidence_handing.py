"""Handing evidence out, and looking whether it is whole."""

from __future__ import annotations

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from leakwatch.casework.evidence_problems import problem_of
from leakwatch.casework.evidence_verify import problems_of_archive
from leakwatch.config.mistakes import Phrase
from leakwatch.errors import N_, OutputError, SealError, UsageError
from leakwatch.models import Capture, Reviewer
from leakwatch.record import Record, write_new


def hand_out(
    record: Record, capture: Capture, target: Path, *, actor: Reviewer, reason: str, now: datetime
) -> Path:
    """Unseal `capture` into a new file and return it; `target` is that file, or a folder for it.

    Raises UsageError when the file is there or the finding is not confirmed yet, SealError when the
    archive is not whole, and OutputError when it cannot be written.
    """
    place = target / f"{capture.label}.zip" if target.is_dir() else target
    if os.path.lexists(place):
        raise UsageError(
            N_("{file} is there already: evidence is never written over, name another file"),
            file=place,
        )
    content = record.captures.export(capture.number, actor=actor.id, reason=reason, now=now)
    problems = problems_of_archive(content)
    if problems:
        raise SealError(
            N_("{evidence} is not handed out, it is not whole: {problem}"),
            evidence=capture.label,
            problem=problem_of(problems[0]),
        )
    _write(place, content)
    return place


def verified(record: Record, capture: Capture) -> tuple[tuple[Phrase, ...], Capture | None]:
    """What is wrong with a sealed archive.

    Raises UsageError for evidence that never had one, or whose archive was deleted in order.
    """
    try:
        content = record.captures.verified(capture.number)
    except SealError as error:
        return (Phrase(error.message, error.values),), capture
    except UsageError as error:
        if not capture.sha256:
            raise
        # taken out of the record behind its back
        return (Phrase(error.message, error.values),), capture
    return tuple(map(problem_of, problems_of_archive(content))), capture


def verified_file(record: Record, path: Path) -> tuple[tuple[Phrase, ...], Capture | None]:
    """What is wrong with a file, and the evidence whose archive it is byte for byte.

    Raises UsageError when it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            N_("{file} cannot be read: {why}"), file=path, why=error.strerror or error
        ) from error
    return tuple(map(problem_of, problems_of_archive(content))), record.captures.known(
        sha256(content).hexdigest()
    )


def _write(place: Path, content: bytes) -> None:
    try:
        write_new(place, content)
    except OSError as error:
        raise OutputError(
            N_("{file} cannot be written ({why}): name another place with --to"),
            file=place,
            why=error.strerror or type(error).__name__,
        ) from error
