"""An employer that is described and not named, held against the profile of our own company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from leakwatch.match import Sentence
from leakwatch.models import Company, Hit
from leakwatch.score.market import WORDS, same_market
from leakwatch.text import fold_key, numbers_in, places_in, prefectures_of

_OWN_EMPLOYER = re.compile(
    r"勤務|勤め|在籍|在職|所属|働|入社|従事|就業|会社員|社員(?!数)|研究職|技術職|本業|現職|私の会社|うちの会社|うちは|弊社|自社|当社|会社は|(?:会社|企業|メーカー)(?:に|で)(?:い(?:ま|る)|お)|の会社です|の人間|会社の規模|業種|勤続|サラリーマン|にて|担当し"
    r"|\bi work|\bwork(?:ing)? (?:for|at|in)\b|\bemploy(?:ed|er|ee)\b|\bmy (?:company|employer)\b|day job|currently (?:at|with)|same employer|one employer"
    r"|\b(?:engineer|manager|researcher|scientist|staff|leader|specialist) (?:at|for|with|in|of)\b"
)
_SEAT = re.compile(
    r"本社|本店|本拠|発祥|生まれの|創業の地|headquarter|head office|\bhq\b|-based\b|based in"
)
_WORKPLACE = re.compile(r"勤務地|拠点|工場|事業所|研究所|在勤|plant|site|office")
_OUTSIDE = re.compile(
    r"取引先|顧客|お客様|競合|仕入|調達先|納入先|得意先|向けに(?:提案|販売)|customer|client|competitor|supplier to"
)
_RANKED = re.compile(
    r"シェア.{0,8}(?:\d|[一二三四五]位|首位|トップ|最大|no)|(?:首位|トップシェア|世界一|日本一)|\d位|[一二三四五]位|[\d一二三四五]番手"
    r"|\b(?:second|third|fourth|fifth)[- ](?:largest|biggest|ranked|place|in (?:japan|asia|the))|\brank(?:s|ed|ing)? (?:first|second|third|fourth|fifth)"
    r"|(?:no\.?|number|#) ?(?:\d|one|two|three|four|five)(?!\w)|market leader|leading share"
)
_HEADS = re.compile(
    r"従業員|社員|人員|規模|体制|グループ全体|company size|employees|people|staff|headcount|workforce"
)
_HEADS_UNIT = re.compile(
    r" ?(?:余)?(?:名|人)|[ -]?(?:employees|people|staff|person|strong|workers)"
)
_TRADE = re.compile(
    r"([ァ-ヺー一-鿿・]{1,14})(?:メーカー|商社|会社|企業|製造業|業界|(?<![従事営企作授卒])業(?![員部所種務績者]))|([a-z][a-z ,/&-]{2,40}) (?:manufacturer|maker|producer|company|supplier|firm)"
)
_ANY_TRADE = re.compile(
    r"大手|国内|日本|某|外資系?|日系|上場|老舗|中堅|東証|プライム|スタンダード|グローバル|製造|株式|有限|合同|民間|事業|当|弊|親|子"
    r"|関連|有名|地元|地方|複数|他|各|一部|企|産|専|本|副|兼|農|工|商|営|開|作|授|卒|起|創|の|系|総合|準|某社|非公開|匿名|・"
    r"|major|japanese|large|leading|listed|global|a|an|the|for|of|in|at|public|private|well-known|domestic|mid-sized|employed|work|i|by|tse|prime|with|international"
)
_FOUNDED = re.compile(r"創業|設立|創立|founded|established|since")

#: How far before a number its unit may stand: `headcount of approx. 4800`.
_SAID_BEFORE = 24
_MAKER = re.compile(
    r"(?:の)?(?:メーカー|会社|企業|大手)$|\b(?:manufacturer|maker|producer|company|supplier|firm)s?$"
)
_MAKES = r"(?:の|を)?(?:大手|専業|専門|老舗)?(?:の)?(?:製造|生産|開発|作|つく|造|手がけ|手掛け|扱)?[ぁ-ん]{0,5}(?:会社|企業|業者|屋|製造元|大手)"
#: What `_TRADE` and `_RANKED` cannot do without: most sentences have none, which is soon seen.
_TRADERS = re.compile(
    r"メーカー|商社|会社|企業|業|manufacturer|maker|producer|company|supplier|firm"
)
_RANKS = re.compile(
    r"シェア|首位|世界一|日本一|位|番手|second|third|fourth|fifth|rank|no|num|#|lead"
)
#: So many people are no team.
_COMPANY_SIZE = 300
#: Head counts this close are the same company's in two years, or rounded.
_CLOSE, _FAR = 1.25, 1.6
_YEARS_APART = 1
#: The year before the first of each era; 元年 is the first.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA = re.compile(rf"({'|'.join(_ERAS)})([\d一二三四五六七八九十]+|元)年")


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing said of the employer: the rule it counts under, and how literal it is."""

    rule: str
    strength: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Described:
    """What `sentences` say of an employer; `hits` are those of the profile rules in them."""

    company: Company
    sentences: tuple[Sentence, ...]
    hits: tuple[tuple[Hit, Sentence], ...]
    this_year: int
    unnamed: (
        bool  #: no other employer is named, so facts about a company are about the writer's own
    )

    @cached_property
    def own(self) -> tuple[Sentence, ...]:
        """Sentences that speak of the writer's own employer.

        Those that say so; where no employer is named also those that give two facts of one, or a
        fact right beside another sentence that does.
        """
        facts = [self._facts(each) for each in self.sentences]
        said = [*map(self._says_own, self.sentences)]
        told = [count + own for count, own in zip(facts, said, strict=True)]
        return tuple(
            each
            for at, each in enumerate(self.sentences)
            if facts[at] and (said[at] or (self.unnamed and sum(told[max(0, at - 1) : at + 2]) > 1))
        )

    def _says_own(self, sentence: Sentence) -> bool:
        """Our own place in our market is said of nobody else's employer."""
        market = any(hit.rule == "profile_market" for hit, where in self.hits if where is sentence)
        said = _OWN_EMPLOYER.search(sentence.text) is not None
        return sentence.label == "employer" or said or market

    def _facts(self, sentence: Sentence) -> int:
        """How many different things the sentence says of a company; none if it is a customer."""
        if _OUTSIDE.search(sentence.text):
            return 0
        literal = {hit.rule for hit, where in self.hits if where is sentence}
        found = (
            "profile_industry" in literal or _says_trade(sentence.text),
            "profile_market" in literal or _says_rank(sentence.text),
            _SEAT.search(sentence.text),
            _says_heads(sentence.text),
            "profile_listing" in literal,
            "profile_founded" in literal or _FOUNDED.search(sentence.text),
        )
        return sum(map(bool, found))

    def cues(self) -> Iterator[Cue]:
        """What fits us and what does not, each rule at most once, the fitting first."""
        found: dict[str, Cue] = {}
        for cue in self._all():
            known = found.get(cue.rule)
            if known is None or known.strength < cue.strength:
                found[cue.rule] = cue
        fits = {rule for rule in found if rule.startswith("profile_")}
        if "profile_market" in fits:  # whoever has our place in our market is in our trade
            fits.add("profile_industry")
        for rule, cue in found.items():
            if not (rule.startswith("other_") and f"profile_{rule[6:]}" in fits):
                yield cue

    def _all(self) -> Iterator[Cue]:
        for sentence in self.own:
            yield Cue("employer_described")
            literal = {hit.rule for hit, where in self.hits if where is sentence}
            yield from self._trade(sentence, literal)
            yield from self._seat(sentence, literal)
            yield from self._market(sentence, literal)
            yield from self._heads(sentence)
            yield from self._founded(sentence, literal)
            if "profile_listing" in literal:
                yield Cue("profile_listing")

    def _trade(self, sentence: Sentence, literal: set[str]) -> Iterator[Cue]:
        if "profile_industry" in literal:
            yield Cue("profile_industry")
            return
        if any(_makes(phrase, sentence.text) for phrase in self._phrases("industry")):
            yield Cue("profile_industry", 0.8)
            return
        ours = {
            word
            for phrase in self._phrases("industry")
            for word in WORDS.findall(_MAKER.sub("", phrase))
        }
        for match in _TRADE.finditer(sentence.text):
            said = _ANY_TRADE.sub("", match[1]) if match[1] else _latin_trade(match[2])
            if said and not any(word in match[0] for word in ours):
                yield Cue("other_industry")

    def _seat(self, sentence: Sentence, literal: set[str]) -> Iterator[Cue]:
        told = _SEAT.search(sentence.text) is not None
        if not told and ("profile_industry" not in literal or _WORKPLACE.search(sentence.text)):
            return
        seats = [prefectures_of(place) for place in self._phrases("headquarters")]
        ours = frozenset().union(*seats)
        said = places_in(sentence.text)
        if "profile_headquarters" in literal or any(place == ours for place in said):
            yield Cue("profile_headquarters", 1.0 if told else 0.7)
        elif any(place & ours for place in said):
            yield Cue("profile_headquarters", 0.6)
        elif told and said and ours:
            yield Cue("other_headquarters")

    def _market(self, sentence: Sentence, literal: set[str]) -> Iterator[Cue]:
        if "profile_market" in literal:
            yield Cue("profile_market")
        elif _RANKED.search(sentence.text) and self._phrases("market"):
            same = any(same_market(phrase, sentence.text) for phrase in self._phrases("market"))
            yield Cue("profile_market", 0.8) if same else Cue("other_market")

    def _heads(self, sentence: Sentence) -> Iterator[Cue]:
        ours = [profile.employees for profile in self.company.profiles if profile.employees]
        if not ours or not _says_heads(sentence.text):
            return
        for number in numbers_in(sentence.text):
            if not _counts_heads(sentence.text, number.start, number.end) or number.value < 10:  # noqa: PLR2004 - a team
                continue
            apart = min(max(number.value / each, each / number.value) for each in ours)
            if apart <= _CLOSE:
                yield Cue("profile_employees", 1.0 if apart == 1 else 0.8)
            elif apart >= _FAR:
                yield Cue("other_employees")

    def _founded(self, sentence: Sentence, literal: set[str]) -> Iterator[Cue]:
        if "profile_founded" in literal:
            yield Cue("profile_founded")
            return
        ours = [profile.founded for profile in self.company.profiles if profile.founded]
        if not ours or _FOUNDED.search(sentence.text) is None:
            return
        if any(year in ours for year in _era_years(sentence.text)):
            yield Cue("profile_founded")
            return
        for number in numbers_in(sentence.text):
            ages = [self.this_year - year for year in ours]
            if any(abs(number.value - age) <= _YEARS_APART for age in ages):
                yield Cue("profile_founded", 0.8)

    def _phrases(self, of: str) -> tuple[str, ...]:
        return _phrases(self.company, of)


@lru_cache(maxsize=64)
def _phrases(company: Company, of: str) -> tuple[str, ...]:
    """What the profiles of `company` say under `of`, folded."""
    return tuple(fold_key(each) for profile in company.profiles for each in getattr(profile, of))


def _says_trade(text: str) -> bool:
    return _TRADERS.search(text) is not None and _TRADE.search(text) is not None


def _says_rank(text: str) -> bool:
    return _RANKS.search(text) is not None and _RANKED.search(text) is not None


def _says_heads(text: str) -> bool:
    """Whether a number of people is said that is a company's rather than a team's."""
    if _HEADS.search(text):
        return any(_counts_heads(text, each.start, each.end) for each in numbers_in(text))
    return any(
        each.value >= _COMPANY_SIZE and _HEADS_UNIT.match(text, each.end)
        for each in numbers_in(text)
    )


def _latin_trade(said: str) -> str:
    return " ".join(word for word in said.split() if not _ANY_TRADE.fullmatch(word))


def _counts_heads(text: str, start: int, end: int) -> bool:
    """Whether the number is one of people: 4800名, 従業員4800, 4800 employees, employees: 4800."""
    before = text[max(0, start - _SAID_BEFORE) : start]
    return (
        _HEADS_UNIT.match(text, end) is not None
        or re.search(
            r"(?:従業員|社員|規模|employees|headcount|staff|size)(?:数)?(?:は|:|約|およそ| |of|about|approx\.?)*$",
            before,
        )
        is not None
    )


def _makes(trade: str, text: str) -> bool:
    """`電磁弁メーカー` in other words: `電磁弁の製造会社`, `電磁弁を作っている会社`, `電磁弁屋`."""
    goods = _MAKER.sub("", trade)
    told = len(goods) > 1 and goods != trade and goods in text
    return told and re.search(re.escape(goods) + _MAKES, text) is not None


def _era_years(text: str) -> Iterator[int]:
    """Years of the imperial eras: 昭和26年 is 1951."""
    for match in _ERA.finditer(text):
        number = next(numbers_in(match[2]), None)
        yield _ERAS[match[1]] + int(number.value if number else 1)
