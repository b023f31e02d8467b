"""Pages made to hurt: nothing but hits, or millions of one character; cost must grow with length."""

from __future__ import annotations

import time

from benchmarks.matching_world import World, sighting
from leakwatch.match import Compiled, find_hits
from leakwatch.models import Sighting, Watchlist

STEPS = (1_250_000, 2_500_000, 5_000_000)  # bytes of UTF-8
#: Four times the page may cost this many times as much: 4, and what caches and a busy machine add.
#: Quadratic would be 16.
MOST = 7
#: A page this cheap says nothing about growth.
_SECONDS = 0.1

_UNITS = {
    "one letter": "a",
    "one kanji": "山",
    "one kana": "ア",
    "brackets": "（",
    "digits": "1",
    "combining marks": "\u0301",
    "voiced marks": "か\u3099",
    "blanks": "山 ",
    "line breaks": "\n",
    "ligatures": "㍿",
    "commas": "1,",
}


def linear(world: World, watchlist: Watchlist, compiled: Compiled) -> list[str]:
    """A page of nothing but hits; what grows faster than the page."""
    whole = world.hits_only(watchlist, STEPS[-1]).text
    pages = [sighting(whole[: len(whole) * step // STEPS[-1]]) for step in STEPS]
    return _grown("nothing but hits", pages, compiled)


def pathological(compiled: Compiled) -> list[str]:
    wrong = []
    for name, unit in _UNITS.items():
        size = len(unit.encode())
        wrong += _grown(name, [sighting(unit * (step // size)) for step in STEPS], compiled)
    return wrong


def _grown(name: str, pages: list[Sighting], compiled: Compiled) -> list[str]:
    seconds = [min(_seconds(page, compiled) for _ in range(3)) for page in pages]
    told = ", ".join(f"{each:.2f}" for each in seconds)
    print(f"{name}, 1.25, 2.5 and 5 MB: {told} s")
    if seconds[-1] > _SECONDS and seconds[-1] > MOST * seconds[0]:
        return [f"{name}: four times the page costs {seconds[-1] / seconds[0]:.1f} times as much"]
    return []


def _seconds(page: Sighting, compiled: Compiled) -> float:
    began = time.process_time()
    find_hits(page, compiled)
    return time.process_time() - began
