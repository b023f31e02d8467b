"""Divisions in other words: 「信頼性試験を受け持つ部署」 for a 信頼性評価部."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from leakwatch.models import Division
from leakwatch.score.remembered import by_identity
from leakwatch.text import fold_key

#: How far in front of a word for an organisation the words stand that say which one it is.
_REACH = 24
_ORGANISATION = re.compile(r"部署|部門|部隊|チーム|グループ|セクション|職場|[一-鿿](?:課|室|係|班)")
_POST = re.compile(
    r"\b(?:years?|engineer|manager|chief|principal|leader|specialist|researcher|associate|director"
    r"|team|group|dept|department|division|working|responsible|handle|lead)\b"
)
_LATIN = re.compile(r"[a-z]{4,}")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
_KANJI = re.compile(r"[一-鿿]{2,}")
#: Words of every organisation.
_EVERYWHERE = frozenset(
    {
        *("部門", "部署", "本部", "業部", "技術", "開発", "事業", "グループ", "チーム", "センター"),
        *(
            "department",
            "dept",
            "division",
            "development",
            "engineering",
            "technology",
            "group",
            "team",
        ),
    }
)
#: Latin words that have to agree: many a sentence has one of them.
_SEVERAL = 2


def paraphrased(text: str, divisions: tuple[Division, ...]) -> str | None:
    """The id of the one division whose own words a folded sentence uses for an organisation."""
    telling = _telling(divisions)
    found: Counter[str] = Counter()
    for organisation in _ORGANISATION.finditer(text):
        before = text[max(0, organisation.start() - _REACH) : organisation.end()]
        found.update(telling[word] for word in set(_japanese(before)) if word in telling)
    if _POST.search(text):
        latin = Counter(telling[word] for word in set(_LATIN.findall(text)) if word in telling)
        found.update({each: count for each, count in latin.items() if count >= _SEVERAL})
    ranked = found.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


@by_identity
def _telling(divisions: tuple[Division, ...]) -> Mapping[str, str]:
    """Word → the one division in whose names it stands."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for division in divisions:
        for name in (division.name, *division.english, *division.aliases):
            folded = fold_key(name)
            for word in (*_japanese(folded), *_LATIN.findall(folded)):
                found[word].add(division.id)
    return {
        word: next(iter(ids))
        for word, ids in found.items()
        if len(ids) == 1 and word not in _EVERYWHERE
    }


def _japanese(text: str) -> Iterator[str]:
    """Katakana words, and each two kanji that stand side by side."""
    yield from _KATAKANA.findall(text)
    for run in _KANJI.findall(text):
        yield from (run[at : at + 2] for at in range(len(run) - 1))
