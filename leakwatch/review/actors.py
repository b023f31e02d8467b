"""Who acts at a terminal, and what he may see and decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from leakwatch.errors import N_, PermissionDenied
from leakwatch.models import Reviewer, person_subject
from leakwatch.review.verdicts import Verdict


def actor_at_terminal(
    reviewers: Iterable[Reviewer],
    *,
    uid: int,
    environ: Mapping[str, str],
    login_of: Callable[[int], str | None],
    today: date,
) -> Reviewer | None:
    """The reviewer behind this process, or None when nobody is entered for it.

    `login_of` is the system's own user database. Somebody who became root through sudo stays himself
    (SUDO_UID); only root can set that variable to any effect, and root can read everything anyway.
    """
    if uid == 0 and environ.get("SUDO_UID", "").isdigit():
        uid = int(environ["SUDO_UID"])
    login = login_of(uid)
    for reviewer in reviewers:
        if login and reviewer.os_user == login and reviewer.active(today):
            return reviewer
    return None


def require_reader(actor: Reviewer | None, *, subject: str | None = None) -> Reviewer:
    """The actor, if he may see findings, and the one about `subject`. Raises PermissionDenied."""
    if actor is None:
        raise PermissionDenied(
            N_(
                "you are not entered in reviewers.yaml (or your time there is over): only counts"
                " are shown; ask a lead to enter your login name as os_user"
            )
        )
    if subject is not None and actor.roster_id and subject == person_subject(actor.roster_id):
        raise PermissionDenied(
            N_("nobody sees or judges a finding about himself: it is for {deputy} and the auditor"),
            deputy=actor.deputy or "the deputy",
        )
    return actor


def require_judge(actor: Reviewer | None, verdict: Verdict, *, subject: str) -> Reviewer:
    """The actor, if he may give `verdict` on `subject`. Raises PermissionDenied."""
    known = require_reader(actor, subject=subject)
    if known.role not in verdict.roles:
        raise PermissionDenied(
            N_("the verdict {verdict} is for the roles {roles}; yours is {role}"),
            verdict=verdict.name,
            roles=", ".join(sorted(role.value for role in verdict.roles)),
            role=known.role.value,
        )
    return known
