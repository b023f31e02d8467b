"""The shared corpus of real pages, feeds and sitemaps, where it stands: read, never copied."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from lxml import etree

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
#: Why tests are skipped where it is not.
ABSENT = "the shared corpus is absent"

#: How wrong headers are made: legacy pages are said to be UTF-8 and the others Shift_JIS.
_WRONG = {"utf-8": "Shift_JIS"}
_HTML = re.compile(rb"<html[\s>]", re.IGNORECASE)
_FOLDERS = ("pages_ja", "pages_en", "legacy_enc", "feeds", "sitemaps")


class Served(StrEnum):
    """What the header of an answer says about its encoding."""

    RIGHT = "right"
    NONE = "none"
    WRONG = "wrong"


class Kind(StrEnum):
    PAGE = "page"
    TEXT = "text"
    FEED = "feed"
    SITEMAP = "sitemap"


@dataclass(frozen=True)
class CorpusFile:
    name: str  #: as the manifest names it, without `.gz` of what was packed for storage only
    path: Path
    encoding: str  #: as the manifest says, in lower case; empty when it does not
    title: str

    @cached_property
    def body(self) -> bytes:
        data = self.path.read_bytes()
        return data if self.path.name == "trafilatura__sitemap.xml.gz" else unpacked(data)

    @cached_property
    def kind(self) -> Kind:
        if _HTML.search(self.body[:1_000]) or self.name.endswith("html"):
            return Kind.PAGE
        if self.name.startswith("sitemaps"):
            return Kind.SITEMAP
        return Kind.TEXT if self.name.endswith(".txt") else Kind.FEED

    def content_type(self, served: Served) -> str:
        types = {Kind.PAGE: "text/html", Kind.TEXT: "text/plain"}
        base = types.get(self.kind, "application/xml")
        if served is Served.NONE or (served is Served.RIGHT and not self.encoding):
            return base
        wrong = _WRONG.get(self.encoding or "utf-8", "utf-8")
        return f"{base}; charset={self.encoding if served is Served.RIGHT else wrong}"


def unpacked(data: bytes) -> bytes:
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def corpus_files() -> list[CorpusFile]:
    """Everything of it that a spider can be sent to."""
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["file"].startswith(_FOLDERS)]
    return [
        CorpusFile(
            name=row["file"].removesuffix(".gz"),
            path=CORPUS / row["file"],
            encoding=row["encoding"].lower(),
            title=row["title"],
        )
        for row in rows
    ]


def strict_count(body: bytes, *names: str) -> int | None:
    """How many elements of these names a strict parser sees, or None when it refuses."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    tags = (element.tag for element in root.iter() if isinstance(element.tag, str))
    return sum(tag.rpartition("}")[2] in names for tag in tags)
