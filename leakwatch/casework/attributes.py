"""Which independent attributes speak for it that a finding is about one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leakwatch.models import LoggedReason

#: A case on a person rests on at least so many: a name alone is never one.
LEAST = 2
#: Rules of `score.WEIGHTS` → the attribute they speak of; what says the same counts once.
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "name": (
        "person_named",
        "person_kana",
        "person_romaji",
        "person_address",
        "person_initials",
        "name_in_heading",
    ),
    "employer": (
        "company_named",
        "company_weak",
        "company_misspelt",
        "former_name",
        "domain_named",
        "employer_field",
        "employed_wording",
        "former_wording",
        "employer_described",
        "profile_industry",
        "profile_listing",
        "profile_headquarters",
        "profile_market",
        "profile_employees",
        "profile_founded",
    ),
    "division": ("own_division", "division_named"),
    "site": ("own_site", "site_named", "site_region"),
    "technology": ("technology_named", "term_secret", "term_internal", "term_beside"),
    "title": ("title_fits",),
    "years": ("years_fit",),
    "post": ("fits_one",),
}
_ATTRIBUTE = {rule: family for family, rules in _FAMILIES.items() for rule in rules}


def attributes(reasons: Iterable[LoggedReason]) -> frozenset[str]:
    """The attributes that `reasons` name; those that speak against it are none."""
    spoken = (_ATTRIBUTE.get(one.rule) for one in reasons if one.weight > 0)
    return frozenset(one for one in spoken if one is not None)
