"""The truth about the demo world: what is to be found on which day, and what is to stay silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from leakwatch.demo.content import DAYS, read_yaml
from leakwatch.models import person_of


class Claim(NamedTuple):
    """A finding as somebody reports it."""

    url: str
    kind: str
    subject: str  #: `person:ROSTER_ID`, `unknown`, `company` or `term:ID`

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Something put into the world to be found."""

    source: str
    path: str  #: of the page, without host
    kinds: frozenset[str]  #: any of them will do
    subject: str | None  #: None: whatever the finding says
    days: tuple[int, ...]
    how: str  #: how it is hidden, in a few words

    def met_by(self, claim: Claim) -> bool:
        fits = self.subject is None or self.subject == claim.subject
        return fits and self.path == claim.path and claim.kind in self.kinds

    def bears(self, claim: Claim) -> bool:
        """Whether `claim` may stand beside it: a page can give several findings, but of no other person."""
        return not person_of(claim.subject) or self.subject in {None, claim.subject}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Findings held against the truth."""

    planted: int
    found: int
    missed: tuple[Planted, ...]
    false_alerts: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The truth on one day; a page that stands nowhere here must stay silent."""

    day: int
    found: tuple[Planted, ...]  #: everything there is to find
    new: tuple[Planted, ...]  #: the part that was not there the day before
    gone: tuple[str, ...]  #: paths that were there the day before
    counter_only: tuple[str, ...]  #: paths that changed without meaning: no second alert
    tolerated: Mapping[str, frozenset[str]]  #: path → kinds that are right without being asked for

    def tally(self, claims: Iterable[Claim]) -> Tally:
        """How many of the planted were found, and which claims are false."""
        claims = tuple(claims)
        missed = tuple(one for one in self.found if not any(map(one.met_by, claims)))
        return Tally(
            planted=len(self.found),
            found=len(self.found) - len(missed),
            missed=missed,
            false_alerts=tuple(claim for claim in claims if not self._right(claim)),
        )

    def _right(self, claim: Claim) -> bool:
        planted = any(one.path == claim.path and one.bears(claim) for one in self.found)
        return planted or claim.kind in self.tolerated.get(claim.path, frozenset())


def expected(day: int) -> Expected:
    """The truth on `day`, 1 or 2."""
    truth = read_yaml("expected.yaml")
    planted = tuple(_planted(row) for row in truth["found"])
    later = day > DAYS[0]
    return Expected(
        day=day,
        found=tuple(one for one in planted if day in one.days),
        new=tuple(one for one in planted if day in one.days and day - 1 not in one.days),
        gone=tuple(truth["gone"]) if later else (),
        counter_only=tuple(truth["counter_only"]) if later else (),
        tolerated={path: frozenset(kinds) for path, kinds in truth["tolerated"].items()},
    )


def _planted(row: Mapping[str, Any]) -> Planted:
    return Planted(
        source=row["source"],
        path=row["path"],
        kinds=frozenset(row["kinds"]),
        subject=row.get("subject"),
        days=tuple(row.get("days", DAYS)),
        how=row["how"],
    )
