"""The roster: a CSV of the people watched by name, read once and sealed by `people import`.

One line per person under a heading line; `COLUMNS` says what each column holds. Comma, semicolon or
tab; UTF-8 (with or without BOM), UTF-16 with BOM, or cp932 as Japanese spreadsheets write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from leakwatch.config import addresses
from leakwatch.config.mistakes import ConfigMistakes, Mistake, Notice, nearest
from leakwatch.config.roster_text import roster_text
from leakwatch.config.schema.base import ID
from leakwatch.config.text_file import WrongText, read_bytes
from leakwatch.errors import N_, BrokenDocument
from leakwatch.models import Person, Watchlist

#: Column → other headings it may have.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("社員番号", "社員ID", "番号"),
    "surname": ("姓", "氏", "苗字"),
    "given": ("名", "名前"),
    "surname_kana": ("姓カナ", "姓かな", "セイ", "姓(カナ)"),
    "given_kana": ("名カナ", "名かな", "メイ", "名(カナ)"),
    "romaji": ("ローマ字",),
    "division": ("部署", "部門"),
    "site": ("拠点", "勤務地"),
    "title": ("役職",),
    "years": ("経験年数",),
    "email": ("メール", "メールアドレス"),
    "left": ("退職日",),
    "reason": ("理由",),
}
_REQUIRED = ("id", "surname", "given")
_KANA = ("surname_kana", "given_kana")
#: What a reading is made of, half-width kana and their marks too; blanks and dots part long names.
_READING = re.compile("[\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fb-\u30ff\uff65-\uff9f =.＝-]*")

#: A million people at 200 bytes; more is a mistake about the file.
_MAX_BYTES = 200_000_000
_MOST_YEARS = 80
_FALSE = {"", "0", "false", "no", "いいえ"}

_HEADINGS = {
    heading.lower(): column for column, others in COLUMNS.items() for heading in (column, *others)
}


def read_roster(path: Path) -> tuple[Person, ...]:
    """Everybody in the file. Raises ConfigMistakes with every bad row."""
    name = str(path)
    try:
        text = roster_text(read_bytes(path, name=name, limit=_MAX_BYTES), name=name)
    except WrongText as wrong:
        raise ConfigMistakes([wrong.mistake]) from wrong
    reading = RosterReading(name)
    people = tuple(reading.people(text))
    if reading.mistakes:
        raise ConfigMistakes(reading.mistakes)
    return people


def roster_template() -> str:
    """The heading line of a roster."""
    return ",".join(COLUMNS) + "\n"


def check_roster(people: Iterable[Person], watchlist: Watchlist) -> tuple[Notice, ...]:
    """What makes a roster weaker than it could be; ids only, no names."""
    people = tuple(people)
    divisions = {division.id for division in watchlist.divisions}
    sites = {site.id for site in watchlist.sites}
    doubts: dict[str, list[str]] = {
        N_("{count} people without kana are found by kanji only ({ids})"): [],
        N_("{count} people without a stated reason to watch them ({ids})"): [],
        N_("{count} people in a division the watchlist does not know ({ids})"): [],
        N_("{count} people at a site the watchlist does not know ({ids})"): [],
    }
    for person in people:
        for doubt, applies in zip(
            doubts,
            (
                not (person.surname_kana and person.given_kana),
                not person.reason,
                person.division is not None and person.division not in divisions,
                person.site is not None and person.site not in sites,
            ),
            strict=True,
        ):
            if applies:
                doubts[doubt].append(person.id)
    known = {person.id for person in people}
    doubts[
        N_("{count} people have the name of another entry: is somebody listed twice? ({ids})")
    ] = _same_names(people)
    doubts[
        N_("{count} namesakes in the watchlist of somebody who is not on the roster ({ids})")
    ] = [namesake.person for namesake in watchlist.namesakes if namesake.person not in known]
    return tuple(
        Notice(message=doubt, values={"count": len(ids), "ids": _some(ids)})
        for doubt, ids in doubts.items()
        if ids
    )


def _same_names(people: Iterable[Person]) -> list[str]:
    """`E007 = E001` for everybody who has the name and reading of somebody before him."""
    first: dict[tuple[str | None, ...], str] = {}
    found = []
    for person in people:
        name = (person.surname, person.given, person.surname_kana, person.given_kana)
        known = first.setdefault(name, person.id)
        if known != person.id:
            found.append(f"{person.id} = {known}")
    return found


def _some(ids: list[str], most: int = 5) -> str:
    return ", ".join(ids[:most]) + (", …" if len(ids) > most else "")


@dataclass
class RosterReading:
    """One pass over the rows; a bad row is noted and left out."""

    file: str
    mistakes: list[Mistake] = field(default_factory=list)
    first_lines: dict[str, int] = field(default_factory=dict)  #: roster id → its line

    def people(self, text: str) -> Iterator[Person]:
        from leakwatch.extract import read_rows  # noqa: PLC0415 - loads the HTML parsers

        columns: list[str] | None = None
        try:
            for row in read_rows(text):
                if columns is None:
                    columns = self._columns(row.cells)
                else:
                    yield from self.person(row.line, columns, row.cells)
        except BrokenDocument as error:
            line, problem = error.values["line"], error.values["problem"]
            assert isinstance(line, int)
            self._note(line, "", N_("this row cannot be read ({problem})"), problem=problem)
        if columns is None:
            self._note(None, "", N_("this file is empty"))

    def _columns(self, row: Sequence[str]) -> list[str]:
        """The heading line as column names; unknown ones are noted."""
        columns: list[str] = []
        for heading in (cell.strip() for cell in row):
            column = _HEADINGS.get(heading.lower(), heading)
            if column in columns:
                self._note(1, heading, N_("this column stands here twice"))
            elif column not in COLUMNS and column != "may_leave":
                self._note(
                    1,
                    heading,
                    N_("there is no such column; known: {known}"),
                    near=nearest(heading, COLUMNS),
                    known=", ".join(COLUMNS),
                )
            columns.append(column)
        for column in _REQUIRED:
            if column not in columns:
                self._note(1, column, N_("this column is missing"))
        return columns

    def person(self, line: int | None, columns: list[str], row: Sequence[str]) -> Iterator[Person]:
        if len(row) > len(columns):
            message = N_("this row has {found} cells under {expected} headings")
            self._note(line, "", message, found=len(row), expected=len(columns))
            return
        cells = {column: " ".join(cell.split()) for column, cell in zip(columns, row, strict=False)}
        before = len(self.mistakes)
        self._check_id(line, cells)
        self._check_names(line, columns, cells)
        if cells.get("may_leave", "").lower() not in _FALSE:
            self._note(line, "may_leave", N_("a person's name may never leave in a query"))
        years, left, email = self._years(line, cells), self._left(line, cells), cells.get("email")
        if email and not addresses.is_mail(email):
            self._note(line, "email", N_("expected a mail address"))
        if len(self.mistakes) == before and all(cells.get(column) for column in _REQUIRED):
            yield _person(cells, years=years, left=left)

    def _check_id(self, line: int | None, cells: Mapping[str, str]) -> None:
        roster_id = cells.get("id", "")
        if "id" in cells and not ID.fullmatch(roster_id):
            message = N_("an id: Latin letters, digits, dot, hyphen and underscore, at most 64")
            self._note(line, "id", message)
        elif roster_id in self.first_lines:
            first = self.first_lines[roster_id]
            message = N_("{value} stands here twice, first in line {first}")
            self._note(line, "id", message, value=roster_id, first=first)
        self.first_lines.setdefault(roster_id, line or 0)

    def _check_names(self, line: int | None, columns: list[str], cells: Mapping[str, str]) -> None:
        for column in _REQUIRED[1:]:
            if column in columns and not _shows(cells.get(column, "")):
                self._note(line, column, N_("this cell is empty"))
        for column in _KANA:
            if not _is_kana(cells.get(column, "")):
                self._note(line, column, N_("expected a reading in hiragana or katakana"))

    def _years(self, line: int | None, cells: Mapping[str, str]) -> int | None:
        text = cells.get("years", "")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,2}", text, re.ASCII) or int(text) > _MOST_YEARS:
            self._note(
                line, "years", N_("expected a whole number of years, found {found}"), found=text
            )
            return None
        return int(text)

    def _left(self, line: int | None, cells: Mapping[str, str]) -> date | None:
        text = cells.get("left", "")
        match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text, re.ASCII)
        try:
            return date(int(match[1]), int(match[2]), int(match[3])) if match else self._no(text)
        except ValueError:
            message = N_("expected a date that exists, as in {example}, found {found}")
            self._note(line, "left", message, example="2026-03-31", found=text[:20])
            return None

    @staticmethod
    def _no(text: str) -> None:
        if text:
            raise ValueError(text)

    def _note(
        self, line: int | None, column: str, message: str, near: str | None = None, **values: object
    ) -> None:
        self.mistakes.append(
            Mistake(
                file=self.file,
                line=line,
                key=column,
                message=message,
                values=values,
                nearest=near,
            )
        )


def _shows(cell: str) -> bool:
    """Whether anything is left of a cell without signs that show nothing."""
    if cell.isalnum() and cell.isprintable():
        return True
    from leakwatch.text import fold_key  # noqa: PLC0415 - loads numpy, seldom needed

    return bool(fold_key(cell))


def _is_kana(cell: str) -> bool:
    return _READING.fullmatch(cell) is not None


def _person(cells: Mapping[str, str], *, years: int | None, left: date | None) -> Person:
    romaji = (spelling.strip() for spelling in re.split("[;/|]", cells.get("romaji", "")))
    return Person(
        id=cells["id"],
        surname=cells["surname"],
        given=cells["given"],
        surname_kana=cells.get("surname_kana") or None,
        given_kana=cells.get("given_kana") or None,
        romaji=tuple(spelling for spelling in romaji if spelling),
        division=cells.get("division") or None,
        site=cells.get("site") or None,
        title=cells.get("title") or None,
        years=years,
        email=cells.get("email") or None,
        left=left,
        reason=cells.get("reason", ""),
    )
