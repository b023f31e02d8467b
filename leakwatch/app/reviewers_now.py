"""Who may see and judge at this moment: `reviewers.yaml` read again when it changes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from threading import Lock

from leakwatch.config import Settings, load_reviewers
from leakwatch.errors import ConfigError
from leakwatch.models import Reviewer

logger = logging.getLogger(__name__)


class ReviewersNow:
    """A right that was taken from somebody ends at once, not with the service.

    While the file is wrong the last reviewers that could be read count: a slip of the pen must not
    lock everybody out. Safe to ask from several threads.
    """

    def __init__(self, settings: Settings, *, today: Callable[[], date]) -> None:
        self._directory, self._today = settings.directory, today
        self._reviewers, self._lock = settings.reviewers, Lock()
        self._read: tuple[int, int] | None = None

    def __call__(self) -> tuple[Reviewer, ...]:
        with self._lock:
            mark = self._mark()
            if mark != self._read:
                self._read = mark
                self._load()
            return self._reviewers

    def _mark(self) -> tuple[int, int]:
        try:
            status = (self._directory / "reviewers.yaml").stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)

    def _load(self) -> None:
        try:
            self._reviewers = load_reviewers(self._directory, today=self._today())
        except ConfigError:
            logger.exception("reviewers.wrong")
