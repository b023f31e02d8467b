"""Tables of answers: which column holds what, and each row as a sighting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from leakwatch.extract import Document, Row, absolute, canonical_url, content_hash, language_of
from leakwatch.models import Sighting, Source
from leakwatch.text import fold_key, label_meaning, rows
from spiders.source_spider import read_identity

#: What a label of a page means (`labels.tsv`) → the field that holds it.
_FIELDS: Mapping[str, str] = {
    "name": "name",
    "employer": "organisation",
    "former": "career",
    "title": "title",
    "place": "location",
    "years": "years",
    "career": "career",
    "about": "body",
    "topics": "skills",
    "buyer": "buyer",
    "sought": "body",
    "period": "period",
}
#: Columns that say which entry a row is, and are no field of it.
ID, URL = "id", "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    headings: tuple[str, ...]  #: empty when the first row holds no headings
    fields: tuple[str | None, ...]  #: what each column holds, as far as known


def read_columns(headings: Sequence[str], chosen: Mapping[str, str]) -> Columns | None:
    """The columns of a table; `chosen` is field → heading. None when not one heading is known."""
    stripped = tuple(heading.strip() for heading in headings)
    by_heading = {fold_key(heading): field for field, heading in chosen.items()}
    fields = tuple(by_heading.get(fold_key(heading)) or _field_of(heading) for heading in stripped)
    return Columns(headings=stripped, fields=fields) if any(fields) else None


def _field_of(heading: str) -> str | None:
    folded = fold_key(heading)
    return _headings().get(folded) or _FIELDS.get(label_meaning(heading))


@cache
def _headings() -> dict[str, str]:
    """Folded heading → field."""
    return {
        fold_key(heading): field
        for field, several in rows("headings")
        for heading in several.split("|")
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """One table, as it lies in a folder."""

    source: Source
    columns: Columns
    folder: str  #: of the file within the inbox; ids of two platforms may be the same number
    file: str  #: of the file within the inbox
    place: str  #: its address

    def sighting(self, row: Row, *, seen_at: datetime) -> Sighting:
        """The entry that `row` is. Everything in it is text; what is known of columns, fields too."""
        cells = tuple("\n".join(cell.strip().splitlines()) for cell in row.cells)
        said = dict(self._fields(cells))
        number, link = said.pop(ID, ""), _address(said.pop(URL, ""))
        text = "\n".join(self._lines(cells))
        title = said.get("headline", "")
        digest = content_hash(title, text, said)
        return Sighting(
            source=self.source.name,
            identity=self._identity(number, link) or f"{self.file} {digest}",
            url=link or self.place,
            page=self.place,
            shows=self.source.shows,
            title=title,
            text=text,
            fields=said,
            language=language_of(text, declared=None),
            seen_at=seen_at,
            personal_data=self.source.personal_data,
            content_hash=digest,
        )

    def _identity(self, number: str, link: str) -> str:
        if number:
            return f"{self.folder}{number}"
        page = Document("", url=link, encoding="utf-8")  # a pattern over its address needs no page
        return read_identity(page, self.source.identity) or canonical_url(link)

    def _fields(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Fields with what their columns hold; surname and given name stand in columns of their own."""
        several: dict[str, list[str]] = {}
        for field, cell in zip(self.columns.fields, cells, strict=False):
            if field is not None and cell:
                several.setdefault(field, []).append(cell)
        for field, parts in several.items():
            yield field, parts[0] if field in {ID, URL} else _between(field).join(parts)

    def _lines(self, cells: Sequence[str]) -> Iterator[str]:
        for position, cell in enumerate(cells):
            if cell:
                known = position < len(self.columns.headings)
                heading = self.columns.headings[position] if known else ""
                yield f"{heading}: {cell}" if heading else cell


def _between(field: str) -> str:
    return " " if field == "name" else "\n"


def _address(cell: str) -> str:
    return absolute("", cell) or ""
