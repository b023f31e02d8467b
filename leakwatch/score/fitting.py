"""How many on the roster fit what an anonymous page says of its writer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from leakwatch.match import Sentence
from leakwatch.models import EntryKind, Hit, Person, Watchlist
from leakwatch.score.called import called
from leakwatch.score.divisions import paraphrased
from leakwatch.score.roster import Roster, indexed
from leakwatch.text import is_kanji, is_katakana, is_word, numbers_in, places_in, prefectures_of

#: So many different things have to be said before they point to anybody, the division or part of the
#: name among them: titles, years and places are shared by too many who are not on the roster.
LEAST = 3
#: Years people state are rounded, or a year old.
YEARS_APART = 1
_MOST_YEARS = 55

_WORKPLACE = re.compile(
    r"勤務|拠点|工場|事業所|研究所|製造所|オフィス|在勤|駐在|配属|職場|働|通勤|在籍|所属"
    r"|based|site|plant|located|location|office|laborator|lab\b|works\b|work(?:ing)? (?:in|at|from)|region|area"
)
_SEAT = re.compile(r"本社|本店|本拠|headquarter|head office")
_YEARS = re.compile(r"年(?:目|間|ほど|程度|以上|超|余|弱|強|半)?|[ +-]{0,3}(?:years?|yrs?)\b")
#: Years right beside these are those at the present employer; others may be of anything.
_TENURE_BEFORE = re.compile(
    r"(?:勤続|在籍|在職|入社して|入って|勤めて|勤務して|勤務歴|社歴|tenure:?|been (?:here|with) [^.]{0,30})(?:は|:)? ?(?:約|およそ|ほぼ|もう)?$"
)
_TENURE_AFTER = re.compile(
    r"年(?:目|間)?(?:勤続|在籍|在職|勤務|勤め)"
    r"|[ +-]?\+?(?:years?|yrs?)\b(?: of service| with (?:the|my|this) (?:company|firm)| at (?:the|my|this) (?:company|firm)| here| in\b| ago)"
)
#: Years of a company, not of its people.
_FOUNDED_BEHIND = re.compile(r"年(?:に)?(?:設立|創業|創立|創設|に設立)")
_ERA_BEFORE = re.compile(r"(?:明治|大正|昭和|平成|令和) ?$")
#: Rounded years may be so far off.
_ROUNDED = 2
_ROUGH_BEFORE = re.compile(
    r"(?:約|およそ|かれこれ|ほぼ|ざっと|about|around|nearly|almost|over|some|roughly|approximately|more than) ?$"
)
_ROUGH_AFTER = re.compile(r"年(?:ほど|近く|余|以上|超|弱|強|くらい|ぐらい|前後)| ?\+| years? or so")
#: What makes a job title of a word that is also a verb's noun (担当).
_TITLE_AFTER = re.compile(
    r"$|[\s、。,.:;!?/・(（)）」|]|です|でし|として|という|だ|である|を務め|をして|をやって|職|(?:に|と)(?:なり|なって|就|昇)"
    r"|の(?:立場|肩書|職|経験|ポジション|身)|クラス|相当|で(?:す|、|,|あり)|や(?:って|り)"
)


@dataclass(frozen=True)
class Stated:
    """What a page says of its writer's post; an empty set says nothing."""

    divisions: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()  #: ids of the sites the stated workplace may be
    titles: frozenset[str] = frozenset()  #: folded
    years: frozenset[int] = frozenset()
    elsewhere: bool = False  #: a workplace is stated where the company has none
    called: frozenset[str] | None = None  #: whom a surname or initials may mean

    @property
    def telling(self) -> bool:
        """Whether enough is stated to point to somebody."""
        things = (self.divisions, self.sites, self.titles, self.years, self.called)
        return bool(self.divisions or self.called) and sum(map(bool, things)) >= LEAST

    def fits(self, person: Person, titles: frozenset[str]) -> bool:
        """Whether nothing that is stated speaks against `person`, whose folded titles are `titles`."""
        return (
            (self.called is None or person.id in self.called)
            and self._allows(person.division, self.divisions)
            and self._allows(person.site, self.sites)
            and (not self.titles or not titles or bool(self.titles & titles))
            and (not self.years or person.years is None or self._years_fit(person.years))
        )

    @staticmethod
    def _allows(own: str | None, stated: frozenset[str]) -> bool:
        return not stated or own is None or own in stated

    def _years_fit(self, years: int) -> bool:
        return any(abs(years - each) <= YEARS_APART for each in self.years)


@dataclass(frozen=True)
class Fit:
    people: tuple[Person, ...]  #: who fits, of those still employed
    of: int  #: how many were looked at

    @property
    def only(self) -> Person | None:
        return self.people[0] if len(self.people) == 1 else None


def who_fits(stated: Stated, roster: Roster) -> Fit:
    """Those on the roster who fit; nobody where too little is stated to tell."""
    if not stated.telling:
        return Fit((), roster.active)
    divisions = (*sorted(stated.divisions), None) if stated.divisions else roster.by_division
    nearby = chain.from_iterable(roster.by_division.get(each, ()) for each in divisions)
    fitting = (each for each in nearby if stated.fits(each, roster.titles_of[each.id]))
    return Fit(tuple(fitting), roster.active)


def read_stated(
    sentences: Iterable[Sentence],
    hits: Iterable[tuple[Hit, Sentence]],
    watchlist: Watchlist,
    *,
    named: bool = False,
) -> Stated:
    """What `sentences` say, with the division and site hits among them.

    Where the employer is `named`, initials may be trusted, and a division stands there by its name.
    """
    reader = _Reader(watchlist, indexed(watchlist.people).titles, literal=named)
    told, listed = list(hits), list(sentences)
    for sentence in listed:
        reader.read(sentence, [hit for hit, where in told if where is sentence])
    return replace(reader.stated(), called=called(listed, watchlist.people, initials=named))


@dataclass(slots=True)
class _Reader:
    watchlist: Watchlist
    titles_known: tuple[str, ...]
    divisions: set[str] = field(default_factory=set)
    literal: bool = False  #: divisions have to be named as they are
    reworded: set[str] = field(default_factory=set)  #: divisions in other words
    sites: set[str] = field(default_factory=set)
    regions: list[frozenset[str]] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)  #: titles that end a longer word
    years: set[int] = field(default_factory=set)
    tenure: set[int] = field(default_factory=set)

    def read(self, sentence: Sentence, hits: list[Hit]) -> None:
        self.divisions |= {hit.entry for hit in hits if hit.entry_kind is EntryKind.DIVISION}
        self.sites |= {hit.entry for hit in hits if hit.rule == "site_named"}
        text = sentence.text
        worded = None if self.literal else paraphrased(text, self.watchlist.divisions)
        self.reworded |= {worded} if worded else set()
        found = dict(_titles_in(text, self.titles_known, labelled=sentence.label == "title"))
        titles = {title for title, alone in found.items() if alone}
        self.titles |= titles
        self.joined |= found.keys() - titles
        if self._says_where(sentence, hits, set(found)):
            self.regions += places_in(text)
        years = dict(_years_in(text, labelled=sentence.label == "years"))
        self.years |= years.keys()
        self.tenure |= {year for year, here in years.items() if here}

    @staticmethod
    def _says_where(sentence: Sentence, hits: list[Hit], titles: set[str]) -> bool:
        """Whether a place in the sentence is one of work, rather than a seat or a hobby's."""
        text = sentence.text
        if sentence.label == "place" or prefectures_of(text.strip(" .。")):
            return True
        post = bool(titles) or any(hit.entry_kind is EntryKind.DIVISION for hit in hits)
        return (post or _WORKPLACE.search(text) is not None) and not _SEAT.search(text)

    def stated(self) -> Stated:
        by_region = {
            site.id
            for site in self.watchlist.sites
            if any(prefectures_of(region) & said for region in site.region for said in self.regions)
        }
        sites = self.sites & by_region or self.sites or by_region
        return Stated(
            divisions=frozenset(self.divisions or self.reworded),
            sites=frozenset(sites),
            titles=frozenset(self.titles or self.joined),
            years=frozenset(self.tenure or self.years),
            elsewhere=bool(self.regions) and not sites,
        )


def _titles_in(text: str, known: Iterable[str], *, labelled: bool) -> Iterator[tuple[str, bool]]:
    """Titles, and whether each is a word of its own; longest first: 主任研究員 is not 主任 as well."""
    taken: list[tuple[int, int]] = []
    for title in known:
        for start, end in _places_of(title, text):
            if any(low < end and start < high for low, high in taken):
                continue
            if labelled or _is_title(text, start, end):
                taken.append((start, end))
                yield title, not _joined(text[start - 1 : start])


def _joined(before: str) -> bool:
    return before != "" and (is_kanji(before) or is_katakana(before) or is_word(before))


def _places_of(word: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + 1)


def _is_title(text: str, start: int, end: int) -> bool:
    if text[start].isascii() and (
        text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()
    ):
        return False
    return text[start].isascii() or _TITLE_AFTER.match(text, end) is not None


def _years_in(text: str, *, labelled: bool) -> Iterator[tuple[int, bool]]:
    """Years, and whether they are said to be those at the present employer."""
    for number in numbers_in(text):
        founded = _FOUNDED_BEHIND.match(text, number.end) or _ERA_BEFORE.search(
            text, 0, number.start
        )
        if founded:
            continue
        whole = 0 < number.value <= _MOST_YEARS and number.value == int(number.value)
        if whole and (labelled or _YEARS.match(text, number.end)):
            here = _TENURE_BEFORE.search(text, 0, number.start) or _TENURE_AFTER.match(
                text, number.end
            )
            spread = (
                _ROUNDED
                if _ROUGH_BEFORE.search(text, 0, number.start)
                or _ROUGH_AFTER.match(text, number.end)
                else 0
            )
            for year in range(int(number.value) - spread, int(number.value) + spread + 1):
                yield year, bool(here)
