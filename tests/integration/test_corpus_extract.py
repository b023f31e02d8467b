"""Extraction measured on real pages, feeds and sitemaps, read where they stand."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest

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
from benchmarks.corpus_terms import hidden_terms, shown_terms
from leakwatch.errors import BrokenDocument, PageError
from leakwatch.extract import Document, decode, read_document, read_entries
from leakwatch.models import Shows, Source
from leakwatch.text import fold_key
from spiders.sitemap import read_sitemap

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT),
]

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
URL = "https://corpus.example/file"
SITEMAP = Source(name="corpus", kind="sitemap", start=(URL,), shows=Shows.PAGE)


@pytest.fixture(scope="module")
def files() -> list[CorpusFile]:
    return corpus_files()


def of_kind(files: list[CorpusFile], kind: Kind) -> list[CorpusFile]:
    chosen = [file for file in files if file.kind is kind]
    assert chosen
    return chosen


def read(file: CorpusFile, served: Served) -> Document:
    return read_document(file.body, url=URL, content_type=file.content_type(served))


def squeezed(text: str) -> str:
    return "".join(fold_key(text).split())


def everything(page: Document) -> str:
    return "\n".join([page.title, page.text, page.description, *page.data.values()])


@pytest.mark.parametrize("served", Served)
def test_what_is_read_holds_the_title_of_99_pages_in_100(
    files: list[CorpusFile], served: Served
) -> None:
    pages = [file for file in of_kind(files, Kind.PAGE) if file.title]
    missed = []
    for file in pages:
        page = read(file, served)
        if squeezed(file.title) not in squeezed(f"{page.title} {page.text}"):
            missed.append(file.name)
    assert len(missed) <= 0.01 * len(pages), missed


@pytest.mark.parametrize("served", Served)
def test_the_encoding_is_found_whatever_the_header_says(
    files: list[CorpusFile], served: Served
) -> None:
    told = [file for file in files if file.encoding and file.kind is not Kind.SITEMAP]
    for file in told:
        text, encoding = decode(file.body, content_type=file.content_type(served))
        known = {"shift_jis": "cp932", "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp"}
        assert encoding == known.get(file.encoding, file.encoding), file.name
        assert text.count("\ufffd") <= 0.001 * len(text), file.name


@pytest.mark.parametrize("served", Served)
def test_phrases_another_parser_sees_are_read(files: list[CorpusFile], served: Served) -> None:
    by_name = {file.name: file for file in files}
    terms = shown_terms(files, 120)
    assert len(terms) == 120
    for term in terms:
        assert squeezed(term.text) in squeezed(read(by_name[term.page], served).text), term


def test_words_of_style_and_script_are_not_read(files: list[CorpusFile]) -> None:
    traps = hidden_terms(files, 500)
    assert len(traps) > 100
    said = fold_key(
        "\n".join(everything(read(file, Served.RIGHT)) for file in of_kind(files, Kind.PAGE))
    )
    assert [trap for trap in traps if fold_key(trap.text) in said] == []


@pytest.mark.parametrize("served", Served)
def test_every_entry_of_every_well_formed_feed_is_read(
    files: list[CorpusFile], served: Served
) -> None:
    entries = 0
    for file in of_kind(files, Kind.FEED):
        wanted = strict_count(file.body, "item", "entry")
        try:
            feed = read_entries(file.body, url=URL, content_type=file.content_type(served))
        except BrokenDocument:
            assert wanted is None, file.name
            continue
        if wanted is not None:
            assert (len(feed.entries), feed.broken) == (wanted, False), file.name
        assert all(entry.title or entry.body for entry in feed.entries), file.name
        entries += len(feed.entries)
    assert entries > 800


def test_every_address_of_every_well_formed_sitemap_is_read(files: list[CorpusFile]) -> None:
    for file in of_kind(files, Kind.SITEMAP):
        wanted = strict_count(unpacked(file.body), "url", "sitemap")
        found = read_sitemap(file.body, SITEMAP, url=URL, seen_at=NOW) if wanted else None
        if found is not None:
            assert (len({*found.pages, *found.sitemaps}), found.broken) == (wanted, False), (
                file.name
            )


def read_as_feed(body: bytes) -> None:
    read_entries(body, url=URL)


def read_as_sitemap(body: bytes) -> None:
    read_sitemap(body, SITEMAP, url=URL, seen_at=NOW)


def read_as_page(body: bytes) -> None:
    everything(read_document(body, url=URL)).encode()


@pytest.mark.parametrize("kind", Kind)
def test_whatever_is_in_a_file_only_page_errors_leave_the_readers(
    files: list[CorpusFile], kind: Kind
) -> None:
    for file in of_kind(files, kind):
        for body in (file.body, file.body[: len(file.body) // 2], file.body[:20_000][::-1]):
            readers = [read_as_page, read_as_sitemap]
            readers += [read_as_feed] * (kind is not Kind.PAGE)  # some seconds for each large page
            for reader in readers:
                with contextlib.suppress(PageError):
                    reader(body)
