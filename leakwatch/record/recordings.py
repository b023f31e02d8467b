"""Recorded answers of sites, beside the database: sealed and short-lived where they show people."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leakwatch.errors import N_, RecordError, UsageError
from leakwatch.record.private_files import write_private
from leakwatch.record.sealing import SealedFile, Vault

FOLDER = "recordings"
#: What shows people is kept no longer than it takes to mend a definition.
KEEP = timedelta(days=7)

_SEALED, _PLAIN = ".sealed", ".jsonl"
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One file; its time stands in its name, so that it can be told without the key."""

    source: str
    path: Path
    at: datetime
    sealed: bool

    @property
    def until(self) -> datetime | None:
        """When it is deleted; None: when the next one takes its place."""
        return self.at + KEEP if self.sealed else None


class Recordings:
    def __init__(self, state_dir: Path, vault: Vault) -> None:
        self._folder, self._vault = state_dir / FOLDER, vault

    def store(self, source: str, content: bytes, *, sealed: bool, now: datetime) -> Recording:
        """Keep `content` in the place of what was recorded of `source` before.

        Raises SealError when it is to be sealed and cannot be, and RecordError.
        """
        if sealed:
            self._vault.require()
        folder = self._folder / source
        path = folder / f"{now.astimezone(UTC):{_STAMP}}{_SEALED if sealed else _PLAIN}"
        before = self._of(source)
        with _files(path):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for private in (self._folder, folder):
                private.chmod(0o700)
            if sealed:
                SealedFile(path, self._vault).write(content)
            else:
                write_private(path, content)
            for old in before:
                if old.path != path:
                    old.path.unlink(missing_ok=True)
        return Recording(source=source, path=path, at=_time(path) or now, sealed=sealed)

    def newest(self, source: str) -> Recording:
        """What was recorded of `source` last. Raises UsageError when there is nothing."""
        found = self._of(source)
        if not found:
            raise UsageError(
                N_("nothing of {source} is recorded: leakwatch sources record {source}"),
                source=source,
            )
        return found[-1]

    def load(self, recording: Recording) -> bytes:
        """What was stored. Raises SealError and RecordError."""
        with _files(recording.path):
            if recording.sealed:
                return SealedFile(recording.path, self._vault).read()
            return recording.path.read_bytes()

    def expire(self, now: datetime, *, personal: Collection[str]) -> tuple[Recording, ...]:
        """Delete what is overdue, and what is not sealed of sources that show people.

        `personal` are the names of those sources. Returns what was deleted. Raises RecordError.
        """
        return self._delete(
            one
            for one in self._all()
            if (one.until is not None and one.until <= now)
            or (not one.sealed and one.source in personal)
        )

    def drop_sealed(self) -> tuple[Recording, ...]:
        """Delete everything that may show people. Raises RecordError."""
        return self._delete(one for one in self._all() if one.sealed)

    def _delete(self, recordings: Iterator[Recording]) -> tuple[Recording, ...]:
        gone = tuple(recordings)
        for one in gone:
            with _files(one.path):
                one.path.unlink(missing_ok=True)
        return gone

    def _all(self) -> Iterator[Recording]:
        with _files(self._folder):
            folders = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
        for folder in folders:
            if folder.is_dir() and not folder.is_symlink():
                yield from self._of(folder.name)

    def _of(self, source: str) -> list[Recording]:
        """Recordings of `source`, oldest first."""
        folder = self._folder / source
        with _files(folder):
            paths = sorted(folder.iterdir()) if folder.is_dir() else []
        return [
            Recording(source=source, path=path, at=at, sealed=path.suffix == _SEALED)
            for path in paths
            if path.suffix in {_SEALED, _PLAIN} and (at := _time(path)) is not None
        ]


def _time(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


@contextmanager
def _files(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordError(
            N_("{file} cannot be read or written ({why}): check owner, mode and free space"),
            file=error.filename or path,
            why=error.strerror or os.strerror(error.errno or 0),
        ) from error
