"""The parts of the record that hold something about people beside roster and findings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


class Eraser(Protocol):
    def __call__(
        self, session: Session, subject: str, *, labels: Collection[str], now: datetime
    ) -> int:
        """Delete what is held about `subject`, or under one of `labels`; how much there was."""
        ...


#: part → what deletes its share
ERASERS: tuple[tuple[str, Eraser], ...] = ()
