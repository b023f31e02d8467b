"""Assess: reasons summed up, findings above the alert threshold, gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from leakwatch.match import Matches
from leakwatch.models import (
    UNKNOWN,
    EntryKind,
    Finding,
    Hit,
    Kind,
    Reason,
    Severity,
    Shows,
    Sighting,
    Watchlist,
    person_of,
)
from leakwatch.score.digest import rules_digest
from leakwatch.score.entries import entries
from leakwatch.score.evidence import Evidence
from leakwatch.score.judges import JUDGES, OF_ONE, Case
from leakwatch.score.namesakes import known_namesake
from leakwatch.score.weights import ALERT_FROM, PRIOR, logistic, severity

_GRAVITY = {level: rank for rank, level in enumerate(Severity)}


def assess(
    sighting: Sighting,
    matches: Matches,
    watchlist: Watchlist,
    *,
    charter_version: str | None = None,
    otherwise: Shows = Shows.PAGE,
) -> tuple[Finding, ...]:
    """The findings a sighting's hits amount to: score at least 0.50, gravest first.

    Each score is `logistic(PRIOR + sum of the reasons' weights)`. A registration whose person is
    known is not reported again as one of an unknown person. `charter_version` is stamped on findings
    about a person. A page that does not say what it is, of a source that does not either, is read as
    `otherwise`.
    """
    weighed = weigh(
        sighting, matches, watchlist, charter_version=charter_version, otherwise=otherwise
    )
    return alerting(weighed)


def weigh(
    sighting: Sighting,
    matches: Matches,
    watchlist: Watchlist,
    *,
    charter_version: str | None = None,
    otherwise: Shows = Shows.PAGE,
) -> tuple[Finding, ...]:
    """Everything the judges put forward, also what stays below the alert: what `explain` shows."""
    if not matches.hits:
        return ()
    evidence = Evidence(sighting, matches, watchlist, otherwise)
    # To tell one person from the next a page is read; without a name or an employer nobody asks.
    introduced = entries(matches) if evidence.people or evidence.comparable else []
    several = [Evidence(sighting, each, watchlist, otherwise) for each in introduced]
    asked = [
        (judge, each)
        for judge in JUDGES
        for each in (several if several and judge in OF_ONE else [evidence])
    ]
    found = [_finding(case, each, charter_version) for judge, each in asked for case in judge(each)]
    return tuple(_surest(found))


def _surest(found: Iterable[Finding]) -> Iterable[Finding]:
    """Of what several people on one page amount to, the best for each subject."""
    best: dict[tuple[Kind, str], Finding] = {}
    for finding in found:
        key = (finding.kind, finding.subject)
        if key not in best or best[key].score < finding.score:
            best[key] = finding
    return best.values()


def alerting(weighed: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of `weigh` that are worth a person's time, gravest first."""
    found = [finding for finding in weighed if finding.score >= ALERT_FROM]
    found.sort(key=lambda each: (-_GRAVITY[each.severity], -each.score, each.subject))
    return tuple(_without_doubles(found))


def _finding(case: Case, evidence: Evidence, charter_version: str | None) -> Finding:
    given = (*case.reasons, *known_namesake(evidence, case.subject))
    reasons = tuple(sorted(given, key=lambda reason: -abs(reason.weight)))
    score = logistic(PRIOR + sum(map(attrgetter("weight"), reasons)))
    hits = _hits_behind(reasons, evidence.matches.hits)
    gravest = max((hit.sensitivity for hit in hits), default=0)
    personal = person_of(case.subject) or any(hit.entry_kind is EntryKind.PERSON for hit in hits)
    return Finding(
        sighting=evidence.sighting,
        kind=case.kind,
        subject=case.subject,
        score=score,
        severity=severity(case.kind, sensitivity=gravest, score=score),
        hits=hits,
        reasons=reasons,
        watchlist_digest=evidence.watchlist.digest,
        rules_digest=rules_digest(),
        charter_version=charter_version if personal else None,
        taken=evidence.taken if evidence.sighting.shows is Shows.PAGE else None,
        fits=_fits(case, evidence),
    )


def _fits(case: Case, evidence: Evidence) -> tuple[int, int] | None:
    """Of a registration whose writer gives no name: how many fit what is said of the post."""
    registered = case.kind in {Kind.REGISTRATION, Kind.FORMER_REGISTRATION}
    if evidence.people or not registered or not evidence.stated.telling:
        return None
    return len(evidence.fit.people), evidence.fit.of


def _hits_behind(reasons: Iterable[Reason], hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """All hits of the entries that gave a reason: a new spelling of one is a new member."""
    telling = {(r.hit.entry_kind, r.hit.entry, r.hit.rule) for r in reasons if r.hit}
    return tuple(hit for hit in hits if (hit.entry_kind, hit.entry, hit.rule) in telling)


def _without_doubles(findings: list[Finding]) -> Iterable[Finding]:
    known = any(person_of(finding.subject) for finding in findings)
    return (finding for finding in findings if not (known and finding.subject == UNKNOWN))
