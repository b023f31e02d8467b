"""What a page is when its source does not say: a profile, a request, an article, by what it says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from leakwatch.errors import N_
from leakwatch.match import Reading, Sentence
from leakwatch.models import Shows, Sighting, Taken
from leakwatch.score.wording import of_newsroom

#: Types of schema.org and of the Open Graph protocol that say what the whole page is. `og:article` is
#: left out: blogging software says it of every page. So is `person`, which many sites say of an author.
_DECLARED: Mapping[str, Shows] = {
    **dict.fromkeys(("profilepage", "og:profile"), Shows.PROFILE),
    **dict.fromkeys(("jobposting", "demand"), Shows.REQUEST),
    **dict.fromkeys(
        (
            *("article", "newsarticle", "analysisnewsarticle", "backgroundnewsarticle"),
            *("opinionnewsarticle", "reportagenewsarticle", "reviewnewsarticle", "blogposting"),
            *("liveblogposting", "techarticle", "scholarlyarticle", "report"),
        ),
        Shows.ARTICLE,
    ),
}
_FACTS = frozenset({"employer", "former", "title", "division", "years"})
_INTRODUCTIONS = frozenset({"about", "career"})
_REQUESTS = frozenset({"buyer", "sought", "period"})
#: Keys of a page's own scripts are called like labels, and mean whatever their authors mean.
_NOT_WRITTEN = frozenset({"data", "description"})
#: Different labels of a kind before they say anything together.
_SEVERAL = 2
#: A date that heads an article stands above it, by itself or beside "updated" and the like.
_TOP, _LONGEST_DATE = 15, 40
_DATE = re.compile(
    r"(?:19|20)\d\d(?:年|[/.-])\d{1,2}(?:月|[/.-])\d{1,2}"
    r"|\b(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?:\d{1,2}, )?(?:19|20)\d\d"
)

#: What told the kind → msgid.
SIGNS: Mapping[str, str] = {
    "declared_profile": N_("the page declares itself the profile of a person"),
    "declared_request": N_("the page declares itself a job or a demand"),
    "declared_article": N_("the page declares itself an article"),
    "profile_labels": N_("facts of a person stand under labels, with an introduction"),
    "request_labels": N_("client, period or what is sought stand under labels"),
    "newsroom": N_("a line as newsrooms put it, and a date above the text"),
}
#: → msgid: a kind of page in the middle of a sentence.
KINDS: Mapping[Shows, str] = {
    Shows.PROFILE: N_("a profile"),
    Shows.REQUEST: N_("a request"),
    Shows.ARTICLE: N_("an article"),
    Shows.PAGE: N_("a page like any other"),
}


def taken_for(sighting: Sighting, reading: Reading, *, otherwise: Shows = Shows.PAGE) -> Taken:
    """What `sighting` is; where signs are missing or speak for different kinds, `otherwise`.

    What a source says of its pages is not called into question.
    """
    if sighting.shows is not Shows.PAGE:
        return Taken(shows=sighting.shows)
    signs = {**_declared(sighting), **_written(reading)}
    kinds = set(signs.values())
    return Taken(shows=kinds.pop(), signs=tuple(signs)) if len(kinds) == 1 else Taken(otherwise)


def _declared(sighting: Sighting) -> dict[str, Shows]:
    kinds = {_DECLARED[each] for each in sighting.markup.declares if each in _DECLARED}
    return {f"declared_{kind}": kind for kind in sorted(kinds)}


def _written(reading: Reading) -> dict[str, Shows]:
    sentences = list(reading.about())
    labels = {each.label for each in sentences if each.field not in _NOT_WRITTEN}
    found: dict[str, Shows] = {}
    if len(labels & _FACTS) >= _SEVERAL and labels & _INTRODUCTIONS:
        found["profile_labels"] = Shows.PROFILE
    if len(labels & _REQUESTS) >= _SEVERAL:
        found["request_labels"] = Shows.REQUEST
    if any(each.alone and of_newsroom(each) for each in sentences) and any(_dates(sentences)):
        found["newsroom"] = Shows.ARTICLE
    return found


def _dates(sentences: list[Sentence]) -> Iterator[bool]:
    text = (each for each in sentences if each.field == "text")
    for each in islice(text, _TOP):
        yield len(each.text) <= _LONGEST_DATE and _DATE.search(each.text) is not None
