"""The parts of the record that hold something beside roster and findings, and how each forgets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from leakwatch.record.captures_ending import erase_about


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Something whose time is over."""

    what: str  #: class of retention
    about: str  #: label
    covers: tuple[str, ...] = ()  #: other labels on which a hold keeps it


class Eraser(Protocol):
    def __call__(
        self, session: Session, subject: str, *, labels: Collection[str], now: datetime
    ) -> int:
        """Delete what is held about `subject`, or under one of `labels`; how much there was."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    what: str  #: class of retention
    ended: Callable[[Session, datetime], Iterator[Ended]]  #: before that moment
    delete: Callable[[Session, str, datetime], int]  #: what has that label; how much there was


#: sort of thing → what deletes a person's share of it
ERASERS: tuple[tuple[str, Eraser], ...] = (("evidence", erase_about),)
#: In the order in which they are deleted: what belongs to a case goes before it.
PARTS: tuple[Part, ...] = ()
