"""Match local files and JSON lines: nothing is crawled, nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from leakwatch.errors import N_, PageError, UsageError
from leakwatch.extract import Document, PageRecord, decode, no_page, read_document, read_record
from leakwatch.match import Compiled, Matches, Reading, compile_watchlist, find_hits
from leakwatch.models import (
    NO_MARKUP,
    Finding,
    Markup,
    Shows,
    Sighting,
    Suppression,
    Taken,
    Watchlist,
)
from leakwatch.redact import folded_topics, unprotected
from leakwatch.score import alerting, taken_for, weigh

#: A local page larger than this is a mistake, or an attack on the reader.
MAX_BYTES = 50_000_000
_MARKUP = (".html", ".htm", ".xhtml", ".xml")
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One thing to scan, or the named reason why it cannot be read."""

    where: str  #: path, `PATH:LINE`, or the url a JSON line gives
    sighting: Sighting | None
    error: PageError | None = None
    id: str | None = None  #: what a JSON line calls itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    page: Page
    matches: Matches
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """An alert there would be if one suppression, and those like it, did not hold."""

    suppression: Suppression
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A page with all that was weighed, also what stays below the alert."""

    matches: Matches
    taken: Taken | None  #: None: it was said what the page is
    weighed: tuple[Finding, ...]  #: gravest first
    findings: tuple[Finding, ...]  #: those that alert
    undone: tuple[Undone, ...]


class Scanner:
    """Judges pages under one watchlist, compiled once.

    A page of which nobody says what it is, nor it itself, is read as `otherwise`.
    """

    def __init__(
        self, watchlist: Watchlist, *, charter_version: str | None, otherwise: Shows = Shows.PAGE
    ) -> None:
        self._watchlist = watchlist
        self._charter_version = charter_version
        self._otherwise = otherwise
        self._compiled: Compiled = compile_watchlist(watchlist)

    def judge(self, page: Page) -> Scanned:
        if page.sighting is None:
            return Scanned(page=page, matches=Matches(hits=(), suppressions=()), findings=())
        matches = self._matches(page.sighting)
        findings = alerting(self._weighed(page.sighting, matches))
        return Scanned(page=page, matches=matches, findings=findings)

    def _weighed(self, sighting: Sighting, matches: Matches) -> tuple[Finding, ...]:
        return weigh(
            sighting,
            matches,
            self._watchlist,
            charter_version=self._charter_version,
            otherwise=self._otherwise,
        )

    def _matches(self, sighting: Sighting) -> Matches:
        topics = folded_topics(self._watchlist.protected_topics)
        return unprotected(sighting, find_hits(sighting, self._compiled), topics=topics)

    def explain(self, page: Page) -> Explained:
        """A readable page, judged with everything that led there."""
        assert page.sighting is not None
        matches = self._matches(page.sighting)
        weighed = self._weighed(page.sighting, matches)
        ordered = tuple(sorted(weighed, key=lambda finding: -finding.score))
        reading = matches.reading or Reading(page.sighting)
        taken = taken_for(page.sighting, reading, otherwise=self._otherwise)
        findings = alerting(weighed)
        undone = tuple(self._undone(page.sighting, matches, findings))
        return Explained(
            matches=matches,
            taken=taken if page.sighting.shows is Shows.PAGE else None,
            weighed=ordered,
            findings=findings,
            undone=undone,
        )

    def _undone(
        self, sighting: Sighting, matches: Matches, findings: tuple[Finding, ...]
    ) -> Iterator[Undone]:
        """What each sort of suppression (one rule, one entry) kept from being an alert."""
        known = {(finding.kind, finding.subject) for finding in findings}
        alike: dict[tuple[str, str], list[Suppression]] = {}
        for one in matches.suppressions:
            alike.setdefault((one.rule, one.hit.entry), []).append(one)
        for several in alike.values():
            counted = replace(matches, hits=(*matches.hits, *(one.hit for one in several)))
            for finding in alerting(self._weighed(sighting, counted)):
                if (finding.kind, finding.subject) not in known:
                    yield Undone(suppression=several[0], finding=finding)


def pages_at(path: Path, *, shows: Shows, now: datetime) -> Iterator[Page]:
    """Every page at `path`: a file, a JSON lines file, or a folder of them, in name order.

    Raises UsageError when there is nothing at `path`.
    """
    if path.is_dir():
        for child in sorted(entry for entry in path.rglob("*") if entry.is_file()):
            yield from pages_at(child, shows=shows, now=now)
        return
    if not path.exists():
        raise UsageError(N_("there is nothing at {path}"), path=path)
    if path.suffix not in _LINES:
        yield file_page(path, shows=shows, now=now)
        return
    try:
        with path.open("rb") as stream:
            yield from pages_in(stream, name=str(path), shows=shows, now=now, base=path.parent)
    except OSError as error:  # one file that cannot be read must not hide those behind it
        yield Page(where=str(path), sighting=None, error=_unreadable(path, error))


def _unreadable(path: Path, error: OSError) -> PageError:
    return PageError(N_("{path} cannot be read: {why}"), path=path, why=error.strerror or error)


def pages_in(
    stream: BinaryIO, *, name: str, shows: Shows, now: datetime, base: Path
) -> Iterator[Page]:
    """Every page of a stream of JSON lines `{id, url, file|html|text}`."""
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield _line_page(line, f"{name}:{number}", shows=shows, now=now, base=base)


def text_page(text: str, *, shows: Shows, now: datetime) -> Page:
    return Page(where="text", sighting=_sighting("text", text=text, shows=shows, now=now))


def file_page(path: Path, *, shows: Shows, now: datetime) -> Page:
    """The page in the file at `path`, or why it cannot be read."""
    try:
        with path.open("rb") as stream:
            return _file_page(stream.read(MAX_BYTES + 1), path, shows=shows, now=now)
    except OSError as error:
        return Page(where=str(path), sighting=None, error=_unreadable(path, error))


def _too_large(where: str) -> Page:
    error = PageError(N_("more than {limit} bytes"), limit=MAX_BYTES)
    return Page(where=where, sighting=None, error=error)


def _file_page(body: bytes, path: Path, *, shows: Shows, now: datetime) -> Page:
    where = str(path)
    if len(body) > MAX_BYTES:
        return _too_large(where)
    if path.suffix.lower() in _MARKUP or body.lstrip()[:1] == b"<":
        return _document_page(body, where, url=path.resolve().as_uri(), shows=shows, now=now)
    try:
        text, _encoding = decode(body, content_type=None)
    except PageError as error:  # one binary file must not hide those behind it
        return Page(where=where, sighting=None, error=error)
    return Page(where=where, sighting=_sighting(where, text=text, shows=shows, now=now))


def _document_page(body: bytes, where: str, *, url: str, shows: Shows, now: datetime) -> Page:
    try:
        document = read_document(body, url=url)
    except PageError as error:
        return Page(where=where, sighting=None, error=error)
    return Page(where=where, sighting=_of_document(document, where, shows=shows, now=now))


def _of_document(document: Document, where: str, *, shows: Shows, now: datetime) -> Sighting:
    fields = {"description": document.description, "data": "\n".join(document.data.values())}
    return _sighting(
        where,
        title=document.title,
        text=document.text,
        fields={name: value for name, value in fields.items() if value},
        markup=document.markup,
        shows=shows,
        now=now,
    )


def _sighting(
    where: str,
    *,
    text: str,
    shows: Shows,
    now: datetime,
    title: str = "",
    fields: Mapping[str, str] | None = None,
    markup: Markup = NO_MARKUP,
) -> Sighting:
    return Sighting(
        source="scan",
        identity=where,
        url=where,
        page=where,
        shows=shows,
        title=title,
        text=text,
        fields=fields or {},
        markup=markup,
        seen_at=now,
    )


def _line_page(line: bytes, where: str, *, shows: Shows, now: datetime, base: Path) -> Page:
    try:
        record = read_record(line)
    except PageError as error:
        return Page(where=where, sighting=None, error=error)
    page = _page_of(record, where, shows=shows, now=now, base=base)
    return page if record.id is None else replace(page, id=record.id)


def _page_of(record: PageRecord, where: str, *, shows: Shows, now: datetime, base: Path) -> Page:
    url = record.url or where
    if record.html is not None:
        body = record.html.encode("utf-8", "replace")
        return _document_page(body, url, url=url, shows=shows, now=now)
    if record.text is not None:
        return Page(where=url, sighting=_sighting(url, text=record.text, shows=shows, now=now))
    if record.file is not None:
        return _named_file(base / record.file, url, shows=shows, now=now)
    return Page(where=where, sighting=None, error=no_page())


def _named_file(path: Path, url: str, *, shows: Shows, now: datetime) -> Page:
    try:
        with path.open("rb") as stream:
            body = stream.read(MAX_BYTES + 1)
    except OSError as refused:
        return Page(where=url, sighting=None, error=_unreadable(path, refused))
    if len(body) > MAX_BYTES:
        return _too_large(url)
    return _document_page(body, url, url=url, shows=shows, now=now)
