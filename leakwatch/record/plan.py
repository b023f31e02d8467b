"""What a sweep works under: its source, its number, and how its news are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leakwatch.models import Routing, Severity, Source, Watchlist


class Telling(StrEnum):
    """How somebody hears of what a sweep opens."""

    ALERT = "alert"  #: at once, one alert for each sighting
    BASELINE = "baseline"  #: the source's first sweep: one summary
    REVIEW = "review"  #: watchlist or rules changed since: one summary, critical ones at once


#: Acts that a changed watchlist alone can cause.
_CAUSED = frozenset({"found", "reopened"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    source: Source
    sweep: int
    watchlist: Watchlist
    rules_digest: str
    telling: Telling
    storm: int = Routing().storm  #: alerts that go out one by one

    def pending(self, acts: tuple[str, ...], severity: Severity) -> Telling | None:
        """The summary that an opened finding waits for; None: it alerts at once."""
        if self.telling is Telling.BASELINE:
            return Telling.BASELINE
        if self.telling is Telling.ALERT or severity is Severity.CRITICAL:
            return None
        return Telling.REVIEW if _CAUSED & set(acts) else None

    def digests(self) -> tuple[str, str]:
        return self.watchlist.digest, self.rules_digest

    @property
    def tracks_absence(self) -> bool:
        """Whether not being seen means anything."""
        return self.source.shows_absence
