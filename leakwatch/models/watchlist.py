"""What we look for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TermKind(StrEnum):
    TECHNOLOGY = "technology"
    INTERNAL_METHOD = "internal_method"
    CODE_NAME = "code_name"
    UNRELEASED_PRODUCT = "unreleased_product"
    PARAMETER = "parameter"
    CUSTOMER_PROGRAM = "customer_program"
    DOMAIN = "domain"
    DOCUMENT_MARKING = "document_marking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an anonymised employer gives away, in one language."""

    language: str  #: `ja` or `en`
    industry: tuple[str, ...] = ()  #: phrases such as 「素材メーカー」
    listing: tuple[str, ...] = ()  #: phrases such as 「東証プライム上場」
    headquarters: tuple[str, ...] = ()
    market: tuple[str, ...] = ()  #: niche phrases such as 「国内シェア2位」
    employees: int | None = None  #: head count
    founded: int | None = None  #: year


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One company of the group; exactly one of them is the owner."""

    id: str
    name: str  #: official name, with its legal form
    owner: bool = False
    kana: str | None = None
    english: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()  #: need support from the context
    former_names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    may_leave: bool = True  #: may stand in a query to somebody else's site


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    id: str
    name: str
    english: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    region: tuple[str, ...] = ()  #: prefecture or area as pages write it


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    id: str
    name: str
    english: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()  #: loose forms such as 「焼成の技術部門」
    sites: tuple[str, ...] = ()  #: site ids
    technologies: tuple[str, ...] = ()  #: term ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    id: str
    text: str
    sensitivity: int  #: 1 public technology, 2 internal, 3 secret
    kind: TermKind
    variants: tuple[str, ...] = ()
    context: tuple[str, ...] = ()  #: counts only near one of these
    not_in: tuple[str, ...] = ()  #: longer words that merely contain the term
    patterns: tuple[str, ...] = ()  #: RE2 expressions over the folded text
    may_leave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Things that say something only together: a hit as a term is, under the combination's own id.

    An item is the id of a company, site, division or term (any of its spellings), else a word.
    """

    id: str
    sensitivity: int  #: as that of a term
    all: tuple[str, ...] = ()  #: each must be there
    any: tuple[str, ...] = ()  #: one at least must be there
    none: tuple[str, ...] = ()  #: not one may be there
    within: int | None = None  #: folded characters from first to last; None is anywhere in `fields`
    fields: tuple[str, ...] = ()  #: parts of a sighting that count; empty is all


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One entry of the roster."""

    id: str  #: roster id, a pseudonym that may be stored and logged
    surname: str
    given: str
    surname_kana: str | None = None
    given_kana: str | None = None
    guessed_kana: tuple[tuple[str, str], ...] = ()  #: (surname, given) guessed when none is stated
    romaji: tuple[str, ...] = ()  #: spellings as they stand in a passport or mail address
    division: str | None = None  #: division id
    site: str | None = None  #: site id
    title: str | None = None  #: as pages write it; several spellings parted by ; / or |
    years: int | None = None  #: years in the field
    email: str | None = None
    left: date | None = None  #: last day, when no longer employed
    reason: str = ""  #: why this person is watched
    group: str | None = None  #: id of a watch group of the charter
    until: date | None = None  #: last day on which this person is watched

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, re.split(r"[;/|]", self.title or ""))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """Somebody of the same name as a person on the roster, known to work elsewhere."""

    person: str  #: roster id
    employer: str  #: as pages state it


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """Everything we look for; `people` is empty without a valid charter."""

    companies: tuple[Company, ...]
    sites: tuple[Site, ...] = ()
    divisions: tuple[Division, ...] = ()
    terms: tuple[Term, ...] = ()
    combinations: tuple[Combination, ...] = ()
    people: tuple[Person, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    protected_topics: tuple[str, ...] = ()  #: words at which excerpts are cut
    digest: str = ""  #: hash of the above; a finding carries it

    @property
    def owner(self) -> Company:
        return next(company for company in self.companies if company.owner)
