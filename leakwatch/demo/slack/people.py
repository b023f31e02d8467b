"""Who works in the stand-in's workspace: users, user groups, and the trigger ids they leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import count


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: str
    name: str
    deleted: bool = False
    is_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Usergroup:
    id: str
    handle: str
    users: tuple[str, ...] = ()
    disabled: bool = False


LEAD, REVIEWER, STRANGER = "U0000LEAD", "U00REVIEW", "U0STRANGER"


def default_users() -> list[User]:
    """A lead and a reviewer that an installation may know, and somebody whom it does not."""
    return [
        User(id=LEAD, name="lead"),
        User(id=REVIEWER, name="reviewer"),
        User(id=STRANGER, name="stranger"),
    ]


def default_usergroups() -> list[Usergroup]:
    return [Usergroup(id="S0000TRIAGE", handle="triage", users=(LEAD, REVIEWER))]


class Trigger(StrEnum):
    """What Slack thinks of a trigger id."""

    VALID = "valid"
    UNKNOWN = "unknown"
    EXPIRED = "expired_trigger_id"
    EXCHANGED = "exchanged_trigger_id"


class Triggers:
    """Each click opens the door for one view, for a few seconds."""

    def __init__(self) -> None:
        self._issued: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()
        self._numbers = count(1)

    def issue(self, user: str, at: float) -> str:
        """A trigger id of `user`'s action at the monotonic time `at`."""
        trigger = f"{next(self._numbers)}.1000000000.stand-in"
        self._issued[trigger] = (user, at)
        return trigger

    def use(self, trigger: str, at: float, *, seconds: float) -> tuple[Trigger, str]:
        """Whether it may open a view, with the user who gets to see it; good for one use."""
        if trigger not in self._issued:
            return Trigger.UNKNOWN, ""
        user, issued = self._issued[trigger]
        if trigger in self._used:
            return Trigger.EXCHANGED, user
        if at - issued > seconds:
            return Trigger.EXPIRED, user
        self._used.add(trigger)
        return Trigger.VALID, user
