"""Configuration, record and watchlist of one installation, opened together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from leakwatch.config import (
    Notice,
    Settings,
    load_settings,
    watchlist_digest,
    with_guessed_readings,
)
from leakwatch.errors import N_, UsageError
from leakwatch.models import Source, Watchlist
from leakwatch.record import Record, VaultState, open_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    settings: Settings
    record: Record
    watchlist: Watchlist  #: with people, when charter and key allow it
    notices: tuple[Notice, ...]

    @property
    def charter_version(self) -> str | None:
        charter = self.settings.charter.charter
        return charter.version if charter else None

    def today(self, now: datetime) -> date:
        """The day it is where the installation is."""
        return now.astimezone(ZoneInfo(self.settings.timezone)).date()

    def source(self, name: str) -> Source:
        return source_named(self.settings, name)


def source_named(settings: Settings, name: str) -> Source:
    """The definition called `name`. Raises UsageError that names the known ones."""
    if name not in settings.sources:
        raise UsageError(
            N_("there is no source {name} in {directory}: known are {known}"),
            name=name,
            directory=settings.directory / "sources",
            known=", ".join(sorted(settings.sources)) or "-",
        )
    return settings.sources[name]


def charter_notice(settings: Settings) -> tuple[Notice, ...]:
    """Why nobody is watched by name today, if so."""
    state = settings.charter
    if state.valid:
        return ()
    return (Notice(message=state.problem or "", values=state.values),)


@contextmanager
def open_watch(
    directory: Path, *, environ: Mapping[str, str], now: datetime, channels: bool = True
) -> Iterator[Watch]:
    """Open everything a command needs, and close it again; a sweep's process does without channels.

    Raises ConfigError and RecordError. A closed charter gate or vault is no error: people are left
    out and a notice says so.
    """
    settings = load_settings(directory, environ=environ, today=now.date(), channels=channels)
    with open_record(settings.state_dir, sealing_key=settings.sealing_key, now=now) as record:
        watchlist, notices = _with_people(settings, record)
        yield Watch(settings=settings, record=record, watchlist=watchlist, notices=notices)


def _with_people(settings: Settings, record: Record) -> tuple[Watchlist, tuple[Notice, ...]]:
    notices = charter_notice(settings)
    if notices:
        return settings.watchlist, notices
    if record.vault.state is not VaultState.OPEN:
        return settings.watchlist, (Notice(message=record.vault.message),)
    with_people = replace(settings.watchlist, people=with_guessed_readings(record.people.load()))
    return replace(with_people, digest=watchlist_digest(with_people)), ()
