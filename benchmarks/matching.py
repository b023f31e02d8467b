"""What folding and matching cost, beside the bare automaton and a loop of searches.

    python -m benchmarks.matching [--rounds 5] [--pages 120] [--no-million] [--no-roster]

On pages of 7,000 characters with a hit in each 3,500 (one in 350 is printed only), MB/s of UTF-8 of
one core, for 1,000, 10,000 and 100,000 forms (a million is printed only). Beside it: (a) the bare
automaton library on text that is folded already, (b) a search for each form with `re`, case ignored,
as known tools of the field do. Ratios are of one run, rounds taking turns. Missed targets and a
planted hit that is not found end it with 1.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import daachorse

from benchmarks.matching_pages import linear, pathological
from benchmarks.matching_roster import roster
from benchmarks.matching_world import LENGTH, Page, World, forms_of
from benchmarks.memory import peak_mb
from leakwatch.match import Compiled, compile_watchlist, find_hits
from leakwatch.models import Watchlist
from leakwatch.text import fold

SIZES, MILLION = (1_000, 10_000, 100_000), 1_000_000
EVERY, OFTEN = 3_500, 350
#: Pages a loop of searches is tried on: it takes seconds for one.
SEARCHED = {1_000: 6, 10_000: 2}

#: At least: our share of (a) at 1,000 forms; times (b) by size; times NFKC and casefold.
SHARE_OF_BARE, TIMES_SEARCHES, TIMES_NFKC = 0.2, {1_000: 50, 10_000: 300}, 3
#: At most: the cost at 100,000 forms in costs at 1,000, and seconds to build them.
TIMES_SMALL, BUILD_SECONDS = 2, 5


@dataclass
class Subject:
    """One watchlist, its pages, and the seconds that each way took on them, round by round."""

    forms: int
    found: int
    watchlist: Watchlist
    compiled: Compiled
    build: float
    megabytes: float
    pages: list[Page]
    often: list[Page]
    folded: list[str]
    bare: Any
    searches: list[re.Pattern[str]]
    taken: dict[str, list[float]] = field(default_factory=dict)

    def speed(self, way: str) -> float:
        """MB/s of UTF-8, of the best round: what disturbs a round only slows it down."""
        return self.taken[way][0] / min(self.taken[way][1:])


def subject(world: World, forms: int, pages: int) -> Subject:
    watchlist, found = world.watchlist(forms)
    before, began = peak_mb(), time.process_time()
    compiled = compile_watchlist(watchlist)
    build, megabytes = time.process_time() - began, peak_mb() - before
    drawn = world.pages(watchlist, pages, every=EVERY)
    every = list(forms_of(watchlist))
    kind = daachorse.MATCH_KIND_LEFTMOST_LONGEST
    return Subject(
        forms=forms,
        found=found,
        watchlist=watchlist,
        compiled=compiled,
        build=build,
        megabytes=megabytes,
        pages=drawn,
        often=world.pages(watchlist, max(pages // 4, 1), every=OFTEN),
        folded=[fold(page.sighting.text).text for page in drawn],
        bare=daachorse.CharwiseDoubleArrayAhoCorasick(every, match_kind=kind),
        searches=[re.compile(re.escape(each), re.IGNORECASE) for each in every]
        if forms in SEARCHED
        else [],
    )


def bytes_of(pages: Iterable[Page]) -> float:
    return sum(len(page.sighting.text.encode()) for page in pages) / 1e6


def clocked(act: Callable[[Any], object], things: Sequence[Any]) -> float:
    began = time.process_time()
    for each in things:
        act(each)
    return time.process_time() - began


def run_round(one: Subject) -> None:
    """Every way once, one after the other."""
    texts = [page.sighting.text for page in one.pages]
    sightings = [page.sighting for page in one.pages]

    def searched(text: str) -> None:
        for search in one.searches:
            search.search(text)

    whole, few = bytes_of(one.pages), one.pages[: SEARCHED.get(one.forms, 0)]
    ways: dict[str, tuple[float, Callable[[Any], object], Sequence[Any]]] = {
        "ours": (whole, lambda each: find_hits(each, one.compiled), sightings),
        "bare": (whole, one.bare.find, one.folded),
        "fold": (whole, fold, texts),
        "nfkc": (whole, lambda each: unicodedata.normalize("NFKC", each).casefold(), texts),
        "often": (
            bytes_of(one.often),
            lambda each: find_hits(each, one.compiled),
            [page.sighting for page in one.often],
        ),
    }
    if few:
        ways["search"] = (bytes_of(few), searched, texts[: len(few)])
    for way, (megabytes, act, things) in ways.items():
        one.taken.setdefault(way, [megabytes]).append(clocked(act, things))


def lost(one: Subject) -> list[str]:
    """Planted spellings that were not found where they stand."""
    missing = []
    for page in (*one.pages, *one.often):
        hits = find_hits(page.sighting, one.compiled).hits
        told = {(hit.entry, hit.start, hit.quote) for hit in hits}
        missing += [
            f"{one.forms:,} forms: {each.entry} was not found"
            for each in page.planted
            if (each.entry, each.at, each.quote) not in told
        ]
    return missing


def missed(subjects: Sequence[Subject]) -> list[str]:
    """The targets that were not met."""
    by_size = {one.forms: one for one in subjects}
    small, large = by_size[SIZES[0]], by_size[SIZES[-1]]
    checks = [
        ("share of the bare automaton", small.speed("ours") / small.speed("bare"), SHARE_OF_BARE),
        ("times NFKC and casefold", small.speed("fold") / small.speed("nfkc"), TIMES_NFKC),
        *(
            (f"times a loop of re at {size:,}", ratio(by_size[size], "search"), least)
            for size, least in TIMES_SEARCHES.items()
        ),
    ]
    most = [
        (
            "cost of 100,000 forms in costs of 1,000",
            small.speed("ours") / large.speed("ours"),
            TIMES_SMALL,
        ),
        ("seconds to build 100,000 forms", large.build, BUILD_SECONDS),
    ]
    print()
    for name, value, least in checks:
        print(f"{name}: {value:.2f} (at least {least})")
    for name, value, highest in most:
        print(f"{name}: {value:.2f} (at most {highest})")
    return [
        *(
            f"{name}: {value:.2f} is under {least}"
            for name, value, least in checks
            if value < least
        ),
        *(f"{name}: {value:.2f} is over {limit}" for name, value, limit in most if value > limit),
    ]


def ratio(one: Subject, way: str) -> float:
    return one.speed("ours") / one.speed(way)


def table(subjects: Sequence[Subject]) -> None:
    print(
        f"MB/s of UTF-8, pages of {LENGTH:,} characters, a hit in each {EVERY:,} (often: {OFTEN})\n"
    )
    print("   forms    ours   often    fold    nfkc    bare  re loop  build s  build MB")
    for one in subjects:
        speeds = [one.speed(way) for way in ("ours", "often", "fold", "nfkc", "bare")]
        loop = f"{one.speed('search'):8.3f}" if "search" in one.taken else "       -"
        print(
            f"{one.found:8,}"
            + "".join(f"{speed:8.1f}" for speed in speeds)
            + f" {loop} {one.build:8.2f} {one.megabytes:9.0f}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--no-million", action="store_true")
    parser.add_argument("--no-roster", action="store_true")
    options = parser.parse_args()
    world = World(seed=1)
    sizes = SIZES if options.no_million else (*SIZES, MILLION)
    subjects = [subject(world, forms, options.pages) for forms in sizes]
    wrong = [each for one in subjects for each in lost(one)]
    for _ in range(options.rounds):
        for one in subjects:
            run_round(one)
    table(subjects)
    wrong += missed(subjects)
    wrong += linear(world, subjects[0].watchlist, subjects[0].compiled)
    wrong += pathological(subjects[0].compiled)
    if not options.no_roster:
        roster()
    for each in wrong:
        print(f"MISSED: {each}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
