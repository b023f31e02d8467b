"""What counts for and against: the reasons judges put together, each under a key of WEIGHTS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leakwatch.models import EntryKind, Hit, Person, Reason
from leakwatch.score.evidence import Evidence
from leakwatch.score.roster import indexed
from leakwatch.score.watched import CHANGED, SHORTENED, WATCHED
from leakwatch.score.weights import log_odds
from leakwatch.score.wording import Relation

#: Terms from this sensitivity on are a leak by themselves.
INTERNAL, SECRET = 2, 3

_WORDED = {
    Relation.EMPLOYED: "employed_wording",
    Relation.FORMER: "former_wording",
    Relation.OUTSIDER: "outsider_wording",
    Relation.REPORTED: "reported_wording",
}


def reason(rule: str, hit: Hit | None = None, *, strength: float | None = None) -> Iterator[Reason]:
    literal = (hit.strength if hit else 1.0) if strength is None else strength
    yield Reason(rule=rule, weight=log_odds(rule, literal), hit=hit)


def one(rule: str, hits: Iterable[Hit], *matched: str) -> Iterator[Reason]:
    """One reason for the most literal of the hits by the `matched` rules (by `rule` itself)."""
    wanted = matched or (rule,)
    best = max(
        (hit for hit in hits if hit.rule in wanted), key=lambda hit: hit.strength, default=None
    )
    if best:
        yield from reason(rule, best)


def name(evidence: Evidence, person: Person) -> Iterator[Reason]:
    hits = evidence.named(EntryKind.PERSON, entry=person.id)
    best = max(hits, key=lambda hit: log_odds(hit.rule, hit.strength))
    yield from reason(best.rule, best)
    heads = heading(evidence, person)
    if heads:
        yield from reason("name_in_heading", heads)
    elif evidence.names_somebody_else:
        yield from reason("name_elsewhere")
    elif best.rule != "person_address":
        yield from reason("name_in_passing")
    if evidence.reported(hits):
        yield from reason("name_reported")
    if any(hit.entry != person.id for hit in evidence.named(EntryKind.PERSON) if same(hit, best)):
        yield from reason("name_shared")


def heading(evidence: Evidence, person: Person) -> Hit | None:
    return evidence.heads(evidence.named(EntryKind.PERSON, entry=person.id))


def same(one_hit: Hit, other: Hit) -> bool:
    return (one_hit.field, one_hit.start) == (other.field, other.start)


def company(evidence: Evidence) -> Iterator[Reason]:
    if evidence.employer:
        yield from reason(evidence.employer.rule, evidence.employer)


def employer(evidence: Evidence, person: Person | None = None) -> Iterator[Reason]:
    """The company as an employer, with what speaks for and against it.

    That `person` works elsewhere by now is no news of somebody who has left.
    """
    yield from company(evidence)
    if evidence.employer and evidence.employer_field:
        yield from reason("employer_field", evidence.employer_field)
    left = person is not None and person.left is not None
    yield from relation(evidence, left=left)


def relation(evidence: Evidence, *, left: bool = False) -> Iterator[Reason]:
    """How the page words what the company is to its writer; another employer, if it states one."""
    said = evidence.relations
    works = bool(said & {Relation.EMPLOYED, Relation.FORMER})
    for each in Relation:
        if each in said and each in _WORDED and not (works and each is Relation.OUTSIDER):
            yield from reason(_WORDED[each])
    post = evidence.employer_field or evidence.named(EntryKind.DIVISION)
    if evidence.companies and not said and not post:
        yield from reason("unsaid_wording")
    if evidence.other_profession and not (left or evidence.says_former):
        yield from reason("other_profession")
    if evidence.news:
        yield from reason("news_page")
    elsewhere = evidence.other_employer and not evidence.well_described
    if elsewhere and not (left or evidence.says_former):
        yield from reason("other_employer")


def cues(evidence: Evidence) -> Iterator[Reason]:
    """What describes the employer; of one that is named in full it says nothing new."""
    for cue, hit in evidence.cues:
        yield from reason(cue.rule, hit, strength=cue.strength)


def places(evidence: Evidence) -> Iterator[Reason]:
    """Division, site or else its area, technology."""
    yield from one("division_named", evidence.named(EntryKind.DIVISION))
    sites = evidence.named(EntryKind.SITE)
    named = list(one("site_named", sites))
    yield from named or one("site_region", sites)
    yield from technology(evidence)


def technology(evidence: Evidence) -> Iterator[Reason]:
    public = [hit for hit in evidence.named(EntryKind.TERM) if hit.sensitivity < INTERNAL]
    yield from one("technology_named", public, "term_named")


def attributes(evidence: Evidence, person: Person) -> Iterator[Reason]:
    """What else fits this person: own division and site, title, years, and the employer's cues."""
    divisions, sites = evidence.named(EntryKind.DIVISION), evidence.named(EntryKind.SITE)
    own = [hit for hit in divisions if hit.entry == person.division]
    yield from (
        one("own_division", own, "division_named") if own else one("division_named", divisions)
    )
    own = [hit for hit in sites if hit.entry == person.site]
    found = list(one("own_site", own, "site_named")) or list(one("site_named", sites))
    yield from found or one("site_region", sites)
    yield from technology(evidence)
    if evidence.stated.titles & indexed(evidence.watchlist.people).titles_of[person.id]:
        yield from reason("title_fits")
    if person.years and person.years in evidence.stated.years:
        yield from reason("years_fit")
    yield from cues(evidence)


def terms(evidence: Evidence) -> Iterator[tuple[str, tuple[Reason, ...]]]:
    hits = [hit for hit in evidence.named(EntryKind.TERM) if hit.sensitivity >= INTERNAL]
    for term in dict.fromkeys(hit.entry for hit in hits):
        mine = [hit for hit in hits if hit.entry == term]
        rule = "term_secret" if mine[0].sensitivity >= SECRET else "term_internal"
        others = [hit for hit in hits if hit.entry != term]
        beside = tuple(one("term_beside", others, "term_named"))
        yield term, (*one(rule, mine, "term_named"), *beside)


def secrets(evidence: Evidence) -> Iterator[Reason]:
    hits = [hit for hit in evidence.named(EntryKind.TERM) if hit.sensitivity >= INTERNAL]
    yield from one("term_beside", hits, "term_named")


def company_beside(evidence: Evidence) -> Iterator[Reason]:
    if evidence.employer:
        yield from reason("company_beside", evidence.employer)


def buyer(evidence: Evidence) -> Iterator[Reason]:
    """Our own company asks: its name says who pays, not what is sought."""
    ours = next((hit for hit in evidence.companies if hit.field == "buyer"), None)
    if ours:
        yield from reason("own_request", ours)


def changes(evidence: Evidence) -> Iterator[Reason]:
    """That the page is watched for itself, and what is new on it, which is shown first."""
    for rule in (CHANGED, SHORTENED, WATCHED):
        yield from one(rule, evidence.named(EntryKind.PAGE))


def independent(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """One word that is both the seat and a site's area is one reason, not two."""
    given = list(reasons)
    seat = next((each.hit for each in given if each.rule == "profile_headquarters"), None)
    return tuple(
        each
        for each in given
        if not (each.rule == "site_region" and seat and each.hit and same(each.hit, seat))
    )
