"""JUDGES: each looks at the evidence for one kind of finding and gives its reasons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from leakwatch.models import (
    COMPANY,
    UNKNOWN,
    EntryKind,
    Hit,
    Kind,
    Person,
    Reason,
    Shows,
    person_subject,
    term_subject,
)
from leakwatch.score.evidence import Evidence
from leakwatch.score.weights import log_odds
from leakwatch.text import fold_key

#: Terms from this sensitivity on are a leak by themselves.
INTERNAL, SECRET = 2, 3

#: Different things an employer gives away before they say anything together.
CUES = 2

#: What ties a name to us. A trade or an area alone is everybody's.
TIES = frozenset(
    {
        "company_named",
        "company_misspelt",
        "company_weak",
        "former_name",
        "domain_named",
        "own_division",
        "division_named",
        "own_site",
        "site_named",
        "term_beside",
        "profile_market",
        "profile_employees",
    }
)

ARTICLES = frozenset({Shows.ARTICLE, Shows.PAGE})


@dataclass(frozen=True, slots=True)
class Case:
    """What a judge puts forward: whether it becomes a finding is for the score to say."""

    kind: Kind
    subject: str
    reasons: tuple[Reason, ...]


Judge = Callable[[Evidence], Iterator[Case]]


def person_registered(evidence: Evidence) -> Iterator[Case]:
    """A profile of somebody on the roster: the name and, apart from it, a tie to the company."""
    if evidence.sighting.shows is not Shows.PROFILE or evidence.own_page:
        return
    for person in evidence.people:
        ties = [*_employer(evidence), *_secrets(evidence), *_attributes(evidence, person)]
        if not _tied(ties):
            continue
        left = person.left is not None or evidence.says_former
        kind = Kind.FORMER_REGISTRATION if left else Kind.REGISTRATION
        reasons = (*_name(evidence, person), *ties)
        yield Case(kind, person_subject(person.id), _independent(reasons))


def someone_registered(evidence: Evidence) -> Iterator[Case]:
    """A profile that names the company, or describes it, and nobody we know by name."""
    if evidence.sighting.shows is not Shows.PROFILE or evidence.own_page:
        return
    cues = list(_cues(evidence))
    if evidence.employer is None and len(cues) < CUES:
        return
    kind = Kind.FORMER_REGISTRATION if evidence.says_former else Kind.REGISTRATION
    reasons = (*_employer(evidence), *cues, *_places(evidence), *_secrets(evidence))
    yield Case(kind, UNKNOWN, _independent(reasons))


def company_sought(evidence: Evidence) -> Iterator[Case]:
    """A request for people who know our company or one of its sites."""
    if evidence.sighting.shows is not Shows.REQUEST:
        return
    sites = _one("site_sought", evidence.named(EntryKind.SITE), "site_named")
    reasons = (
        *_company(evidence),
        *sites,
        *_cues(evidence),
        *_places(evidence),
        *_reason("shows_request"),
        *_buyer(evidence),
    )
    if len(reasons) > 1:
        yield Case(Kind.SOLICITATION, COMPANY, _independent(reasons))


def _buyer(evidence: Evidence) -> Iterator[Reason]:
    """Our own company asks: its name says who pays, not what is sought."""
    ours = next((hit for hit in evidence.companies if hit.field == "buyer"), None)
    if ours:
        yield from _reason("own_request", ours)


def term_sought(evidence: Evidence) -> Iterator[Case]:
    """A request that names an internal or secret term."""
    if evidence.sighting.shows is Shows.REQUEST:
        for term, reasons in _terms(evidence):
            beside = (*_reason("shows_request"), *_beside(evidence))
            yield Case(Kind.SOLICITATION, term_subject(term), (*reasons, *beside))


def term_leaked(evidence: Evidence) -> Iterator[Case]:
    """An internal or secret term in public, whoever wrote it, on our own pages too."""
    if evidence.sighting.shows is not Shows.REQUEST:
        for term, reasons in _terms(evidence):
            yield Case(Kind.LEAK, term_subject(term), (*reasons, *_beside(evidence)))


def published_by_us(evidence: Evidence) -> Iterator[Case]:
    """A page of our own domain."""
    if evidence.own_page and evidence.matches.hits:
        yield Case(Kind.OFFICIAL, COMPANY, (*_reason("own_page"), *_company(evidence)))


def merely_mentioned(evidence: Evidence) -> Iterator[Case]:
    """An article that names the company; alone that stays below the alert."""
    if evidence.sighting.shows not in ARTICLES or evidence.own_page or not evidence.employer:
        return
    about = (*_company(evidence), *_places(evidence), *_doubts(evidence))
    reasons = (*about, *_reason("shows_article"))
    authors = [person for person in evidence.people if _heading(evidence, person)]
    for person in authors:
        named = (*_name(evidence, person), *reasons)
        yield Case(Kind.MENTION, person_subject(person.id), named)
    if not authors:
        yield Case(Kind.MENTION, COMPANY, reasons)


JUDGES: tuple[Judge, ...] = (
    person_registered,
    someone_registered,
    company_sought,
    term_sought,
    term_leaked,
    published_by_us,
    merely_mentioned,
)


def _reason(rule: str, hit: Hit | None = None) -> Iterator[Reason]:
    strength = hit.strength if hit else 1.0
    yield Reason(rule=rule, weight=log_odds(rule, strength), hit=hit)


def _one(rule: str, hits: Iterable[Hit], *matched: str) -> Iterator[Reason]:
    """One reason for the most literal of the hits by the `matched` rules (by `rule` itself)."""
    wanted = matched or (rule,)
    best = max(
        (hit for hit in hits if hit.rule in wanted), key=lambda hit: hit.strength, default=None
    )
    if best:
        yield from _reason(rule, best)


def _tied(reasons: list[Reason]) -> bool:
    """A second attribute, independent of the name: one that is ours alone, or two cues."""
    cues = [reason for reason in reasons if reason.rule.startswith("profile_")]
    return len(cues) >= CUES or any(reason.rule in TIES for reason in reasons)


def _independent(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """One word that is both the seat and a site's area is one reason, not two."""
    given = list(reasons)
    seat = next((reason.hit for reason in given if reason.rule == "profile_headquarters"), None)
    return tuple(
        reason
        for reason in given
        if not (reason.rule == "site_region" and seat and reason.hit and _same(reason.hit, seat))
    )


def _name(evidence: Evidence, person: Person) -> Iterator[Reason]:
    hits = evidence.named(EntryKind.PERSON, entry=person.id)
    best = max(hits, key=lambda hit: log_odds(hit.rule, hit.strength))
    yield from _reason(best.rule, best)
    heading = _heading(evidence, person)
    if heading:
        yield from _reason("name_in_heading", heading)
    elif evidence.sighting.fields.get("name"):
        yield from _reason("name_elsewhere")
    if any(hit.entry != person.id for hit in evidence.named(EntryKind.PERSON) if _same(hit, best)):
        yield from _reason("name_shared")


def _heading(evidence: Evidence, person: Person) -> Hit | None:
    return evidence.heads(evidence.named(EntryKind.PERSON, entry=person.id))


def _same(one: Hit, other: Hit) -> bool:
    return (one.field, one.start) == (other.field, other.start)


def _company(evidence: Evidence) -> Iterator[Reason]:
    if evidence.employer:
        yield from _reason(evidence.employer.rule, evidence.employer)


def _employer(evidence: Evidence) -> Iterator[Reason]:
    """The company as an employer, with what speaks for and against it."""
    yield from _company(evidence)
    if evidence.employer:
        if evidence.employer_field:
            yield from _reason("employer_field", evidence.employer_field)
        if evidence.says("employed"):
            yield from _reason("employed_wording")
        if evidence.says_former:
            yield from _reason("former_wording")
    yield from _doubts(evidence)


def _doubts(evidence: Evidence) -> Iterator[Reason]:
    for meaning in ("outsider", "reported"):
        if evidence.says(meaning):
            yield from _reason(f"{meaning}_wording")
    if evidence.other_employer and not evidence.says_former:
        yield from _reason("other_employer")


def _cues(evidence: Evidence) -> Iterator[Reason]:
    """What describes the employer; of one that is named in full it says nothing new."""
    if evidence.employer and evidence.employer.rule != "company_weak":
        return
    hits = evidence.named(EntryKind.PROFILE)
    for rule in dict.fromkeys(hit.rule for hit in hits):
        yield from _one(rule, hits)


def _places(evidence: Evidence) -> Iterator[Reason]:
    """Division, site or else its area, technology."""
    yield from _one("division_named", evidence.named(EntryKind.DIVISION))
    sites = evidence.named(EntryKind.SITE)
    named = list(_one("site_named", sites))
    yield from named or _one("site_region", sites)
    yield from _technology(evidence)


def _technology(evidence: Evidence) -> Iterator[Reason]:
    public = [hit for hit in evidence.named(EntryKind.TERM) if hit.sensitivity < INTERNAL]
    yield from _one("technology_named", public, "term_named")


def _attributes(evidence: Evidence, person: Person) -> Iterator[Reason]:
    """What else fits this person: own division and site, title, years, and the employer's cues."""
    own = [hit for hit in evidence.named(EntryKind.DIVISION) if hit.entry == person.division]
    yield from (
        _one("own_division", own, "division_named")
        if own
        else _one("division_named", evidence.named(EntryKind.DIVISION))
    )
    sites = evidence.named(EntryKind.SITE)
    own = [hit for hit in sites if hit.entry == person.site]
    found = list(_one("own_site", own, "site_named")) or list(_one("site_named", sites))
    yield from found or _one("site_region", sites)
    yield from _technology(evidence)
    if person.title and fold_key(person.title) in evidence.folded:
        yield from _reason("title_fits")
    if person.years and re.search(rf"(?<!\d){person.years}(年|\+? ?years)", evidence.folded):
        yield from _reason("years_fit")
    yield from _cues(evidence)


def _terms(evidence: Evidence) -> Iterator[tuple[str, tuple[Reason, ...]]]:
    hits = [hit for hit in evidence.named(EntryKind.TERM) if hit.sensitivity >= INTERNAL]
    for term in dict.fromkeys(hit.entry for hit in hits):
        mine = [hit for hit in hits if hit.entry == term]
        rule = "term_secret" if mine[0].sensitivity >= SECRET else "term_internal"
        others = [hit for hit in hits if hit.entry != term]
        beside = tuple(_one("term_beside", others, "term_named"))
        yield term, (*_one(rule, mine, "term_named"), *beside)


def _secrets(evidence: Evidence) -> Iterator[Reason]:
    hits = [hit for hit in evidence.named(EntryKind.TERM) if hit.sensitivity >= INTERNAL]
    yield from _one("term_beside", hits, "term_named")


def _beside(evidence: Evidence) -> Iterator[Reason]:
    if evidence.employer:
        yield from _reason("company_beside", evidence.employer)
