"""What a crawl did, counted by ourselves: Scrapy calls a crawl "finished" whose every callback raised."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

#: Names under which a page's failure means that the site refuses us.
BLOCKED = frozenset(
    {
        "blocked",
        "bot_wall",
        "consent_wall",
        "http_401",
        "http_403",
        "http_407",
        "http_429",
        "http_451",
        "login_wall",
        "retry_after",
    }
)

#: How a canary ended, beside the errors its fetch may have met. `present` is one that was to be absent.
PASSED, MISSING, PRESENT = "passed", "missing", "present"
#: A page in a browser asked for something that it may not have.
PART_REFUSED = "part_refused"


@dataclass(slots=True, kw_only=True)
class Counts:
    """Grows while a sweep runs; the outcome is judged from it alone."""

    requests: int = 0  #: sent, with redirects, repeats, robots.txt and canaries
    pages: int = 0  #: answers handed to the spider
    details: int = 0  #: pages tried that were not to lead to others, whether they answered or not
    bytes: int = 0  #: received, before decompression
    sightings: int = 0
    unchanged: int = 0  #: of them, those on pages that were not read again: nothing had changed
    refused: int = 0  #: requests and redirects the guard did not let out
    page_limit: bool = False  #: requests were dropped because the source's limit was reached
    stopped: str | None = None  #: why the sweep ended before it was through, such as `time_limit`
    errors: Counter[str] = field(default_factory=Counter)  #: every failure, by name
    listing_errors: Counter[str] = field(
        default_factory=Counter
    )  #: those that lose more than a page
    reached: datetime | None = None  #: time of the newest item, where the source tells it
    canaries: Counter[str] = field(default_factory=Counter)  #: `passed`, `missing`, `present`
    checks: Counter[str] = field(default_factory=Counter)  #: pages asked directly, by what came out
    fields: Counter[str] = field(default_factory=Counter)  #: sightings that have it, by field

    @property
    def seen(self) -> int:
        """What a sweep's volume is measured by; an answer that nothing changed is a sight as well."""
        return self.sightings

    def answered(self, *, listing: bool) -> None:
        """A page goes to the spider; `listing` when it is to lead to others."""
        self.pages += 1
        self.details += not listing

    def reach(self, at: datetime) -> None:
        """An item of that time was seen."""
        self.reached = at if self.reached is None else max(self.reached, at)

    def lost(self, name: str, *, listing: bool) -> None:
        """A page was not to be had."""
        self.details += not listing
        self.fail(name, listing=listing)

    def fail(self, name: str, *, listing: bool) -> None:
        """Something is wrong with a page that answered."""
        self.errors[name] += 1
        if listing:
            self.listing_errors[name] += 1
