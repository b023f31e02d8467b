"""A sentence of a sighting, and where a hit stands in one."""

from __future__ import annotations

from dataclasses import dataclass

#: The label of what is about others.
SIDE = "side"


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str  #: folded
    field: str  #: the part of the sighting it stands in
    label: str = ""  #: what the label over or in front of it means
    alone: bool = False  #: there is nothing else on its line

    @property
    def aside(self) -> bool:
        """In a box about others."""
        return self.label == SIDE


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a hit stands: its sentence, and what comes before and behind it there."""

    sentence: Sentence
    before: str
    after: str
