"""JUDGES: each looks at the evidence for one kind of finding and gives its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from leakwatch.models import (
    COMPANY,
    UNKNOWN,
    EntryKind,
    Kind,
    Person,
    Reason,
    Shows,
    person_subject,
    term_subject,
)
from leakwatch.score import reasons as of
from leakwatch.score.evidence import Evidence
from leakwatch.score.weights import PRIOR
from leakwatch.score.wording import Relation

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
    if evidence.shows is not Shows.PROFILE or evidence.own_page:
        return
    for person in evidence.people:
        ties = [
            *of.employer(evidence, person),
            *of.secrets(evidence),
            *of.attributes(evidence, person),
        ]
        if not _tied(ties):
            continue
        reasons = (*of.name(evidence, person), *ties)
        yield Case(
            _registered(evidence, person), person_subject(person.id), of.independent(reasons)
        )


def someone_registered(evidence: Evidence) -> Iterator[Case]:
    """A profile that names the company, or describes it, and nobody we know by name.

    Where what it says of the writer's post fits one person of the roster alone, that one is meant;
    where the company is named the page says itself how far its writer wants to be known.
    """
    if evidence.shows is not Shows.PROFILE or evidence.own_page or not evidence.comparable:
        return
    cues = list(of.cues(evidence))
    person = evidence.fit.only
    if evidence.employer is None and not _tied(cues) and not (person and _fitting(cues)):
        return
    reasons = (*of.employer(evidence), *cues, *of.places(evidence), *of.secrets(evidence))
    if evidence.stated.elsewhere and evidence.employer is None:
        reasons = (*reasons, *of.reason("other_workplace"))
    if person is not None and not evidence.people and not _doubtful(reasons):
        fits = (*reasons, *of.reason("fits_one"))
        yield Case(_registered(evidence, person), person_subject(person.id), of.independent(fits))
    yield Case(_registered(evidence), UNKNOWN, of.independent(reasons))


def company_sought(evidence: Evidence) -> Iterator[Case]:
    """A request for people who know our company or one of its sites."""
    if evidence.shows is not Shows.REQUEST:
        return
    sites = of.one("site_sought", evidence.named(EntryKind.SITE), "site_named")
    reasons = (
        *of.company(evidence),
        *sites,
        *of.cues(evidence),
        *of.places(evidence),
        *of.reason("shows_request"),
        *of.buyer(evidence),
    )
    if len(reasons) > 1:
        yield Case(Kind.SOLICITATION, COMPANY, of.independent(reasons))


def term_sought(evidence: Evidence) -> Iterator[Case]:
    """A request that names an internal or secret term."""
    if evidence.shows is Shows.REQUEST:
        for term, reasons in of.terms(evidence):
            beside = (*of.reason("shows_request"), *of.company_beside(evidence))
            yield Case(Kind.SOLICITATION, term_subject(term), (*reasons, *beside))


def term_leaked(evidence: Evidence) -> Iterator[Case]:
    """An internal or secret term in public, whoever wrote it, on our own pages too."""
    if evidence.shows is not Shows.REQUEST:
        for term, reasons in of.terms(evidence):
            beside = of.company_beside(evidence)
            yield Case(Kind.LEAK, term_subject(term), (*reasons, *beside))


def published_by_us(evidence: Evidence) -> Iterator[Case]:
    """A page of our own domain."""
    if evidence.own_page and any(
        hit.entry_kind is not EntryKind.PAGE for hit in evidence.matches.hits
    ):
        yield Case(Kind.OFFICIAL, COMPANY, (*of.reason("own_page"), *of.company(evidence)))


def merely_mentioned(evidence: Evidence) -> Iterator[Case]:
    """An article that names the company; alone that stays below the alert."""
    if evidence.shows not in ARTICLES or evidence.own_page or not evidence.employer:
        return
    about = (*of.company(evidence), *of.places(evidence), *of.relation(evidence))
    reasons = (*about, *of.reason("shows_article"))
    authors = [person for person in evidence.people if of.heading(evidence, person)]
    for person in authors:
        named = (*of.name(evidence, person), *reasons)
        yield Case(Kind.MENTION, person_subject(person.id), named)
    if not authors:
        yield Case(Kind.MENTION, COMPANY, reasons)


def page_watched(evidence: Evidence) -> Iterator[Case]:
    """A page that is watched for itself; what else concerns the company there joins it."""
    reasons = tuple(of.changes(evidence))
    if reasons:
        yield Case(Kind.MENTION, COMPANY, (*reasons, *of.company(evidence)))


JUDGES: tuple[Judge, ...] = (
    person_registered,
    someone_registered,
    company_sought,
    term_sought,
    term_leaked,
    published_by_us,
    merely_mentioned,
    page_watched,
)


#: Those who ask about one person, and so about each whom a page introduces.
OF_ONE = frozenset({person_registered, someone_registered})


def _registered(evidence: Evidence, person: Person | None = None) -> Kind:
    left = person is not None and person.left is not None
    former = Relation.FORMER in evidence.relations and not evidence.current
    return Kind.FORMER_REGISTRATION if left or former else Kind.REGISTRATION


def _doubtful(reasons: Iterable[Reason]) -> bool:
    """Whether something speaks against our company, and what speaks for it is not enough by itself."""
    weights = [reason.weight for reason in reasons]
    return min(weights, default=0.0) < 0 and PRIOR + sum(weights) < 0


def _fitting(reasons: list[Reason]) -> int:
    return sum(reason.rule.startswith("profile_") for reason in reasons)


def _tied(reasons: list[Reason]) -> bool:
    """A second attribute, independent of the name: one that is ours alone, or two cues."""
    return _fitting(reasons) >= CUES or any(reason.rule in TIES for reason in reasons)
