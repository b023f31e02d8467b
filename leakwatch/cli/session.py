"""What a command works with: its terminal, the configuration it was pointed at, and who acts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_

if TYPE_CHECKING:  # opening the record costs more than --help may
    from leakwatch.app.watch import Watch
    from leakwatch.config import Notice, Settings
    from leakwatch.models import Reviewer, Watchlist


def now() -> datetime:
    """The one clock of the command line."""
    return datetime.now(UTC)


@dataclass
class Session:
    terminal: Terminal
    option: Path | None  #: --config, if given

    @property
    def directory(self) -> Path:
        from leakwatch.config import find_config_dir

        return find_config_dir(self.option, os.environ)

    def settings(self) -> Settings:
        """The configuration; a closed charter gate is said. Raises ConfigError."""
        from leakwatch.app.watch import charter_notice
        from leakwatch.config import load_settings

        settings = load_settings(self.directory, environ=os.environ, today=now().date())
        self._prepare(settings)
        self.notify(charter_notice(settings))
        return settings

    @contextmanager
    def watch(self) -> Iterator[Watch]:
        """Configuration and record together; what limits the watch today is said."""
        from leakwatch.app.watch import open_watch

        with open_watch(self.directory, environ=os.environ, now=now()) as watch:
            self._prepare(watch.settings)
            self.notify(watch.notices)
            yield watch

    def _prepare(self, settings: Settings) -> None:
        self.terminal.zone = settings.zone
        if "LEAKWATCH_LANG" not in os.environ:
            self.terminal.speak(settings.language)

    def notify(self, notices: tuple[Notice, ...]) -> None:
        for notice in notices:
            self.terminal.warn(notice.message, **notice.values)

    def judged_by(self, watch: Watch) -> Watchlist:
        """The watchlist as far as whoever sits here may use it: names are for reviewers only.

        Else anybody could ask, name by name, who is on the roster.
        """
        if not watch.watchlist.people or self.actor(watch.settings) is not None:
            return watch.watchlist
        self.terminal.warn(N_("you are not entered in reviewers.yaml: people are left out"))
        return watch.settings.watchlist

    def actor(self, settings: Settings) -> Reviewer | None:
        from leakwatch.review import actor_at_terminal

        return actor_at_terminal(
            settings.reviewers,
            uid=os.getuid(),
            environ=os.environ,
            today=now().astimezone(settings.zone).date(),  # his last day ends there
        )

    def reader(self, settings: Settings, *, subject: str | None = None) -> Reviewer:
        """Whoever sits here, if he may see findings, and the one about `subject`.

        Raises PermissionDenied.
        """
        from leakwatch.review import require_reader

        return require_reader(self.actor(settings), subject=subject)


def session_of(context: typer.Context) -> Session:
    session = context.find_root().obj
    assert isinstance(session, Session)
    return session
