"""Invented watchlists of any length, and pages on which entries of them are planted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

from leakwatch.match.compiled import meanings_of
from leakwatch.models import Company, Person, Shows, Sighting, Term, TermKind, Watchlist

SEEN_AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
LENGTH = 7_000  # characters of a page

_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロンガギグダデドバビ"
_KANJI = "焼成温度材料開発研究工場電池製造技術部品機械金属樹脂粉末化学分析計測設計試験評価質管理生産加工炉窯"
_NAMES = (
    "山川田中村上下大小木本林森石井藤原野高橋佐伊加渡辺清水斎近遠後前島崎口池内谷浜岡松竹梅桜桃"
)
_HIRAGANA = "のにをはがともでしてるいうかなれこさまあり"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_SIGNS = "、。、。、。（）「」！？：・０１２３ＡＢ"
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

#: Of ten entries one is a person, one a company, eight are terms.
_MIX = ("person", "company", *["term"] * 8)


@dataclass(frozen=True, slots=True)
class Planted:
    """What stands on a page at `at`, and the entry it has to be found for."""

    entry: str
    quote: str
    at: int


@dataclass(frozen=True, slots=True)
class Page:
    sighting: Sighting
    planted: tuple[Planted, ...]


class World:
    """Everything is drawn from one seed: two runs see the same watchlists and the same pages."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._numbers = count(1)

    def watchlist(self, forms: int) -> tuple[Watchlist, int]:
        """Entries whose spellings are about `forms` different strings, and how many they are."""
        whole, found = Watchlist(companies=()), 0
        parts: list[Watchlist] = []
        while found < forms:
            parts.append(self._entries(max(1, (forms - found) // 200)))
            found += len(meanings_of(parts[-1]))
        for part in parts:
            whole = replace(
                whole,
                companies=(*whole.companies, *part.companies),
                people=(*whole.people, *part.people),
                terms=(*whole.terms, *part.terms),
            )
        return whole, found

    def _entries(self, tens: int) -> Watchlist:
        kinds = [kind for _ in range(tens) for kind in _MIX]
        return Watchlist(
            companies=tuple(self._company() for kind in kinds if kind == "company"),
            people=tuple(self._person() for kind in kinds if kind == "person"),
            terms=tuple(self._term() for kind in kinds if kind == "term"),
        )

    def pages(self, watchlist: Watchlist, number: int, *, every: int) -> list[Page]:
        """Pages of `LENGTH` characters with one planted spelling in each `every` of them."""
        return [self._page(watchlist, every) for _ in range(number)]

    def hits_only(self, watchlist: Watchlist, size: int) -> Sighting:
        """A page of nothing but spellings, `size` bytes of UTF-8 long."""
        pieces: list[str] = []
        while size > 0:
            pieces.append(self._spelling(watchlist)[1] + "、")
            size -= len(pieces[-1].encode())
        return sighting("".join(pieces))

    def _page(self, watchlist: Watchlist, every: int) -> Page:
        text, planted = "", []
        for _ in range(LENGTH // every):
            entry, quote = self._spelling(watchlist)
            text += self._filler(every - len(quote) - 2) + "、"
            planted.append(Planted(entry, quote, len(text)))
            text += quote + "。"
        return Page(sighting(text), tuple(planted))

    def _spelling(self, watchlist: Watchlist) -> tuple[str, str]:
        """One entry, as somebody might type it."""
        kind = self._random.choice(("person", "company", "term", "term"))
        if kind == "person":
            person = self._random.choice(watchlist.people)
            return person.id, f"{person.surname}　{person.given}"
        if kind == "company":
            company = self._random.choice(watchlist.companies)
            return company.id, "㈱" + company.name.removesuffix("株式会社")
        term = self._random.choice(watchlist.terms)
        typed = (term.text, term.text.upper(), term.text.translate(_FULL_WIDTH))
        return term.id, self._random.choice(typed)

    def _filler(self, length: int) -> str:
        pieces: list[str] = []
        at = 0
        while at < length:
            pieces.append(self._word_of_the_page())
            at += len(pieces[-1])
        return "".join(pieces)[:length]

    def _word_of_the_page(self) -> str:
        draw = self._random.random()
        if draw < 0.33:
            return self._word(_KANJI, 1, 4)
        if draw < 0.75:
            return self._word(_HIRAGANA, 1, 6)
        if draw < 0.86:
            return self._word(_KATAKANA, 2, 6)
        if draw < 0.90:
            return f" {self._word(_LATIN, 2, 8)} "
        return self._random.choice(_SIGNS) if draw < 0.99 else "\n"

    def _word(self, letters: str, shortest: int, longest: int) -> str:
        return "".join(self._random.choices(letters, k=self._random.randint(shortest, longest)))

    def _person(self) -> Person:
        return Person(
            id=f"E{next(self._numbers)}",
            surname=self._word(_NAMES, 2, 2),
            given=self._word(_NAMES, 2, 2),
            surname_kana=self._word(_KATAKANA[:44], 3, 4),
            given_kana=self._word(_KATAKANA[:44], 3, 3),
        )

    def _company(self) -> Company:
        number = next(self._numbers)
        return Company(id=f"c{number}", name=f"{self._word(_NAMES, 2, 3)}{number}工業株式会社")

    def _term(self) -> Term:
        number = next(self._numbers)
        text = self._random.choice(
            (
                self._word(_KATAKANA, 6, 9),
                self._word(_KANJI, 5, 8),
                f"{self._word(_LATIN, 2, 5)}-{number}",
            )
        )
        return Term(id=f"T{number}", text=text, sensitivity=2, kind=TermKind.CODE_NAME)


def sighting(text: str) -> Sighting:
    return Sighting(
        source="bench",
        identity="1",
        url="https://bench.example/1",
        page="https://bench.example/1",
        shows=Shows.PAGE,
        text=text,
        seen_at=SEEN_AT,
    )


def forms_of(watchlist: Watchlist) -> Iterator[str]:
    return iter(meanings_of(watchlist))
