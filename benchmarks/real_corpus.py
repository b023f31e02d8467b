"""All of the shared corpus, swept with the shipped spiders, under right, no and wrong headers.

    python -m benchmarks.real_corpus

Targets, missed ones end it with 1: every page a sighting or a named error, 99 % of the titles found
in what is read, every entry of every well-formed feed, every planted watch term, and none that
stands only in style or script.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from benchmarks.corpus import (
    ABSENT,
    CORPUS,
    CorpusFile,
    Kind,
    Served,
    corpus_files,
    strict_count,
    unpacked,
)
from benchmarks.corpus_site import CorpusSite, serving
from benchmarks.corpus_terms import Planted, hidden_terms, shown_terms
from leakwatch.config import Network
from leakwatch.crawl import CrawlerIdentity, crawl
from leakwatch.extract import canonical_url, parse_selector
from leakwatch.match import compile_watchlist, find_hits
from leakwatch.models import (
    Company,
    Limits,
    Politeness,
    SelectorKind,
    Shows,
    Sighting,
    Source,
    Term,
    TermKind,
    Watchlist,
)
from leakwatch.text import fold_key

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
TERMS = 30
LEAST_TITLES = 0.99
#: Sitemaps name some pages twice.
LEAST_PLACES = 0.5
#: Files that are no feed, no sitemap or no longer whole; anything else is ours, or left the machine.
_EXPECTED = {"broken_document", "not_text"}
_BRISK = Politeness(delay=0.0, concurrency=4, autothrottle=False, robots=False)


@dataclass
class Swept:
    """What one child process brought home."""

    sightings: list[Sighting] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


@dataclass
class Result:
    """One row of the table, and what is wrong with it."""

    served: Served
    pages: int = 0
    sightings: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    titles: int = 0
    titled: int = 0
    entries: int = 0
    planted: int = 0
    found: int = 0
    hidden: int = 0
    missed: list[str] = field(default_factory=list)


def sweep(source: Source) -> Swept:
    """One sweep in a process of its own: the reactor runs once."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "benchmarks.real_corpus", "--child"],
        input=pickle.dumps(source),
        capture_output=True,
        cwd=ROOT,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"the sweep of {source.name} died:\n{done.stderr.decode()}")
    swept = pickle.loads(done.stdout)
    assert isinstance(swept, Swept)
    return swept


def child() -> None:
    swept = Swept()
    counts = crawl(
        pickle.loads(sys.stdin.buffer.read()),
        identity=CrawlerIdentity(version="0", contact="watch@example.com"),
        network=Network(),
        modules=(),
        on_sighting=swept.sightings.append,
        on_progress=lambda _counts: None,
        seen_at=NOW,
    )
    swept.errors = counts.errors
    sys.stdout.buffer.write(pickle.dumps(swept))


def sources(site: CorpusSite, files: list[CorpusFile]) -> dict[str, Source]:
    def addresses(kind: Kind) -> tuple[str, ...]:
        return tuple(site.address(file) for file in files if file.kind is kind)

    def source(name: str, *start: str, shows: Shows) -> Source:
        return Source(
            name=name,
            kind=name,
            start=start,
            shows=shows,
            links=parse_selector("a.page", SelectorKind.CSS),
            next=parse_selector("a[rel=next]", SelectorKind.CSS),
            politeness=_BRISK,
            limits=Limits(pages=5_000),
            allow_private=("127.0.0.1/32",),
        )

    return {
        "directory": source("directory", f"{site.url}/list", shows=Shows.PAGE),
        "feed": source("feed", *addresses(Kind.FEED), shows=Shows.ARTICLE),
        "sitemap": source("sitemap", *addresses(Kind.SITEMAP), shows=Shows.PAGE),
    }


def measure(
    files: list[CorpusFile], served: Served, terms: list[Planted], traps: list[Planted]
) -> Result:
    """Sweep everything under one kind of header."""
    result = Result(served=served)
    with serving(files, served) as site:
        swept = {name: sweep(source) for name, source in sources(site, files).items()}
        for one in swept.values():
            result.sightings += len(one.sightings)
            result.errors += one.errors
        _check_pages(result, site, files, swept["directory"])
        _check_feeds(result, site, files, swept["feed"])
        _check_sitemaps(result, files, swept["sitemap"])
        _check_terms(result, site, swept["directory"], terms, traps)
    odd = sorted(set(result.errors) - _EXPECTED)
    result.missed += [f"{served}: {result.errors[name]} {name}" for name in odd]
    return result


def _check_pages(result: Result, site: CorpusSite, files: list[CorpusFile], swept: Swept) -> None:
    """Every page is a sighting or a named error; the title is in what was read."""
    pages = [file for file in files if file.kind in {Kind.PAGE, Kind.TEXT}]
    read = {sighting.page: sighting for sighting in swept.sightings}
    result.pages += len(pages)
    if len(read) + swept.errors.total() != len(pages):
        result.missed.append(
            f"{result.served}: of {len(pages)} pages {len(read)} were read and"
            f" {swept.errors.total()} named as errors"
        )
    for file in pages:
        sighting = read.get(canonical_url(site.address(file)))
        if file.kind is Kind.PAGE and file.title and sighting is not None:
            said = _squeezed(f"{sighting.title} {sighting.text}")
            result.titles += 1
            result.titled += _squeezed(file.title) in said
    if result.titled < LEAST_TITLES * result.titles:
        result.missed.append(f"{result.served}: {result.titled} of {result.titles} titles")


def _squeezed(text: str) -> str:
    return "".join(fold_key(text).split())


def _check_feeds(result: Result, site: CorpusSite, files: list[CorpusFile], swept: Swept) -> None:
    """Every entry of every well-formed feed; what is none, or broken, is a named error."""
    feeds = [file for file in files if file.kind is Kind.FEED]
    seen = Counter(sighting.page for sighting in swept.sightings)
    result.pages += len(feeds)
    result.entries += seen.total()
    silent = 0
    for file in feeds:
        got = seen[canonical_url(site.address(file))]
        wanted = strict_count(file.body, "item", "entry")
        if wanted and got != wanted:
            result.missed.append(f"{result.served}: {got} of {wanted} entries of {file.name}")
        silent += not got
    if silent > swept.errors["broken_document"] + swept.errors["not_text"]:
        result.missed.append(f"{result.served}: {silent} feeds without entry or error")


def _check_sitemaps(result: Result, files: list[CorpusFile], swept: Swept) -> None:
    sitemaps = [file for file in files if file.kind is Kind.SITEMAP]
    result.pages += len(sitemaps)
    wanted = sum(strict_count(unpacked(file.body), "url") or 0 for file in sitemaps)
    if len(swept.sightings) < LEAST_PLACES * wanted:
        found = len(swept.sightings)
        result.missed.append(f"{result.served}: {found} of {wanted} pages of sitemaps")


def _check_terms(
    result: Result, site: CorpusSite, swept: Swept, terms: list[Planted], traps: list[Planted]
) -> None:
    """Planted terms are found on their pages; those nobody is shown are found nowhere."""
    compiled = compile_watchlist(_watchlist([*terms, *traps]))
    places = {f"T{number}": f"{site.url}/" for number in range(len(terms))}
    hits: dict[str, set[str]] = {}
    for sighting in swept.sightings:
        for hit in find_hits(sighting, compiled).hits:
            hits.setdefault(hit.entry, set()).add(sighting.page)
    for number, planted in enumerate([*terms, *traps]):
        entry, found = f"T{number}", hits.get(f"T{number}", set())
        if entry not in places:
            result.hidden += bool(found)
            result.missed += [f"{result.served}: {planted.text} is only in script or style"] * bool(
                found
            )
        elif any(page.endswith(f"/{planted.page}") for page in map(unquote, found)):
            result.found += 1
        else:
            result.missed.append(f"{result.served}: {planted.text} of {planted.page} is not found")
    result.planted = len(terms)


def _watchlist(planted: list[Planted]) -> Watchlist:
    owner = Company(id="owner", name="翠窯ホールディングス株式会社", owner=True)
    terms = tuple(
        Term(id=f"T{number}", text=one.text, sensitivity=2, kind=TermKind.TECHNOLOGY)
        for number, one in enumerate(planted)
    )
    return Watchlist(companies=(owner,), terms=terms)


def table(results: list[Result]) -> str:
    head = f"{'header':8}{'pages':>7}{'sightings':>11}{'titles':>10}{'entries':>9}{'terms':>8}{'hidden':>8}  errors"
    rows = [
        f"{one.served:8}{one.pages:>7}{one.sightings:>11}{f'{one.titled}/{one.titles}':>10}"
        f"{one.entries:>9}{f'{one.found}/{one.planted}':>8}{one.hidden:>8}  "
        + ", ".join(f"{name} {count}" for name, count in sorted(one.errors.items()))
        for one in results
    ]
    return "\n".join([head, *rows])


def run() -> list[Result]:
    files = corpus_files()
    terms, traps = shown_terms(files, TERMS), hidden_terms(files, TERMS)
    assert len(terms) == len(traps) == TERMS
    return [measure(files, served, terms, traps) for served in Served]


def main() -> int:
    if not CORPUS.is_dir():
        print(f"{ABSENT}: {CORPUS}")
        return 0
    results = run()
    print(table(results))
    missed = [line for one in results for line in one.missed]
    print("\n".join(["", *missed]) if missed else "\nevery target is met")
    return bool(missed)


if __name__ == "__main__":
    from benchmarks import real_corpus  # so that what is pickled has a module with a name

    if sys.argv[1:] == ["--child"]:
        real_corpus.child()
    else:
        sys.exit(real_corpus.main())
