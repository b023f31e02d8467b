"""What is for some roles only."""

from __future__ import annotations

from collections.abc import Collection

from leakwatch.errors import PermissionDenied
from leakwatch.locale.names import Names
from leakwatch.models import Reviewer, Role


def require_role(actor: Reviewer, roles: Collection[Role], message: str, **values: object) -> None:
    """Raises PermissionDenied with the catalogue message, which says {roles} and his own {role}."""
    if actor.role not in roles:
        raise PermissionDenied(message, **values, roles=Names.sorted(roles), role=actor.role)
