"""What keeps a table of answers out, row by row; and what a mail leaves to a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leakwatch.config import Mistake, Phrase, first_listed
from leakwatch.errors import N_, UsageError
from leakwatch.locale import Catalogue, catalogue
from leakwatch.models import LineAnswer


class AnswersRefused(UsageError):
    """Every refused row of a table, with what to do about it; nothing of the table was taken."""

    def __init__(self, mistakes: Iterable[Mistake], *, file: str) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(mistakes)
        super().__init__(
            N_("{file}: nothing was recorded, for {count} things are to be put right\n{mistakes}"),
            file=file,
            count=len(self.mistakes),
            mistakes=first_listed(self.mistakes, catalogue("en")),
        )

    def text(self, texts: Catalogue) -> str:
        values = {**self.values, "mistakes": first_listed(self.mistakes, texts)}
        return texts.text(self.message, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Something in a mail that a person has to read: where it stands, and why; none of its words."""

    place: str  #: `1`, `2.1`: number of the mail, and of the passage in it
    platforms: tuple[str, ...] = ()  #: which it may be about; empty: not known
    why: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRead:
    answers: tuple[LineAnswer, ...]
    undecided: tuple[Undecided, ...] = ()
    own: int = 0  #: passages that are our own words, quoted or forwarded: left out
    unread: int = 0  #: parts that hold no text: pictures, documents; a person opens them
    aside: tuple[str, ...] = ()  #: headings of columns that stay in the attachment only
