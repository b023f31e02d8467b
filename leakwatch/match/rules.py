"""RULES: when an occurrence of a spelling counts as a hit; the list a reviewer reads.

Each rule is named as the predicate it stands for. It takes an occurrence and returns the name of the
first objection that holds, or nothing when the occurrence counts. What is objected to becomes a
suppression under the objection's name: counted, and listed by `explain`.
"""

from __future__ import annotations

from collections.abc import Callable

from leakwatch.match.guards import (
    in_address,
    in_hyphenated_name,
    in_line_above,
    in_longer_hiragana_word,
    in_longer_kana_name,
    in_longer_kanji_word,
    in_longer_katakana_word,
    in_longer_known_name,
    in_longer_latin_company,
    in_longer_name,
    in_longer_number,
    in_longer_place,
    in_longer_reading,
    in_longer_word,
    in_other_company,
    in_other_division,
    in_other_domain,
    in_trap_word,
    in_whole_name,
    in_word_around_alias,
    without_context,
)
from leakwatch.match.spot import Spot

Guard = Callable[[Spot], bool]
Rule = Callable[[Spot], str]


def company_named(spot: Spot) -> str:
    """A company of the group by its name, core, alias, reading or English name."""
    return _objection(
        spot,
        in_longer_word,
        in_longer_katakana_word,
        in_other_company,
        in_line_above,
        in_address,
        in_longer_reading,
    )


def company_weak(spot: Spot) -> str:
    """A short form of a company's name; what it is worth is for the score to say."""
    return _objection(
        spot,
        in_longer_known_name,
        in_longer_word,
        in_other_company,
        in_word_around_alias,
        in_longer_latin_company,
        in_whole_name,
    )


def company_misspelt(spot: Spot) -> str:
    """A company's name with one katakana wrong or missing."""
    return _objection(
        spot, in_longer_known_name, in_longer_word, in_longer_katakana_word, in_other_company
    )


def former_name(spot: Spot) -> str:
    """A name a company of the group had before."""
    return _objection(spot, in_longer_word, in_longer_katakana_word, in_other_company)


def domain_named(spot: Spot) -> str:
    """A domain of the group, a host below it, or a mail address there."""
    return _objection(spot, in_other_domain)


def person_named(spot: Spot) -> str:
    """Surname and given name of somebody on the roster, in kanji."""
    return _objection(spot, in_longer_name, in_longer_katakana_word)


def person_kana(spot: Spot) -> str:
    """Surname and given name in hiragana or katakana."""
    return _objection(spot, in_longer_katakana_word, in_longer_kana_name)


def person_romaji(spot: Spot) -> str:
    """Surname and given name in Latin letters, in either order."""
    return _objection(spot, in_longer_word, in_hyphenated_name)


def person_initials(spot: Spot) -> str:
    """A surname and an initial, or an address made of them: one of the many who fit."""
    return _objection(spot, in_longer_word, in_hyphenated_name)


def person_address(spot: Spot) -> str:
    """A mail address at the group that is somebody's on the roster, or made of the name."""
    return _objection(spot, in_other_domain)


def site_named(spot: Spot) -> str:
    """A site by its name."""
    return _objection(spot, in_longer_word, in_longer_katakana_word, in_longer_place)


def site_region(spot: Spot) -> str:
    """The area a site stands in."""
    return _objection(spot, in_longer_word, in_longer_katakana_word, in_longer_place)


def division_named(spot: Spot) -> str:
    """A division by its name or a loose form of it."""
    return _objection(
        spot,
        in_longer_word,
        in_longer_katakana_word,
        in_longer_kanji_word,
        in_other_division,
    )


def term_named(spot: Spot) -> str:
    """A term in one of its spellings, as a word of its own and in the context it asks for."""
    return _objection(
        spot,
        in_trap_word,
        in_longer_word,
        in_longer_number,
        in_longer_katakana_word,
        in_longer_hiragana_word,
        in_longer_kanji_word,
        without_context,
    )


def profile_industry(spot: Spot) -> str:
    """The trade our company is in."""
    return _objection(spot, in_longer_word, in_longer_katakana_word)


def profile_listing(spot: Spot) -> str:
    """How our company is listed."""
    return _objection(spot, in_longer_word)


def profile_headquarters(spot: Spot) -> str:
    """Where our company has its seat."""
    return _objection(spot, in_longer_word, in_longer_katakana_word, in_longer_place)


def profile_market(spot: Spot) -> str:
    """The market our company is known for."""
    return _objection(spot, in_longer_word)


def profile_employees(spot: Spot) -> str:
    """How many work at our company, as people write or round it."""
    return _objection(spot, in_longer_word, in_longer_number)


def profile_founded(spot: Spot) -> str:
    """The year our company began."""
    return _objection(spot, in_longer_word, in_longer_number)


RULES: tuple[Rule, ...] = (
    company_named,
    company_weak,
    company_misspelt,
    former_name,
    domain_named,
    person_named,
    person_kana,
    person_romaji,
    person_initials,
    person_address,
    site_named,
    site_region,
    division_named,
    term_named,
    profile_industry,
    profile_listing,
    profile_headquarters,
    profile_market,
    profile_employees,
    profile_founded,
)


def _objection(spot: Spot, *guards: Guard) -> str:
    for guard in guards:
        if guard(spot):
            return guard.__name__
    return ""
