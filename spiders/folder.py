"""The files of a folder, in a stable order: bounded, never out of it, and never one half written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leakwatch.errors import N_, PageError, SweepError, TooLarge

#: Folders within folders; more is a mistake or a trap.
_DEEPEST = 16
#: Seconds in which a file that changed may still be written.
_FRESH = 3.0
#: What programs call files that they are still writing, or that are only theirs.
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".swp", "~")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
#: A browser puts style and pictures of `page.html` into this folder beside it.
_ASSETS = "_files"
_PAGES = (".html", ".htm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One file, or what is wrong with it."""

    name: str  #: path within the folder, `/` between its parts
    path: Path
    left: str | None = None  #: the name under which it is counted and left alone


def files_below(folder: Path, *, now: datetime, where: str) -> Iterator[Found]:
    """Every file below `folder` in the order of names. Raises SweepError when it cannot be read.

    Hidden and unfinished files are passed over, and so are assets of saved pages.
    """
    root = Path(os.path.realpath(folder))
    try:
        os.scandir(root).close()
    except OSError as error:
        raise SweepError(
            N_("{where}: the folder {folder} cannot be read: {why}"),
            where=where,
            folder=folder,
            why=error.strerror or type(error).__name__,
        ) from error
    yield from _Walk(root, now.timestamp()).files(root, prefix="", depth=1)


@dataclass(frozen=True, slots=True)
class _Walk:
    root: Path
    now: float

    def files(self, folder: Path, *, prefix: str, depth: int) -> Iterator[Found]:
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            yield Found(name=_shown(prefix), path=folder, left="unreadable")
            return
        names = {entry.name for entry in found}
        for entry in found:
            if not _passed_over(entry.name) and not _is_assets(entry.name, names):
                yield from self._entry(entry, prefix=prefix, depth=depth)

    def _entry(self, entry: os.DirEntry[str], *, prefix: str, depth: int) -> Iterator[Found]:
        name, path = _shown(f"{prefix}{entry.name}"), Path(entry.path)
        if entry.is_symlink():
            problem = self._problem_of_link(path)
            if problem is not None:
                yield Found(name=name, path=path, left=problem)
        elif not entry.is_dir(follow_symlinks=False):
            yield Found(name=name, path=path, left=self._problem_of_file(entry))
        elif depth >= _DEEPEST:
            yield Found(name=name, path=path, left="too_deep")
        else:
            yield from self.files(path, prefix=f"{prefix}{entry.name}/", depth=depth + 1)

    def _problem_of_link(self, path: Path) -> str | None:
        """A link within the folder is no news: what it leads to is read where it lies."""
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(self.root):
            return "outside_folder"
        return None if target.exists() else "unreadable"

    def _problem_of_file(self, entry: os.DirEntry[str]) -> str | None:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            return "unreadable"
        if not stat.S_ISREG(status.st_mode):
            return "not_a_file"
        return "being_written" if abs(self.now - status.st_mtime) < _FRESH else None


class Unreadable(PageError):
    """The system does not give the file out."""


class NotAFile(PageError):
    """A pipe, a socket or a device."""


class BeingWritten(PageError):
    """It changed while it was read: the next sweep reads it."""


def read_file(path: Path, *, limit: int) -> bytes:
    """The file's bytes; `limit` of them at most.

    Raises TooLarge, Unreadable, NotAFile and BeingWritten.
    """
    try:
        # A pipe would be waited for, and a link put there since the folder was walked be followed.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise NotAFile(N_("{path} is no file"), path=path)
            body = file.read(limit + 1)
            after = os.fstat(handle)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Unreadable(N_("{path} cannot be read: {why}"), path=path, why=why) from error
    if len(body) > limit:
        raise TooLarge(N_("more than {limit} bytes"), limit=limit)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise BeingWritten(N_("{path} is still being written"), path=path)
    return body


def _passed_over(name: str) -> bool:
    lowered = name.lower()
    return name.startswith(".") or lowered.endswith(_UNFINISHED) or lowered in _SYSTEM


def _is_assets(name: str, beside: set[str]) -> bool:
    stem = name.removesuffix(_ASSETS)
    return stem != name and any(f"{stem}{suffix}" in beside for suffix in _PAGES)


def _shown(name: str) -> str:
    """`name` as text: names of files are bytes, and not always in any encoding."""
    return os.fsencode(name).decode("utf-8", "replace")
