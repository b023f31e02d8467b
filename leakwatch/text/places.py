"""Prefectures of Japan, and the areas, towns and landmarks that stand for them."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from leakwatch.text.folding import fold_key
from leakwatch.text.resources import rows

_ENDINGS = "都府県"


@cache
def _places() -> dict[str, frozenset[str]]:
    """Folded word → the prefectures it may mean, each by its full name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for prefecture, english, areas, places, english_areas in rows("places"):
        inside = [prefecture, english, f"{english} prefecture", *places.split("|")]
        if prefecture.endswith(tuple(_ENDINGS)):
            inside.append(prefecture[:-1])
        for word in (*inside, *areas.split("|"), *english_areas.split("|")):
            found[fold_key(word)].add(fold_key(prefecture))
    return {word: frozenset(prefectures) for word, prefectures in found.items()}


@cache
def _pattern() -> re.Pattern[str]:
    """Longest first: 京都 is not found in 東京都, nor 津市 in 大津市.

    Asked of most lines of a page with a hit, so it looks for a first character before it tries 700
    words, and then only at those that begin with it: a fifteenth of the time.
    """
    words = sorted(_places(), key=lambda word: (-len(word), word))
    latin = _by_first([word for word in words if word.isascii()])
    other = _by_first([word for word in words if not word.isascii()])
    firsts = "".join(sorted({re.escape(word[0]) for word in words}))
    return re.compile(rf"(?=[{firsts}])(?:(?<![a-z])(?:{latin})(?![a-z])|(?:{other}))")


def _by_first(words: list[str]) -> str:
    """An alternative for each first character, in which `words` keep their order."""
    rests: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        rests[word[0]].append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(each)})" for first, each in rests.items())


@lru_cache(maxsize=4096)
def prefectures_of(word: str) -> frozenset[str]:
    """The prefectures that `word` names, lies in, or holds; empty when it is no known place."""
    return _places().get(fold_key(word), frozenset())


def places_in(folded: str) -> list[frozenset[str]]:
    """The prefectures each place in a folded text may mean, in the order they stand."""
    return [_places()[match[0]] for match in _pattern().finditer(folded)]
