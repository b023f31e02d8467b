"""What has to be done about the charter, its watch groups and the side jobs, by which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from leakwatch.app.watch import Watch
from leakwatch.config import read_charter
from leakwatch.errors import ConfigError
from leakwatch.models import Charter, Duty, SideJob, SideJobState

#: Days before its end on which a charter is reminded of: a renewal passes several desks.
CHARTER_DAYS = (60, 30)
#: The same for what one person renews.
GROUP_DAYS = SIDE_JOB_DAYS = (30,)
#: A day that is no business day is told on the last one before it: so many days at most.
_MARGIN = 14


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """Of the charter as its file is now, from the first reminder on; its end is a debt when it is over.

    That a group or a side job ended is none: it may have been meant to.
    """
    charter = _charter(watch, today)
    if charter is not None:
        yield from _renewal(watch, charter, today)
        for group in charter.groups:
            if _is_near(group.until, GROUP_DAYS, today):
                yield Duty(
                    what="group.ending",
                    label=group.id,
                    due=group.until,
                    owner=group.approved_by,
                    early=GROUP_DAYS,
                )
    if watch.record.vault.is_open:
        for job in watch.record.side_jobs.list():
            yield from _side_job(watch, job, today)


def _charter(watch: Watch, today: date) -> Charter | None:
    """It may have been renewed since the service began."""
    try:
        return read_charter(watch.settings.directory, today=today).charter
    except ConfigError:
        return watch.settings.charter.charter


def _renewal(watch: Watch, charter: Charter, today: date) -> Iterator[Duty]:
    known = {one.id for one in watch.settings.reviewers}
    if today >= charter.valid_until - timedelta(days=max(CHARTER_DAYS) + _MARGIN):
        yield Duty(
            what="charter.expiring",
            label="charter",
            due=charter.valid_until,
            owner=charter.responsible if charter.responsible in known else "",
            early=CHARTER_DAYS,
        )


def _side_job(watch: Watch, job: SideJob, today: date) -> Iterator[Duty]:
    terms = job.terms
    if job.state is SideJobState.APPROVED and _is_near(terms.ends, SIDE_JOB_DAYS, today):
        yield Duty(
            what="side_job.ending",
            label=job.label,
            due=terms.ends,
            owner=terms.approver,
            early=SIDE_JOB_DAYS,
        )
    elif job.state is SideJobState.PENDING and today <= terms.ends:
        due = watch.day(job.entered_at)
        yield Duty(what="side_job.approve", label=job.label, due=due, owner=terms.approver)


def _is_near(ends: date, days: tuple[int, ...], today: date) -> bool:
    return ends - timedelta(days=max(days) + _MARGIN) <= today <= ends
