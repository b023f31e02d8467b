"""The days of one installation, told once for every test that asks about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from leakwatch.demo import Claim
from leakwatch.models import Alert, LoggedFinding
from tests.installation import BLOG, PLATFORM, Installation, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An installation as it stood after one command."""

    result: Result
    log: dict[int, LoggedFinding]  #: by number, unsealed
    claims: list[Claim]
    alerts: tuple[Alert, ...]
    messages: tuple[dict[str, Any], ...]

    @classmethod
    def after(cls, result: Result, place: Installation) -> Moment:
        return cls(
            result=result,
            log={finding.number: finding for finding in place.findings()},
            claims=place.claims(),
            alerts=place.alerts(),
            messages=place.messages(),
        )

    def at(self, path: str) -> list[LoggedFinding]:
        return [one for one in self.log.values() if urlsplit(one.url or "").path == path]

    def told(self, *, since: Moment | None = None) -> Counter[str]:
        """Paths of the pages that alerts were queued about, how often each."""
        alerts = self.alerts[len(since.alerts) if since else 0 :]
        return Counter(
            urlsplit(self.log[alert.findings[0].number].url or "").path for alert in alerts
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The days of one installation."""

    place: Installation
    imported: Result
    first: Moment
    rehearsed: tuple[Result, bool]  #: a dry run on day 2, and whether it left everything as it was
    again: Moment
    second: Moment
    third: Moment


def told_by(place: Installation) -> Story:
    """Import, sweep, sweep again, rehearse on day 2, sweep, and look a second time for who left."""
    imported = place.import_people()
    first = Moment.after(place.run("--verbose", "sweep", "--all", "--alert-all"), place)
    again = Moment.after(place.run("sweep", "--all"), place)
    place.world.day = 2
    before = place.stored(), place.messages()
    rehearsal = place.run("sweep", BLOG, "--dry-run", "--format", "jsonl")
    untouched = (place.stored(), place.messages()) == before
    second = Moment.after(place.run("--verbose", "sweep", "--all", "--format", "jsonl"), place)
    third = Moment.after(place.run("sweep", PLATFORM), place)
    return Story(
        place=place,
        imported=imported,
        first=first,
        rehearsed=(rehearsal, untouched),
        again=again,
        second=second,
        third=third,
    )
