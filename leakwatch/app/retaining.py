"""What is kept for how long, and what is deleted when that is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from leakwatch.app.compiling import forget_compiled
from leakwatch.app.subjects import subjects_of
from leakwatch.app.watch import Watch
from leakwatch.config import corrected
from leakwatch.errors import N_, UsageError
from leakwatch.models import (
    Cause,
    Deletion,
    Hold,
    KeepingTerms,
    RetentionRun,
    Reviewer,
    person_subject,
)

logger = logging.getLogger(__name__)


async def retain_due(watch: Watch, *, now: datetime) -> RetentionRun | None:
    """Once a day: end the holds that are over, then delete what was kept long enough.

    None when it was done today, or while the key is missing: nothing is deleted unseen then.
    """
    return await asyncio.to_thread(_retain_due, watch, now)


def retain(watch: Watch, *, actor: str, now: datetime, dry_run: bool = False) -> RetentionRun:
    """The same at any time. Raises SealError and RecordError."""
    keeping = watch.record.keeping
    if not dry_run:
        keeping.expire(today=watch.day(now), now=now)
    return keeping.retain(terms_of(watch), actor=actor, now=now, dry_run=dry_run)


def terms_of(watch: Watch) -> KeepingTerms:
    """How long everything is kept today.

    Findings about people follow the charter, and the last one there was when it has lapsed: a
    charter that ends is no reason to keep anything longer.
    """
    charter = watch.settings.charter.charter
    days = charter.retention_days if charter else None
    return KeepingTerms(
        days=asdict(watch.settings.casework.retention),
        people=watch.record.keeping.people_days(days),
    )


def holds_for(watch: Watch, actor: Reviewer) -> tuple[tuple[Hold, ...], int]:
    """The holds in force that `actor` may see, and how many concern himself."""
    every = [one for one in watch.record.keeping.holds() if one.holds]
    own = _own(actor)
    shown = tuple(one for one in every if not own & {one.about, *subjects_of(watch, one.label)})
    return shown, len(every) - len(shown)


def deletions_for(
    watch: Watch, actor: Reviewer, *, since: datetime | None
) -> tuple[tuple[Deletion, ...], int]:
    """What was deleted, as far as `actor` may see it, and how many of these are about himself."""
    every = watch.record.keeping.deletions(since=since)
    shown = tuple(one for one in every if one.about not in _own(actor))
    return shown, len(every) - len(shown)


def _own(actor: Reviewer) -> frozenset[str]:
    return frozenset({person_subject(actor.roster_id)} if actor.roster_id else ())


def forget_person(
    watch: Watch,
    roster_id: str,
    *,
    actor: str,
    reason: str,
    cause: Cause,
    buried: bool,
    now: datetime,
) -> Mapping[str, int]:
    """Delete one person and everything kept about him, in the record and beside it; how much.

    `buried`: what was found about him is not reported anew while it is the same.
    Raises UsageError (nobody, or a legal hold) and SealError.
    """
    days = watch.settings.casework.retention.tombstones
    until = watch.day(now) + timedelta(days=days) if buried else None
    watch.record.keeping.expire(today=watch.day(now), now=now)
    gone = watch.record.people.delete(
        roster_id, actor=actor, reason=reason, now=now, cause=cause, tombstones_until=until
    )
    forget_compiled(watch.settings.state_dir)
    # whoever it was may stand on a page in them
    recordings = watch.record.recordings.drop_sealed()
    return {**gone, "recordings": len(recordings)}


def correct_person(
    watch: Watch,
    roster_id: str,
    changes: Iterable[str],
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> tuple[str, ...]:
    """Change one entry of the roster by `COLUMN=VALUE` each; names of the columns that changed.

    Raises UsageError, ConfigMistakes and SealError.
    """
    people = {person.id: person for person in watch.record.people.load()}
    if roster_id not in people:
        raise UsageError(N_("there is nobody with the id {roster_id}"), roster_id=roster_id)
    entry = corrected(people[roster_id], changes)
    changed = watch.record.people.correct(entry, actor=actor, reason=reason, now=now)
    forget_compiled(watch.settings.state_dir)
    return changed


def _retain_due(watch: Watch, now: datetime) -> RetentionRun | None:
    today, keeping = watch.day(now), watch.record.keeping
    # of a day to come tells a clock that has been set back since
    if keeping.last_run() == today.isoformat() or not watch.record.vault.is_open:
        return None
    keeping.catch_up(actor="-", now=now)
    run = retain(watch, actor="-", now=now)
    keeping.note_run(today)
    logger.info("retention.done", extra={"deleted": sum(run.deleted.values())})
    return run
