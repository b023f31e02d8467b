"""Names inside a message, that say what they mean in the language of the message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from leakwatch.locale import Catalogue


@dataclass(frozen=True, slots=True)
class Named:
    """A name that is typed and kept, inside a message; in words beside it where they are known."""

    name: str
    words: str | None  #: catalogue message

    def text(self, catalogue: Catalogue) -> str:
        return catalogue.named(self.name, self.words)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Names:
    """Several of them, or of states, kinds and roles; a dash for none."""

    names: tuple[StrEnum | Named, ...]
    between: str = ", "

    @classmethod
    def sorted(cls, values: Iterable[StrEnum], *, between: str = ", ") -> Self:
        """By name, each once."""
        return cls(tuple(sorted(set(values))), between)

    def text(self, catalogue: Catalogue) -> str:
        return self.between.join(str(catalogue.said(one)) for one in self.names) or "-"

    def __str__(self) -> str:
        return self.between.join(map(str, self.names)) or "-"
