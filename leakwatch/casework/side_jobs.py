"""What an approved side job covers, and who may enter, approve and end one: pure rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from leakwatch.casework.second import require_second
from leakwatch.errors import N_, PermissionDenied
from leakwatch.models import (
    APPROVERS,
    CONFIDENTIAL,
    Approval,
    EntryKind,
    Finding,
    Hit,
    Kind,
    Reviewer,
    SideJob,
    Sighting,
    Source,
    Watchlist,
    person_of,
    person_subject,
)
from leakwatch.roles import require_role

_REGISTERED = frozenset({Kind.REGISTRATION, Kind.FORMER_REGISTRATION})
#: Of several side jobs of one person the one that comes nearest is named.
_NEAREST = ("within", "confidential", "beyond", "other_time", "elsewhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The approved side jobs as one sweep consults them."""

    jobs: tuple[SideJob, ...]  #: without those that wait for their approver or were withdrawn
    domains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: source name → hosts

    def consult(
        self,
        findings: Iterable[Finding],
        hits: Iterable[Hit],
        watchlist: Watchlist,
        *,
        today: date,
    ) -> Mapping[int, Approval]:
        """Place among `findings` (of one sighting) → what the register says of it.

        Only a registration is ever settled; a leak on the page of somebody who has a side job says
        that there is one. `hits` are all of that sighting.
        """
        findings = tuple(findings)
        people = {person_of(one.subject) for one in findings if one.kind in _REGISTERED}
        jobs = [job for job in self.jobs if job.terms.person in people]
        if not jobs:
            return {}
        terms = {hit.entry: hit.sensitivity for hit in hits if hit.entry_kind is EntryKind.TERM}
        leaks = any(one.kind is Kind.LEAK for one in findings)
        confidential = leaks or any(level >= CONFIDENTIAL for level in terms.values())
        said: dict[int, Approval] = {}
        for place, finding in enumerate(findings):
            own = [job for job in jobs if person_subject(job.terms.person) == finding.subject]
            about = (
                own if finding.kind in _REGISTERED else jobs if finding.kind is Kind.LEAK else []
            )
            told = [
                Approval(
                    side_job=job.number,
                    why=self._why(job, finding.sighting, today=today)
                    or ("confidential" if confidential else _topics(job, terms, watchlist)),
                )
                for job in about
            ]
            if told:
                said[place] = min(told, key=lambda one: _NEAREST.index(one.why))
        return said

    def _why(self, job: SideJob, sighting: Sighting, *, today: date) -> str | None:
        if not self._is_on(job.terms.platform, sighting):
            return "elsewhere"
        return None if job.holds(today) else "other_time"

    def _is_on(self, platform: str, sighting: Sighting) -> bool:
        if platform == sighting.source:
            return True
        parts = urlsplit(sighting.url)
        host, place = (parts.hostname or "").lower(), parts.netloc.lower()
        domains = self.domains.get(platform, (platform.lower(),))
        return any(domain in {host, place} or host.endswith(f".{domain}") for domain in domains)


def _topics(job: SideJob, terms: Collection[str], watchlist: Watchlist) -> str:
    inside = set(terms) <= allowed(job.terms.topics, watchlist)
    return "within" if inside else "beyond"


def allowed(topics: Collection[str], watchlist: Watchlist) -> frozenset[str]:
    """Ids of the terms that `topics` name: by id, by text, or as technologies of a division."""
    named = {topic.casefold() for topic in topics}
    found = {
        term.id
        for term in watchlist.terms
        if {term.id.casefold(), term.text.casefold(), *map(str.casefold, term.variants)} & named
    }
    for division in watchlist.divisions:
        if {division.id.casefold(), division.name.casefold()} & named:
            found |= {*division.technologies}
    combined = {one.id: one.sensitivity for one in watchlist.combinations}
    found |= {one for one in combined if one.casefold() in named}
    levels = {**{term.id: term.sensitivity for term in watchlist.terms}, **combined}
    return frozenset(one for one in found if levels.get(one, CONFIDENTIAL) < CONFIDENTIAL)


def domains_of(sources: Mapping[str, Source]) -> Mapping[str, tuple[str, ...]]:
    """Hosts by the name of a source; with its port where it has one, since others share that host."""
    return {name: _places(one) or one.domains for name, one in sources.items()}


def _places(source: Source) -> tuple[str, ...]:
    starts = (urlsplit(url) for url in source.start)
    return tuple(parts.netloc.lower() for parts in starts if parts.port is not None)


def require_approver(job: SideJob, actor: Reviewer, reviewers: Iterable[Reviewer]) -> None:
    """Refuse an approval by anybody but the approver named, or of what he entered himself.

    Raises PermissionDenied.
    """
    if actor.roster_id is not None and actor.roster_id == job.terms.person:
        raise PermissionDenied(
            N_("{side_job} is about yourself: somebody else has to approve it"), side_job=job.label
        )
    if actor.id != job.terms.approver:
        raise PermissionDenied(
            N_("{side_job} is for {approver} to approve, who is named in it"),
            side_job=job.label,
            approver=job.terms.approver,
        )
    message = N_("side jobs are approved by the roles {roles}; yours is {role}")
    require_role(actor, APPROVERS, message)
    require_second(actor, job.entered_by, reviewers)


def require_other(job: SideJob, actor: Reviewer) -> None:
    """Refuse what somebody does to his own side job. Raises PermissionDenied."""
    if actor.roster_id is not None and actor.roster_id == job.terms.person:
        raise PermissionDenied(
            N_("{side_job} is about yourself: somebody else has to do this"), side_job=job.label
        )
