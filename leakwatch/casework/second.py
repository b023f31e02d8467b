"""The second actor: what one person asks for, another one approves."""

from __future__ import annotations

from collections.abc import Iterable

from leakwatch.errors import N_, PermissionDenied
from leakwatch.models import Reviewer, same_person


def is_second(actor: str | None, first: str, reviewers: Iterable[Reviewer]) -> bool:
    """Whether `actor` is somebody else than `first`, under whichever of their entries."""
    entered = {one.id: one for one in reviewers}
    if actor is None or actor == first:
        return False
    return not (
        actor in entered and first in entered and same_person(entered[actor], entered[first])
    )


def require_second(actor: Reviewer, first: str, reviewers: Iterable[Reviewer]) -> None:
    """Refuse an approval by the reviewer `first`, who asked for it, under any of his entries.

    Raises PermissionDenied.
    """
    if not is_second(actor.id, first, (*reviewers, actor)):
        if actor.id != first:
            raise PermissionDenied(
                N_(
                    "{actor} and {first}, who asked for this, are one person in reviewers.yaml:"
                    " somebody else has to approve it"
                ),
                actor=actor.id,
                first=first,
            )
        raise PermissionDenied(
            N_("{actor} asked for this himself: somebody else has to approve it"), actor=actor.id
        )
