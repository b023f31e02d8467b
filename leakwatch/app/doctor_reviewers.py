"""What doctor says of those who judge: how many people they are, and whether one judges himself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.app.watch import Watch
from leakwatch.config import Settings, contradicted, same_mails
from leakwatch.errors import N_
from leakwatch.models import Person


def examine_reviewers(settings: Settings, now: datetime) -> Iterator[Check]:
    """Several entries of one person are no second one."""
    active = [entry for entry in settings.reviewers if entry.active(now.date())]
    people = {entry.first or entry.id for entry in active}
    if not active:
        yield bad("reviewers", N_("nobody is entered in reviewers.yaml: nobody can judge"))
    elif len(people) == 1:
        yield note("reviewers", N_("only one reviewer: nothing that needs two can be approved"))
    else:
        yield good("reviewers", N_("{count} reviewers"), count=len(people))


def examine_own_entries(watch: Watch) -> Iterator[Check]:
    """Who is on the roster says so in his entry; a mail address gives away who does not."""
    if not watch.record.vault.is_open:
        return
    people = watch.record.people.load()
    yield from _twice(people, watch.settings)
    watched = {one.email.casefold() for one in people if one.email}
    silent = [
        one.id
        for one in watch.settings.reviewers
        if one.roster_id is None and one.email and one.email.casefold() in watched
    ]
    if silent:
        yield bad(
            "reviewers",
            N_(
                "{reviewers}: on the roster by mail address, so enter roster_id in reviewers.yaml,"
                " else what is about oneself is not kept from oneself"
            ),
            reviewers=", ".join(silent),
        )


def _twice(people: Sequence[Person], settings: Settings) -> Iterator[Check]:
    """One mail address, two ids: whose a page with it is cannot be told."""
    same = same_mails(people)
    if same:
        yield note(
            "people",
            N_("one mail address stands at two ids ({ids}): leakwatch requests correct, or import"),
            ids=", ".join(same),
        )
    other = contradicted(people, settings.reviewers)
    if other:
        yield bad(
            "reviewers",
            N_(
                "{reviewers}: roster_id in reviewers.yaml is not the id at which the roster has the"
                " mail address: correct one of them, else what is about oneself may be shown to one"
            ),
            reviewers=", ".join(other),
        )
