"""The second actor: what one person asks for, another one approves."""

from __future__ import annotations

from collections.abc import Iterable

from leakwatch.errors import N_, PermissionDenied
from leakwatch.models import Reviewer, same_person


def require_second(actor: Reviewer, first: str, reviewers: Iterable[Reviewer]) -> None:
    """Refuse an approval by the reviewer `first`, who asked for it, under any of his entries.

    Raises PermissionDenied.
    """
    entered = next((one for one in reviewers if one.id == first), None)
    if actor.id == first or (entered is not None and same_person(actor, entered)):
        raise PermissionDenied(
            N_("{actor} asked for this himself: somebody else has to approve it"), actor=actor.id
        )
