"""Who we say we are."""

from __future__ import annotations

from dataclasses import dataclass

#: The product name that robots.txt files address us by.
PRODUCT = "leakwatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlerIdentity:
    """An honest User-Agent: what crawls, in which version, and whom to write to."""

    version: str
    contact: str = ""  #: mail address or page; empty only for sites of our own

    @property
    def user_agent(self) -> str:
        return (
            f"{PRODUCT}/{self.version} (+{self.contact})"
            if self.contact
            else (f"{PRODUCT}/{self.version}")
        )
