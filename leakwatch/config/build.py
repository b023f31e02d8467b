"""From checked files to the nouns of the rest of leakwatch."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from leakwatch.config.digest import watchlist_digest
from leakwatch.config.schema import (
    CombinationEntry,
    CompanyEntry,
    DivisionEntry,
    ReviewerEntry,
    SiteEntry,
    TermEntry,
    WatchlistFile,
)
from leakwatch.models import (
    Away,
    Combination,
    Company,
    Division,
    Namesake,
    Profile,
    Reviewer,
    Site,
    Term,
    Watchlist,
)

T = TypeVar("T")


def build_watchlist(written: WatchlistFile) -> Watchlist:
    """The watchlist without people, and its digest."""
    watchlist = Watchlist(
        companies=tuple(_company(entry) for entry in written.companies),
        sites=tuple(_site(entry) for entry in written.sites),
        divisions=tuple(_division(entry) for entry in written.divisions),
        terms=tuple(_term(entry) for entry in written.terms),
        namesakes=tuple(
            Namesake(person=entry.person, employer=entry.employer) for entry in written.namesakes
        ),
        combinations=tuple(_combination(entry) for entry in written.combinations),
        protected_topics=once(written.protected_topics),
    )
    return replace(watchlist, digest=watchlist_digest(watchlist))


def build_reviewer(entry: ReviewerEntry) -> Reviewer:
    return Reviewer(
        id=entry.id,
        role=entry.role,
        email=entry.email or None,
        slack=entry.slack,
        os_user=entry.os_user,
        roster_id=entry.roster_id,
        deputy=entry.deputy,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        away=tuple(Away(begins=one.begins, ends=one.ends) for one in entry.away),
    )


def once(items: tuple[T, ...]) -> tuple[T, ...]:
    """`items` in their order, each once."""
    return tuple(dict.fromkeys(items))


def _company(entry: CompanyEntry) -> Company:
    return Company(
        id=entry.id,
        name=entry.name,
        owner=entry.owner,
        kana=entry.kana,
        english=once(entry.english),
        aliases=once(entry.aliases),
        weak_aliases=once(entry.weak_aliases),
        former_names=once(entry.former_names),
        domains=once(entry.domains),
        profiles=_profiles(entry),
        may_leave=entry.may_leave,
    )


def _profiles(entry: CompanyEntry) -> tuple[Profile, ...]:
    written = {"ja": entry.profile.ja, "en": entry.profile.en} if entry.profile else {}
    return tuple(
        Profile(
            language=language,
            industry=once(profile.industry),
            listing=once(profile.listing),
            headquarters=once(profile.headquarters),
            market=once(profile.market),
            employees=profile.employees,
            founded=profile.founded,
        )
        for language, profile in written.items()
        if profile is not None
    )


def _site(entry: SiteEntry) -> Site:
    return Site(
        id=entry.id,
        name=entry.name,
        english=once(entry.english),
        aliases=once(entry.aliases),
        region=once(entry.region),
    )


def _division(entry: DivisionEntry) -> Division:
    return Division(
        id=entry.id,
        name=entry.name,
        english=once(entry.english),
        aliases=once(entry.aliases),
        sites=once(entry.sites),
        technologies=once(entry.technologies),
    )


def _term(entry: TermEntry) -> Term:
    """Only what is public anyway may leave unless the watchlist says otherwise."""
    public = entry.sensitivity == 1
    return Term(
        id=entry.id,
        text=entry.text,
        sensitivity=entry.sensitivity,
        kind=entry.kind,
        variants=once(entry.variants),
        context=once(entry.context),
        not_in=once(entry.not_in),
        patterns=once(entry.patterns),
        may_leave=public if entry.may_leave is None else entry.may_leave,
    )


def _combination(entry: CombinationEntry) -> Combination:
    return Combination(
        id=entry.id,
        sensitivity=entry.sensitivity,
        all=once(entry.all),
        any=once(entry.any),
        none=once(entry.none),
        within=entry.within,
        fields=once(entry.fields),
    )
