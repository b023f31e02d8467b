"""Times that cannot be meant: schedules that never come, and dates that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from leakwatch.config.cron import firing_minutes
from leakwatch.config.mistakes import KeyPath, Mistake, Notice
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_
from leakwatch.models import Source

_DAY_MINUTES = 1_440
_QUIET: KeyPath = ("politeness", "quiet")


def check_times(source: Source, document: Document, *, today: date) -> Iterator[Mistake]:
    """What is wrong with the times of a definition whose parts are right by themselves."""
    yield from _future(source, document, today)
    if _always_quiet(source):
        yield document.mistake(
            _QUIET,
            N_("the quiet hours cover the whole day, so it would never be swept"),
            remedy=N_("leave some time of the day free, or say enabled: false"),
        )
    cron, jitter = source.timing.cron, source.timing.jitter
    if cron is not None and jitter >= _shortest_gap(cron):
        yield document.mistake(
            ("schedule", "jitter"), N_("the jitter must be shorter than the interval")
        )


def warn_of_times(source: Source, document: Document) -> Iterator[Notice]:
    """A schedule whose every time is quiet: it works, and probably is not meant."""
    cron, quiet = source.timing.cron, source.politeness.quiet
    if cron is None or not quiet or _always_quiet(source):
        return
    if all(any(span.covers(minute) for span in quiet) for minute in firing_minutes(cron)):
        yield Notice(
            message=N_(
                "{where}: every sweep of {source} falls into its quiet hours and is put off to"
                " their end"
            ),
            values={
                "where": f"{document.file}:{document.line(_QUIET)}",
                "source": source.name,
            },
        )


def _future(source: Source, document: Document, today: date) -> Iterator[Mistake]:
    said = {
        ("terms", "checked"): source.terms.checked,
        ("terms", "confirmed"): source.terms.confirmed,
        ("about", "last_verified"): source.about.last_verified,
    }
    for path, day in said.items():
        if day is not None and day > today:
            yield document.mistake(
                path, N_("a day that has been: {day} is still to come"), day=day.isoformat()
            )


def _always_quiet(source: Source) -> bool:
    quiet = source.politeness.quiet
    return bool(quiet) and all(
        any(span.covers(minute) for span in quiet) for minute in range(_DAY_MINUTES)
    )


def _shortest_gap(cron: str) -> float:
    """Seconds between the two firings that are closest to one another, should every day have them."""
    minutes = firing_minutes(cron)
    around = (*minutes, minutes[0] + _DAY_MINUTES)
    return 60.0 * min(later - earlier for earlier, later in pairwise(around))
