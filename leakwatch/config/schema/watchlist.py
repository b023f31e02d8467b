"""`watchlist.yaml`: companies, sites, divisions and terms."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from leakwatch.config.schema.base import Date, Domain, Entry, Id, Many, Text, Word, rule, whole
from leakwatch.errors import N_
from leakwatch.models import Confidentiality, Listed, Military, TermKind

_FORMS = "Other ways it is written."


#: Farther apart than this, two words have no more to do with each other than any on the page.
_FARTHEST = 5_000


def _pattern(text: str) -> str:
    from leakwatch.match.patterns import refusal  # noqa: PLC0415 - loads the matcher, seldom needed

    refused = refusal(text)
    if refused is not None:
        raise rule(
            N_("a pattern that RE2 takes ({problem}, at character {position})"),
            problem=refused[0],
            position=refused[1],
            remedy=N_("RE2 has no look-around and no references back; docs/configuration.md"),
        )
    return text


Pattern = Annotated[Text, AfterValidator(_pattern)]


class ProfileEntry(Entry):
    industry: Annotated[
        Many[Word], Field(description="What an anonymised profile calls our industry.")
    ] = ()
    listing: Annotated[Many[Word], Field(description="How it speaks of our listing.")] = ()
    headquarters: Annotated[Many[Word], Field(description="Where it says we sit.")] = ()
    market: Annotated[
        Many[Word], Field(description="Phrases for our niche, such as a market share.")
    ] = ()
    employees: Annotated[
        Annotated[int, whole(1, 10_000_000)] | None, Field(description="Head count.")
    ] = None
    founded: Annotated[
        Annotated[int, whole(500, 2200)] | None, Field(description="Year of foundation.")
    ] = None


class ProfilesEntry(Entry):
    ja: Annotated[ProfileEntry | None, Field(description="The profile in Japanese.")] = None
    en: Annotated[ProfileEntry | None, Field(description="The profile in English.")] = None


class CompanyEntry(Entry):
    id: Annotated[Id, Field(description="Stands in findings for this company.")]
    name: Annotated[Word, Field(description="Official name with its legal form.")]
    owner: Annotated[
        bool, Field(description="True for the one company of the group that leakwatch works for.")
    ] = False
    kana: Annotated[Word | None, Field(description="Reading of the name, in kana.")] = None
    english: Annotated[Many[Word], Field(description="English names.")] = ()
    aliases: Annotated[Many[Word], Field(description=_FORMS)] = ()
    weak_aliases: Annotated[
        Many[Word], Field(description="Short or common forms that count only with support nearby.")
    ] = ()
    former_names: Annotated[Many[Word], Field(description="Names it had before.")] = ()
    domains: Annotated[Many[Domain], Field(description="Its own domains.")] = ()
    profile: Annotated[
        ProfilesEntry | None, Field(description="What gives it away when its name is left out.")
    ] = None
    may_leave: Annotated[
        bool, Field(description="Whether its names may stand in a query to somebody else's site.")
    ] = True


class SiteEntry(Entry):
    id: Annotated[Id, Field(description="Divisions and the roster name the site by it.")]
    name: Annotated[Word, Field(description="Official name.")]
    english: Annotated[Many[Word], Field(description="English names.")] = ()
    aliases: Annotated[Many[Word], Field(description=_FORMS)] = ()
    region: Annotated[Many[Word], Field(description="Prefecture or area as pages write it.")] = ()


class DivisionEntry(Entry):
    id: Annotated[Id, Field(description="The roster names the division by it.")]
    name: Annotated[Word, Field(description="Official name.")]
    english: Annotated[Many[Word], Field(description="English names.")] = ()
    aliases: Annotated[Many[Word], Field(description="Loose forms of its name.")] = ()
    sites: Annotated[Many[Id], Field(description="Ids of the sites it works at.")] = ()
    technologies: Annotated[Many[Id], Field(description="Ids of the terms it works on.")] = ()


class ClassifiedEntry(Entry):
    on: Annotated[Date, Field(description="When it was classified, as YYYY-MM-DD.")]
    by: Annotated[Id, Field(description="Reviewer who answered the questions.")]
    listed: Annotated[
        Listed,
        Field(description="Whether a list of critical technology of a major country has it."),
    ]
    military: Annotated[Military, Field(description="Whether it could be put to military use.")]
    confidentiality: Annotated[
        Confidentiality, Field(description="How confidential it is, by interview.")
    ]
    reasons: Annotated[
        str, Field(description="Why, in words: which list, which use, who said so.")
    ] = ""


class TermEntry(Entry):
    id: Annotated[Id, Field(description="Stands for the term wherever its text must not.")]
    text: Annotated[Word, Field(description="What is looked for.")]
    sensitivity: Annotated[
        int, whole(1, 3), Field(description="1 public technology, 2 internal, 3 secret.")
    ]
    kind: Annotated[TermKind, Field(description="What sort of word it is.")]
    variants: Annotated[Many[Word], Field(description=_FORMS)] = ()
    context: Annotated[
        Many[Text], Field(description="Counts only where one of these stands nearby.")
    ] = ()
    not_in: Annotated[Many[Word], Field(description="Longer words that merely contain it.")] = ()
    patterns: Annotated[
        Many[Pattern], Field(description="Regular expressions (RE2) over the folded text.")
    ] = ()
    may_leave: Annotated[
        bool | None,
        Field(
            description="Whether it may stand in a query to somebody else's site:"
            " true unless told otherwise at sensitivity 1, false at 2, never at 3."
        ),
    ] = None
    classified: Annotated[
        ClassifiedEntry | None,
        Field(description="How its sensitivity was found; watchlist classify writes it."),
    ] = None


class NamesakeEntry(Entry):
    person: Annotated[Id, Field(description="Roster id of the person who is taken for him.")]
    employer: Annotated[Word, Field(description="Where the namesake works, as pages state it.")]


class CombinationEntry(Entry):
    id: Annotated[Id, Field(description="Stands in findings, as the id of a term does.")]
    sensitivity: Annotated[
        int, whole(1, 3), Field(description="1 public, 2 internal, 3 secret, when together.")
    ]
    all: Annotated[
        Many[Word], Field(description="Words, or ids of entries, each of which must be there.")
    ] = ()
    any: Annotated[
        Many[Word], Field(description="Words, or ids of entries, one of which must be there.")
    ] = ()
    none: Annotated[
        Many[Word], Field(description="Words, or ids of entries, none of which may be there.")
    ] = ()
    within: Annotated[
        Annotated[int, whole(1, _FARTHEST)] | None,
        Field(description="Characters from first to last; anywhere in the fields without it."),
    ] = None
    fields: Annotated[
        Many[Text], Field(description="Where they count: title, text, labelled fields.")
    ] = ()


class WatchlistFile(Entry):
    companies: Annotated[
        tuple[CompanyEntry, ...], Field(description="The group; exactly one is the owner.")
    ]
    sites: Annotated[
        tuple[SiteEntry, ...], Field(description="Plants, laboratories, offices.")
    ] = ()
    divisions: Annotated[tuple[DivisionEntry, ...], Field(description="Departments.")] = ()
    terms: Annotated[
        tuple[TermEntry, ...], Field(description="Technologies, methods, code names, markings.")
    ] = ()
    namesakes: Annotated[
        tuple[NamesakeEntry, ...],
        Field(description="People of the same name who are known to work elsewhere."),
    ] = ()
    combinations: Annotated[
        tuple[CombinationEntry, ...], Field(description="What says something only together.")
    ] = ()
    protected_topics: Annotated[
        Many[Text], Field(description="Words of a person's private life at which excerpts are cut.")
    ] = ()
