"""Configuration, record and watchlist of one installation, opened together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from leakwatch.casework.watch_groups import Standing, holds_on, standing_on
from leakwatch.config import (
    Notice,
    Settings,
    load_settings,
    still_open,
    watchlist_digest,
    with_guessed_readings,
)
from leakwatch.errors import N_, UsageError
from leakwatch.models import Person, Source, Watchlist
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

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.zone

    def day(self, at: datetime) -> date:
        """The day at the company."""
        return day_of(self.settings, at)

    def watching_on(self, today: date) -> Watchlist:
        """The watchlist as it may still be used on a later day: it can only have lost people."""
        charter = self.settings.charter.charter
        if not self.watchlist.people:
            return self.watchlist
        if charter is None or not holds_on(charter, today):
            return self.settings.watchlist
        people = standing_on(self.watchlist.people, charter, today).people
        if len(people) == len(self.watchlist.people):
            return self.watchlist
        narrowed = replace(self.watchlist, people=people)
        return replace(narrowed, digest=watchlist_digest(narrowed))

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
    settings = _on_day(
        load_settings(directory, environ=environ, today=now.date(), channels=channels), now
    )
    with open_record(settings.state_dir, sealing_key=settings.sealing_key, now=now) as record:
        watchlist, notices = _with_people(settings, record, day_of(settings, now))
        yield Watch(settings=settings, record=record, watchlist=watchlist, notices=notices)


def day_of(settings: Settings, at: datetime) -> date:
    """The day at the company: a charter ends at midnight there."""
    return at.astimezone(settings.zone).date()


def _on_day(settings: Settings, now: datetime) -> Settings:
    file = f"{settings.directory.name}/charter.yaml"
    charter = still_open(settings.charter, file=file, today=day_of(settings, now))
    return settings if charter == settings.charter else replace(settings, charter=charter)


def _with_people(
    settings: Settings, record: Record, today: date
) -> tuple[Watchlist, tuple[Notice, ...]]:
    notices, charter = charter_notice(settings), settings.charter.charter
    if charter is None:
        return settings.watchlist, notices
    if record.vault.state is not VaultState.OPEN:
        return settings.watchlist, (Notice(message=record.vault.message),)
    standing = standing_on(record.people.load(), charter, today)
    return _watching(settings.watchlist, standing.people), _group_notices(standing)


def _watching(watchlist: Watchlist, people: tuple[Person, ...]) -> Watchlist:
    with_people = replace(watchlist, people=with_guessed_readings(people))
    return replace(with_people, digest=watchlist_digest(with_people))


def _group_notices(standing: Standing) -> tuple[Notice, ...]:
    doubts = {
        N_(
            "{count} people are not watched any more: the time of their group, or their own, is"
            " over (leakwatch people groups)"
        ): standing.over,
        N_(
            "{count} people are not watched: the charter does not have their group (leakwatch"
            " people groups)"
        ): standing.nowhere,
    }
    return tuple(
        Notice(message=message, values={"count": len(ids)})
        for message, ids in doubts.items()
        if ids
    )
