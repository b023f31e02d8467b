"""One page that says whether the watch can see, and what to do where it cannot."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.app.doctor_channels import examine_channels
from leakwatch.app.doctor_duties import examine_duties
from leakwatch.app.doctor_letters import examine_templates
from leakwatch.app.doctor_reviewers import examine_own_entries, examine_reviewers
from leakwatch.app.doctor_slack import examine_outbox, examine_slack
from leakwatch.app.doctor_sources import examine_sources
from leakwatch.app.heartbeat import examine_heartbeat
from leakwatch.app.watch import Watch
from leakwatch.config import Settings, charter_gaps, read_charter
from leakwatch.errors import N_, ConfigError, LeakwatchError
from leakwatch.record import VaultState

#: Below this the log may stop in the middle of a sweep.
_MIN_FREE_BYTES = 500_000_000

#: Days before its end from which a charter should be renewed.
_RENEWAL = 60

#: Clocks of two machines that share a record differ by less.
_CLOCK_SKEW = timedelta(minutes=5)


def examine(watch: Watch, *, online: bool, post: bool, now: datetime) -> Iterator[Check]:
    """Every check in turn; `online` also asks Slack, `post` has a message go there and back."""
    settings = watch.settings
    yield from _config(settings)
    yield from _charter(settings, now)
    if settings.charter.valid and watch.record.vault.is_open:
        yield good("people", N_("{count} on the roster"), count=len(watch.watchlist.people))
    yield from examine_reviewers(settings, now)
    yield from examine_own_entries(watch)
    yield from examine_templates(settings.directory)
    yield from _state(settings.state_dir)
    yield from _clock(watch, now)
    yield from _record(watch)
    yield from examine_sources(watch, now)
    yield from _network(settings)
    yield from examine_slack(settings, online=online, post=post, now=now)
    yield from examine_channels(settings, online=online)
    yield from examine_heartbeat(watch, now)
    yield from examine_duties(watch, now)


def examine_without_record(
    settings: Settings, error: LeakwatchError, *, online: bool, now: datetime
) -> Iterator[Check]:
    """What can be said while the record does not open because of `error`; a full disk shows here."""
    yield from _config(settings)
    yield from _charter(settings, now)
    yield from examine_reviewers(settings, now)
    yield from examine_templates(settings.directory)
    if os.access(settings.state_dir, os.R_OK | os.X_OK):
        yield from _state(settings.state_dir)
    yield bad("database", error.message, **error.values)
    yield from examine_slack(settings, online=online, post=False, now=now)


def _config(settings: Settings) -> Iterator[Check]:
    yield good("config", N_("{directory}: no mistake"), directory=settings.directory)
    for warning in settings.warnings:
        yield note("config", warning.message, **warning.values)


def _charter(settings: Settings, now: datetime) -> Iterator[Check]:
    state = settings.charter
    if state.charter is None:
        yield bad("charter", state.problem or "", **state.values)
    else:
        left = (state.charter.valid_until - now.date()).days
        report = note if left <= _RENEWAL else good
        yield report("charter", N_("valid until {until}"), until=state.charter.valid_until)
        try:
            written = read_charter(settings.directory, today=now.date()).written
        except ConfigError:
            return  # said where the configuration is looked at
        lacks = (
            charter_gaps(written, reviewers=settings.reviewers, today=now.date()) if written else ()
        )
        if lacks:
            yield note(
                "charter",
                N_("{count} things to complete: leakwatch charter check"),
                count=len(lacks),
            )


def _state(directory: Path) -> Iterator[Check]:
    wide = sorted(str(path) for path in _too_open(directory))
    if wide:
        yield bad("files", N_("others may read {paths}: chmod go-rwx"), paths=", ".join(wide[:5]))
    else:
        yield good("files", N_("{directory} is readable by its owner only"), directory=directory)
    free = shutil.disk_usage(directory).free
    report = good if free >= _MIN_FREE_BYTES else bad
    yield report("disk", N_("{megabytes} MB free"), megabytes=free // 1_000_000)


def _too_open(directory: Path) -> Iterator[Path]:
    for path in [directory, *directory.iterdir(), *(directory / "recordings").rglob("*")]:
        if not path.is_symlink() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield path


def _clock(watch: Watch, now: datetime) -> Iterator[Check]:
    """Schedules, leases and the audit trail all go by it; the record knows how late it was once."""
    newest = watch.record.newest()
    if newest is not None and newest > now + _CLOCK_SKEW:
        at = newest.isoformat(timespec="seconds")
        yield bad(
            "clock",
            N_("it says {now}, but the record has an entry of {at}: set the clock"),
            now=now.isoformat(timespec="seconds"),
            at=at,
        )
    else:
        yield good("clock", N_("not behind what the record holds"))


def _record(watch: Watch) -> Iterator[Check]:
    vault = watch.record.vault
    if vault.state is not VaultState.OPEN:
        yield bad("key", vault.message)
    elif watch.settings.sealing_key is None:
        yield note(
            "key",
            N_("the sealing key lies beside the database: move it to {variable} or a file"),
            variable="LEAKWATCH_KEY",
        )
    else:
        yield good("key", N_("the sealing key opens the record"))
    try:
        problems = watch.record.verify()
    except LeakwatchError as error:
        yield bad("database", error.message, **error.values)
        return
    for problem in problems:
        yield bad("database", problem.message, **problem.values)
    if not problems:
        yield good("database", N_("whole, and the audit trail unbroken"))
    yield from examine_outbox(watch)


def _network(settings: Settings) -> Iterator[Check]:
    if settings.network.proxy:
        yield note(
            "network",
            N_(
                "pages are fetched through the proxy, which looks names up itself: that a name turns"
                " inside after it was checked is then for the proxy to stop"
            ),
        )
