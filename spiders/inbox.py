"""An inbox: a folder of what others sent, read where it lies; nothing in it is changed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from leakwatch.errors import N_, PageError, SweepError
from leakwatch.extract import (
    Document,
    PageRecord,
    absolute,
    decode,
    no_page,
    page_record,
    read_document,
    read_record,
    read_rows,
    read_saved,
)
from leakwatch.models import FileRead, PageProblem
from spiders.columns import Answers, Columns, read_columns
from spiders.feed import read_feed
from spiders.folder import Found, files_below, read_file
from spiders.source_spider import SourceSpider, Yield, read_profile

_TABLES = (".csv", ".tsv")
_FEEDS = (".xml", ".atom", ".rss", ".rdf")
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_RECORDS = (".json", ".jsonl", ".ndjson")
#: Text that is not what it says: read as it stands, nothing would be found in it.
_UNKNOWN = (".eml", ".mbox", ".rtf")
#: What would be read as the end or as a part of an address.
_OF_ADDRESSES = re.compile(r"[%?#\s]")


class InboxSpider(SourceSpider):
    name = "inbox"

    async def start(self) -> AsyncIterator[Any]:
        inbox = self.source.inbox
        if inbox is None:
            raise SweepError(N_("{where}: the kind inbox needs a folder"), where=self.source.where)
        files = files_below(Path(inbox.folder), now=self.seen_at, where=inbox.where)
        for number, found in enumerate(files, start=1):
            if number > self.source.limits.pages:
                yield PageProblem(name="page_limit", url=_place(found.name))
                return
            for item in self.read(found):
                yield item
            await asyncio.sleep(0)  # time limits and signals are heard between two files

    def read(self, found: Found) -> Iterator[Yield]:
        """What one file holds: sightings, and what is wrong with it, by name."""
        place = _place(found.name)
        if found.left is not None:
            yield PageProblem(name=found.left, url=place)
            return
        try:
            body = read_file(found.path, limit=self.source.limits.page_bytes)
            yield from self.contents(body, found.name)
        except PageError as error:
            yield PageProblem(name=error.name, url=place)
        else:
            yield FileRead()

    def contents(self, body: bytes, name: str) -> Iterator[Yield]:
        """What the file `name` (its path within the folder) holds. Raises PageError."""
        place = _place(name)
        suffix = PurePosixPath(name).suffix.lower()
        if not body.strip():
            return
        if suffix in _UNKNOWN:
            yield PageProblem(name="unknown_file", url=place)
        elif suffix in _TABLES:
            yield from self._table(body, name, place)
        elif suffix in _FEEDS:
            yield from self._feed(body, place)
        elif suffix in _RECORDS:
            yield from self._records(body, place)
        elif suffix in _PAGES or body.lstrip()[:1] == b"<":
            yield from self._page(read_saved(body, place=place))
        else:
            yield from self._text(body, place)

    def _page(self, document: Document) -> Iterator[Yield]:
        read = read_profile(document, self.source, seen_at=self.seen_at)
        yield from read.problems
        yield read.sighting

    def _text(self, body: bytes, place: str) -> Iterator[Yield]:
        yield from self._page(read_document(body, url=place, content_type="text/plain"))

    def _feed(self, body: bytes, place: str) -> Iterator[Yield]:
        feed = read_feed(body, self.source, url=place, seen_at=self.seen_at)
        for problem in feed.problems:
            yield PageProblem(name=problem.name, url=problem.url)
        yield from feed.sightings

    def _table(self, body: bytes, name: str, place: str) -> Iterator[Yield]:
        inbox = self.source.inbox
        assert inbox is not None
        text, _encoding = decode(body, content_type=None)
        answers: Answers | None = None
        for row in read_rows(text, delimiter=inbox.delimiter):
            if answers is None:
                columns = read_columns(row.cells, dict(inbox.columns))
                answers = self._answers(columns, name, place)
                if columns is not None:
                    continue
                yield PageProblem(name="layout_changed", url=place)
            yield answers.sighting(row, seen_at=self.seen_at)

    def _answers(self, columns: Columns | None, name: str, place: str) -> Answers:
        """A table without one known heading may have none: then its first row is a row as well."""
        parent = PurePosixPath(name).parent.as_posix()
        return Answers(
            source=self.source,
            columns=columns or Columns(headings=(), fields=()),
            folder="" if parent == "." else f"{parent}/",
            file=name,
            place=place,
        )

    def _records(self, body: bytes, place: str) -> Iterator[Yield]:
        """A JSON feed, a list of pages, or pages line by line; a bad one does not hide the others."""
        text, _encoding = decode(body, content_type=None)
        value = _json(text)
        if isinstance(value, dict) and "version" in value:
            yield from self._feed(body, place)
            return
        parts: list[Any] = value if isinstance(value, list) else [value]
        if value is None:
            parts = [line for line in text.splitlines() if line.strip()]
        for number, part in enumerate(parts, start=1):
            where = f"{place}:{number}"
            try:
                record = read_record(part) if value is None else page_record(part)
                yield from self._record(record, where)
            except PageError as error:
                yield PageProblem(name=error.name, url=where)

    def _record(self, record: PageRecord, where: str) -> Iterator[Yield]:
        """Raises BrokenDocument when it holds no page: it may not name a file to read."""
        url = absolute("", record.url) or where
        if record.html is not None:
            body = record.html.encode("utf-8", "replace")
            yield from self._page(read_document(body, url=url))
        elif record.text is not None:
            body = record.text.encode("utf-8", "replace")
            yield from self._page(read_document(body, url=url, content_type="text/plain"))
        else:
            raise no_page()


def _json(text: str) -> Any:
    """The one JSON value that `text` is, or None: then it is several, a line each."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _place(name: str) -> str:
    """The address of a file: its path within the folder, so that a folder may move."""
    return "inbox:" + _OF_ADDRESSES.sub(lambda sign: quote(sign[0]), name)
