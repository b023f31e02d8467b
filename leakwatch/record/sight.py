"""One finding of one sighting, brought into the form in which the log holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from leakwatch.models import BY_REGISTER, Excerpt, Finding, Hit
from leakwatch.record import identity
from leakwatch.record.diff import still_new
from leakwatch.record.explanation import dump_explanation
from leakwatch.record.merge import Change
from leakwatch.record.plan import Plan
from leakwatch.record.rows import FindingRow
from leakwatch.record.sealing import Vault
from leakwatch.redact import beginning, excerpts, folded_topics, labelled

#: Characters of a title that a list shows.
_TITLE = 300


@dataclass
class Sight:
    """A finding as seen, with the hashes it is known by."""

    finding: Finding
    plan: Plan
    vault: Vault
    now: datetime
    plain: str  #: unkeyed digest of the sighting's identity
    confidential: bool
    news: frozenset[str] = frozenset()  #: members, as stored, that open it again
    before: tuple[Excerpt, ...] = ()  #: what the log had of the page

    @property
    def withheld(self) -> bool:
        """Whether the detail can be kept neither sealed nor in clear."""
        return self.confidential and not self.vault.is_open

    @property
    def identity(self) -> str:
        if self.withheld:
            return identity.WITHHELD
        return self._stored(self.plain)

    @property
    def place(self) -> tuple[str, str]:
        return self.finding.kind.value, self.finding.subject

    @cached_property
    def members(self) -> Mapping[str, str]:
        """Stored hash of each member of the signature → the entry it points to."""
        if self.withheld:
            return {}
        return {self._stored(identity.member_digest(hit)): hit.entry for hit in self.finding.hits}

    @property
    def content(self) -> str:
        return "" if self.withheld else self._stored(self.finding.sighting.content_hash)

    def _stored(self, plain: str) -> str:
        return identity.keyed(self.vault, plain) if self.confidential else plain

    def judgement(self) -> dict[str, Any]:
        """Columns that say what was found and how grave it is, as judged now."""
        finding = self.finding
        return {
            "score": finding.score,
            "severity": finding.severity.value,
            "reasons": [[reason.rule, reason.weight] for reason in finding.reasons],
            "content": self.content,
            "watchlist_digest": self.plan.watchlist.digest,
            "rules_digest": self.plan.rules_digest,
            "charter_version": finding.charter_version,
            **self._detail(),
        }

    def _detail(self) -> dict[str, Any]:
        empty = dict.fromkeys(("url", "title", "excerpts", "explanation", "detail"))
        if self.withheld:
            return empty
        sighting = self.finding.sighting
        title, kept = beginning(sighting.title, topics=self._topics), self._excerpts()
        shown = {
            "url": sighting.url,
            "title": title,
            "excerpts": [asdict(one) for one in kept],
            "explanation": dump_explanation(self.finding, cuts=self._cuts(title, kept)),
        }
        if self.confidential:
            return {**empty, "detail": shown}
        return {**empty, **shown, "title": self._public_title()}

    def _public_title(self) -> str:
        """The title as a list may show it: a page may well have a term in its heading."""
        sighting = self.finding.sighting
        title = sighting.title[: _TITLE * 2]  # a page may give a book for a title
        return labelled(title, self.finding, sighting, self.plan.watchlist)[:_TITLE]

    @property
    def _topics(self) -> tuple[str, ...]:
        return folded_topics(self.plan.watchlist.protected_topics)

    def _cuts(self, title: str, kept: tuple[Excerpt, ...]) -> int:
        """Places where a protected topic ended what is kept."""
        shortened = title != self.finding.sighting.title
        return shortened + sum(excerpt.cuts for excerpt in kept)

    @cached_property
    def kept(self) -> tuple[Excerpt, ...]:
        """What is kept of the page: one excerpt for each member, in the order of `members`."""
        return excerpts(self.finding, protected=self.plan.watchlist.protected_topics)

    def _excerpts(self) -> tuple[Excerpt, ...]:
        if not self.news:
            return still_new(self.before, self.kept)
        pairs = zip(self.members, self.kept, strict=True)
        return tuple(replace(excerpt, new=member in self.news) for member, excerpt in pairs)

    def hits_of(self, members: frozenset[str]) -> tuple[Hit, ...]:
        """The hits behind `members` of the signature, as stored."""
        return tuple(
            hit for hit in self.finding.hits if self._stored(identity.member_digest(hit)) in members
        )

    def fresh(self, change: Change, *, pending: str | None) -> dict[str, Any]:
        """All columns of a finding that is new."""
        kind, subject = self.place
        return {
            **self.judgement(),
            "source": self.plan.source.name,
            "identity": self.identity,
            "kind": kind,
            "subject": subject,
            "confidential": self.confidential,
            "withheld": self.withheld,
            "status": change.status.value,
            "verdict": BY_REGISTER if change.settled else None,
            "first_seen": self.now,
            "last_seen": self.now,
            "last_sweep": self.plan.sweep,
            "openings": 1,
            "pending": pending,
            "signature": sorted(self.members),
        }

    def adopt(self, row: FindingRow) -> bool:
        """Bring a finding that became confidential under keyed hashes; its detail is sealed next."""
        if row.confidential or not self.confidential:
            return False
        row.confidential = True
        row.identity = identity.keyed(self.vault, row.identity)
        row.signature = sorted(identity.keyed(self.vault, member) for member in row.signature)
        row.content = identity.keyed(self.vault, row.content)
        return True
