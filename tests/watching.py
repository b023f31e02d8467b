"""A watch over a configuration of a test's own and a record in a real file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from leakwatch.app.watch import Watch
from leakwatch.config import load_settings
from leakwatch.record import open_record
from tests.logged import NOW, WATCHLIST
from tests.unit.config.right import write


@contextmanager
def watching(
    directory: Path,
    files: Mapping[str, str | bytes | None] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    now: datetime = NOW,
) -> Iterator[Watch]:
    """The right configuration but for `files`."""
    config = write(directory / "config", files or {})
    settings = load_settings(config, environ=environ or {}, today=now.date())
    with open_record(directory / "var", sealing_key=None, now=now) as record:
        yield Watch(settings=settings, record=record, watchlist=WATCHLIST, notices=())
