"""Who acts, at a terminal or in Slack, and what he may see and decide."""

from __future__ import annotations

import pwd
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from leakwatch.errors import N_, PermissionDenied
from leakwatch.models import LoggedFinding, Person, Reviewer, Role, person_subject
from leakwatch.review.verdicts import Verdict, named
from leakwatch.roles import require_role

#: Who may have other people's sites visited: an auditor watches over that and does not do it.
_SWEEPERS = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})
#: Who may change or hand out the roster: an auditor watches over that and does not do it.
_KEEPERS = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})


def login_of(uid: int) -> str:
    """The login name of `uid`; `#UID`, as sudo writes it, where the system has no name for it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # containers run under user ids that nobody entered
        return f"#{uid}"


def acting_uid(uid: int, environ: Mapping[str, str]) -> int:
    """Whose process this is: somebody who became root through sudo stays himself (SUDO_UID).

    Only root can set that variable to any effect, and root can read everything anyway.
    """
    claimed = environ.get("SUDO_UID", "")
    return int(claimed) if uid == 0 and claimed.isascii() and claimed.isdigit() else uid


def actor_at_terminal(
    reviewers: Iterable[Reviewer],
    *,
    uid: int,
    environ: Mapping[str, str],
    today: date,
    login_of: Callable[[int], str | None] = login_of,
) -> Reviewer | None:
    """The reviewer behind this process, or None when nobody is entered for it.

    `login_of` asks the system's own user database.
    """
    login = login_of(acting_uid(uid, environ))
    return _in_office((one for one in reviewers if login and one.os_user == login), today)


def actor_in_slack(reviewers: Iterable[Reviewer], *, user: str, today: date) -> Reviewer:
    """The reviewer behind a Slack user id, which the envelope of an action bears.

    Raises PermissionDenied when nobody is entered for it, or nobody any more or yet.
    """
    entered = [one for one in reviewers if user and one.slack == user]
    actor = _in_office(entered, today)
    if actor is not None:
        return actor
    if not entered:
        raise PermissionDenied(
            N_(
                "you are not entered in reviewers.yaml: ask a lead to enter your Slack member id"
                " {user} as slack"
            ),
            user=user,
        )
    begins = entered[-1].valid_from
    if begins is not None and begins > today:
        raise PermissionDenied(
            N_("your time as a reviewer begins on {day}: until then findings are for the others"),
            day=begins.isoformat(),
        )
    raise PermissionDenied(
        N_("your time as a reviewer ended on {day}: ask a lead to extend it in reviewers.yaml"),
        day=max(one.valid_until or date.min for one in entered).isoformat(),
    )


def _in_office(entered: Iterable[Reviewer], today: date) -> Reviewer | None:
    return next((one for one in entered if one.active(today)), None)


def require_reader(actor: Reviewer | None, *, subject: str | None = None) -> Reviewer:
    """The actor, if he may see findings, and the one about `subject`. Raises PermissionDenied."""
    if actor is None:
        raise PermissionDenied(
            N_(
                "you are not entered in reviewers.yaml, or your time there is over: you may neither"
                " see this nor decide on or approve it; ask a lead to enter your login name as"
                " os_user, or to extend your time"
            )
        )
    if subject is not None and actor.roster_id and subject == person_subject(actor.roster_id):
        raise PermissionDenied(
            N_("nobody sees or judges a finding about himself: it is for {deputy} and the auditor"),
            deputy=actor.deputy or "the deputy",
        )
    return actor


def not_about(actor: Reviewer, found: Iterable[LoggedFinding]) -> tuple[LoggedFinding, ...]:
    """`found` without what is about the actor himself."""
    own = person_subject(actor.roster_id) if actor.roster_id is not None else None
    return tuple(finding for finding in found if finding.subject != own)


def require_sweeper(actor: Reviewer | None) -> Reviewer:
    """The actor, if he may have sources swept. Raises PermissionDenied."""
    known = require_reader(actor)
    message = N_("sweeps are begun by the roles {roles}; yours is {role}")
    require_role(known, _SWEEPERS, message)
    return known


def require_keeper(actor: Reviewer | None, *, subject: str | None = None) -> Reviewer:
    """The actor, if he may change or hand out the roster, or what is about `subject` in it.

    Raises PermissionDenied.
    """
    known = require_reader(actor, subject=subject)
    message = N_("the roster is kept by the roles {roles}; yours is {role}")
    require_role(known, _KEEPERS, message)
    return known


def require_own_entry_kept(
    actor: Reviewer, *, before: Iterable[Person], after: Iterable[Person]
) -> None:
    """Refuse a roster in which its importer takes himself off or changes what he is found by.

    Raises PermissionDenied.
    """
    entries = [[one for one in people if one.id == actor.roster_id] for people in (before, after)]
    if entries[0] and entries[0] != entries[1]:
        raise PermissionDenied(
            N_("nobody changes his own entry of the roster: it is for {deputy}"),
            deputy=actor.deputy or "the deputy",
        )


def require_judge(actor: Reviewer | None, verdict: Verdict, *, subject: str) -> Reviewer:
    """The actor, if he may give `verdict` on `subject`. Raises PermissionDenied."""
    known = require_reader(actor, subject=subject)
    message = N_("the verdict {verdict} is for the roles {roles}; yours is {role}")
    require_role(known, verdict.roles, message, verdict=named(verdict))
    return known
