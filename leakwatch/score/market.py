"""Claims of a place in a market: `No. 3 in Japan in solenoid valves`, and whether two are of one market."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakwatch.text import numbers_in

WORDS = re.compile(r"[a-z]{4,}|[ァ-ヺー]{3,}|[一-鿿]{2,}")
#: Share of a market's words that a sentence must hold to speak of the same market.
_SAME_MARKET, _SAME_RANK = 0.6, 0.4
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth")
#: Words of every claim of a rank.
_OF_ANY_MARKET = frozenset(
    {
        *_ORDINALS,
        "国内",
        "世界",
        "日本",
        "japan",
        "asia",
        "world",
        "global",
        "share",
        "market",
        "シェア",
        "largest",
        "rank",
    }
)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS[1:])})\b")


def same_market(phrase: str, text: str) -> bool:
    """Whether two claims of a rank speak of one market: by its words, fewer where the rank agrees."""
    ranks = [set(_ranks(said)) for said in (phrase, text)]
    return _shared(phrase, text) >= (_SAME_RANK if ranks[0] & ranks[1] else _SAME_MARKET)


def _ranks(said: str) -> Iterator[float]:
    yield from (each.value for each in numbers_in(said))
    yield from (float(_ORDINALS.index(each)) for each in _ORDINAL.findall(said))


def _shared(phrase: str, text: str) -> float:
    """Share of a phrase's words that stand in `text`, plural or not."""
    words = {word.rstrip("s") for word in WORDS.findall(phrase)} - _OF_ANY_MARKET
    return sum(word in text for word in words) / len(words) if words else 0.0
