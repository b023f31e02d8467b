"""What an employer gives away without being named: trade, listing, seat, market, head count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from leakwatch.match.variant import Variant, one_line
from leakwatch.models import Company, EntryKind, Profile

HEADCOUNT_SPELLINGS = {
    "ja": ("{n}名", "{n}人", "従業員{n}", "従業員数{n}", "従業員約{n}", "社員数{n}", "社員{n}"),
    "en": ("{n} employees", "{n} people", "{n} staff", "{n}-person", "employees: {n}"),
}
FOUNDED_SPELLINGS = {
    "ja": ("{n}年創業", "{n}年設立", "創業{n}年", "設立{n}年"),
    "en": ("founded in {n}", "established in {n}", "since {n}"),
}
#: From this head count on people round to the nearest thousand or hundred.
ROUNDED_FROM = 100


def profile_variants(company: Company) -> Iterator[Variant]:
    for profile in company.profiles:
        yield from _of_profile(company, profile)


def _of_profile(company: Company, profile: Profile) -> Iterator[Variant]:
    base = Variant(form="", entry=company.id, entry_kind=EntryKind.PROFILE, rule="")
    for rule, phrases in (
        ("profile_industry", profile.industry),
        ("profile_listing", profile.listing),
        ("profile_headquarters", profile.headquarters),
        ("profile_market", profile.market),
    ):
        for phrase in phrases:
            yield replace(base, rule=rule, form=one_line(phrase))
    language = "ja" if profile.language == "ja" else "en"
    for number, strength in _head_counts(profile.employees):
        for spelling in HEADCOUNT_SPELLINGS[language]:
            form = one_line(spelling.format(n=number))
            yield replace(base, rule="profile_employees", form=form, strength=strength)
    if profile.founded:
        for spelling in FOUNDED_SPELLINGS[language]:
            form = one_line(spelling.format(n=profile.founded))
            yield replace(base, rule="profile_founded", form=form)


def _head_counts(employees: int | None) -> Iterator[tuple[str, float]]:
    """The number itself, and what people round it to: two leading digits, then one."""
    if not employees:
        return
    yield str(employees), 1.0
    if employees >= ROUNDED_FROM:
        yield str(_rounded(employees, digits=2)), 0.8
        yield str(_rounded(employees, digits=1)), 0.6


def _rounded(number: int, *, digits: int) -> int:
    return round(number, digits - len(str(number)))
