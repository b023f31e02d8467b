"""What has to be done about the charter, its watch groups and the side jobs, by which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from leakwatch.app.watch import Watch
from leakwatch.models import Charter, Duty, SideJobState

#: Days before its end on which a charter is reminded of: a renewal passes several desks.
CHARTER_DAYS = (60, 30)
#: Days before their end for what one person renews.
GROUP_DAYS = SIDE_JOB_DAYS = 30
#: Days for which an early reminder stands, so that a service that was down gives it late.
_STANDS = 6


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """Early ones are due on the day of the reminder; the last one on the last day itself."""
    charter = watch.settings.charter.charter
    if charter is not None:
        yield from _charter(watch, charter, today)
        for group in charter.groups:
            if today <= group.until:  # an end that was meant is no debt
                yield from _ending("group.ending", group.id, group.until, group.approved_by, today)
    yield from _side_jobs(watch, today)


def _charter(watch: Watch, charter: Charter, today: date) -> Iterator[Duty]:
    known = {one.id for one in watch.settings.reviewers}
    owner = charter.responsible if charter.responsible in known else ""
    for days in CHARTER_DAYS:
        early = charter.valid_until - timedelta(days=days)
        if early <= today <= early + timedelta(days=_STANDS):
            yield Duty(what="charter.expiring", label="charter", due=early, owner=owner)
    if today > charter.valid_until - timedelta(days=min(CHARTER_DAYS) // 2):
        yield Duty(what="charter.expiring", label="charter", due=charter.valid_until, owner=owner)


def _side_jobs(watch: Watch, today: date) -> Iterator[Duty]:
    if not watch.record.vault.is_open:
        return
    for job in watch.record.side_jobs.list():
        terms = job.terms
        if job.state is SideJobState.APPROVED and today <= terms.ends:
            yield from _ending("side_job.ending", job.label, terms.ends, terms.approver, today)
        elif job.state is SideJobState.PENDING and today <= terms.ends:
            entered = watch.day(job.entered_at)
            yield Duty(what="side_job.approve", label=job.label, due=entered, owner=terms.approver)


def _ending(what: str, label: str, ends: date, owner: str, today: date) -> Iterator[Duty]:
    early = ends - timedelta(days=GROUP_DAYS)
    if early <= today <= early + timedelta(days=_STANDS):
        yield Duty(what=what, label=label, due=early, owner=owner)
