"""Every folder under tests/pages/SPIDER/ is a test: a definition, a saved page, what is read of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from leakwatch.config.load_sources import read_sources
from leakwatch.extract import read_document
from leakwatch.models import PageProblem, Sighting, Source
from scripts.cataloguing import catalogued
from spiders.api import read_items
from spiders.asking import ReadEntries
from spiders.directory import read_listing
from spiders.feed import read_feed
from spiders.inbox import InboxSpider
from spiders.search import read_results
from spiders.sitemap import read_sitemap
from spiders.source_spider import read_profile

PAGES = Path(__file__).resolve().parents[2] / "pages"
CASES = sorted(path.parent for path in PAGES.glob("*/*/expected.json"))
SEEN_AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
#: The same for every sighting of a source, or a digest of the rest.
UNSAID = ("source", "shows", "seen_at", "personal_data", "content_hash", "markup", "steady")


def definition(case: Path, said: Mapping[str, Any]) -> Source:
    """The case's own definition, or the shipped one that it names."""
    if "definition" in said:
        return next(source for source in catalogued() if source.name == said["definition"])
    found = read_sources(case, name=case.name, main=None, user_kinds=False)
    assert found.mistakes == [], [str(mistake) for mistake in found.mistakes]
    return found.definitions[0].source


def shown(sighting: Sighting, source: Source) -> dict[str, Any]:
    assert sighting.source == source.name
    assert sighting.shows == source.shows
    assert sighting.personal_data == source.personal_data
    assert sighting.seen_at == SEEN_AT
    assert len(sighting.content_hash) == 32
    beside = [[each.part, sighting.text[each.start : each.end]] for each in sighting.markup.beside]
    said = {name: value for name, value in asdict(sighting).items() if name not in UNSAID}
    return {**said, "beside": beside} if beside else said


def profile(body: bytes, source: Source, url: str, content_type: str | None) -> dict[str, Any]:
    document = read_document(body, url=url, content_type=content_type)
    read = read_profile(document, source, seen_at=SEEN_AT)
    return {
        "sighting": shown(read.sighting, source),
        "problems": [problem.name for problem in read.problems],
    }


def listing(body: bytes, source: Source, url: str, content_type: str | None) -> dict[str, Any]:
    return asdict(read_listing(read_document(body, url=url, content_type=content_type), source))


def feed(body: bytes, source: Source, url: str, content_type: str | None) -> dict[str, Any]:
    read = read_feed(body, source, url=url, content_type=content_type, seen_at=SEEN_AT)
    return {
        "sightings": [shown(sighting, source) for sighting in read.sightings],
        "problems": [problem.name for problem in read.problems],
    }


def sitemap(body: bytes, source: Source, url: str, content_type: str | None) -> dict[str, Any]:
    read = read_sitemap(body, source, url=url, content_type=content_type, seen_at=SEEN_AT)
    return {name: value for name, value in asdict(read).items() if name != "changed"}


def inbox(body: bytes, source: Source, url: str, content_type: str | None) -> dict[str, Any]:
    """`url` is the file's path within the folder."""
    assert content_type is None, "files have none"
    read = list(InboxSpider(source=source, seen_at=SEEN_AT).contents(body, url))
    return {
        "sightings": [shown(one, source) for one in read if isinstance(one, Sighting)],
        "problems": [one.name for one in read if isinstance(one, PageProblem)],
    }


def answer(body: bytes, source: Source, url: str, content_type: str | None) -> dict[str, Any]:
    return entries(
        read_items(body, source, url=url, content_type=content_type, seen_at=SEEN_AT), source
    )


def results(body: bytes, source: Source, url: str, content_type: str | None) -> dict[str, Any]:
    document = read_document(body, url=url, content_type=content_type)
    return entries(read_results(document, source, seen_at=SEEN_AT), source)


def entries(read: ReadEntries, source: Source) -> dict[str, Any]:
    return {
        "sightings": [shown(sighting, source) for sighting in read.sightings],
        "problems": [[one.name, one.where.rpartition("/")[2]] for one in read.problems],
        "next": read.next,
        "total": read.total,
        "reached": read.reached and read.reached.isoformat(),
    }


READERS: dict[str, Callable[[bytes, Source, str, str | None], dict[str, Any]]] = {
    "profile": profile,
    "listing": listing,
    "feed": feed,
    "sitemap": sitemap,
    "inbox": inbox,
    "answer": answer,
    "results": results,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_a_saved_page_is_read_as_expected(case: Path) -> None:
    said = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    [page] = case.glob("page.*")
    read = READERS[said["reader"]](
        page.read_bytes(), definition(case, said), said["url"], said.get("content_type")
    )
    assert json.loads(json.dumps(read)) == said["expected"]


def test_every_spider_has_saved_pages() -> None:
    assert {case.parent.name for case in CASES} == {
        "api",
        "directory",
        "feed",
        "inbox",
        "requests",
        "search",
        "sitemap",
    }


def test_every_folder_of_saved_pages_is_complete() -> None:
    for case in (path for spider in PAGES.iterdir() for path in spider.iterdir()):
        said = json.loads((case / "expected.json").read_text(encoding="utf-8"))
        own = set() if "definition" in said else {"source"}
        there = {path.name.partition(".")[0] for path in case.iterdir()}
        assert there == {"page", "expected", *own}, case
