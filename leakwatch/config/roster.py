"""The roster: a CSV of the people watched by name, read once and sealed by `people import`.

One line per person under a heading line; `COLUMNS` says what each column holds. Comma, semicolon or
tab; UTF-8 (with or without BOM), UTF-16 with BOM, or cp932 as Japanese spreadsheets write it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from leakwatch.config import addresses
from leakwatch.config.headed_rows import HeadedRows, table_text
from leakwatch.config.mistakes import Notice, TableMistakes, nearest
from leakwatch.config.roster_mails import Stated, mistakes_of, same_mails
from leakwatch.config.schema.base import ID
from leakwatch.errors import N_
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
    "group": ("グループ", "監視グループ"),
    "until": ("監視期限", "期限"),
}
_REQUIRED = ("id", "surname", "given")
_KANA = ("surname_kana", "given_kana")
#: What a reading is made of, half-width kana and their marks too; blanks and dots part long names.
_READING = re.compile("[\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fb-\u30ff\uff65-\uff9f =.＝-]*")

_MOST_YEARS = 80
_FALSE = {"", "0", "false", "no", "いいえ"}


def read_roster(
    path: Path,
    *,
    groups: Collection[str] | None = None,
    stated: Mapping[str, Stated] | None = None,
) -> tuple[Person, ...]:
    """Everybody in the file, in one of `groups` if given; `stated` is said of addresses elsewhere.

    Raises ConfigMistakes with every bad row.
    """
    table = HeadedRows(file=str(path), columns=COLUMNS, required=_REQUIRED, heeded=("may_leave",))
    people = tuple(_Reading(table, groups, stated or {}).people(table_text(path)))
    if table.mistakes:
        raise TableMistakes(table.mistakes)
    return people


def read_entry(cells: Mapping[str, str], *, where: str) -> Person:
    """One row, by column; `where` stands for the file. Raises ConfigMistakes."""
    table = HeadedRows(file=where, columns=COLUMNS, required=_REQUIRED)
    people = tuple(_Reading(table, None, {}).entry(1, cells))
    if table.mistakes:
        raise TableMistakes(table.mistakes)
    return people[0]


def check_roster(people: Iterable[Person], watchlist: Watchlist) -> tuple[Notice, ...]:
    """What makes a roster weaker than it could be; ids only, no names."""
    people = tuple(people)
    known = {person.id for person in people}
    doubts = {
        **_incomplete(people, watchlist),
        N_(
            "{count} people have the name of another entry: is somebody listed twice? ({ids})"
        ): _same_names(people),
        N_(
            "{count} people have the mail address of another entry: leave out what is shared ({ids})"
        ): same_mails(people),
        N_("{count} namesakes in the watchlist of somebody who is not on the roster ({ids})"): [
            namesake.person for namesake in watchlist.namesakes if namesake.person not in known
        ],
    }
    return tuple(
        Notice(message=doubt, values={"count": len(ids), "ids": _some(ids)})
        for doubt, ids in doubts.items()
        if ids
    )


def _incomplete(people: Iterable[Person], watchlist: Watchlist) -> dict[str, Sequence[str]]:
    """Ids of the entries that lack something, by the message that says what."""
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
    return {**doubts}


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


def _some(ids: Sequence[str], most: int = 5) -> str:
    return ", ".join(ids[:most]) + (", …" if len(ids) > most else "")


@dataclass
class _Reading:
    """One pass over the rows; a bad row is noted and left out."""

    table: HeadedRows
    groups: Collection[str] | None  #: ids of the charter's; None: whatever is written
    stated: Mapping[str, Stated]
    first_lines: dict[str, int] = field(default_factory=dict)  #: roster id → its line

    def people(self, text: str) -> Iterator[Person]:
        for line, cells in self.table.rows(text):
            yield from self.entry(line, cells)

    def entry(self, line: int, cells: Mapping[str, str]) -> Iterator[Person]:
        before = len(self.table.mistakes)
        self._check_id(line, cells)
        self._check_names(line, cells)
        if cells.get("may_leave", "").lower() not in _FALSE:
            self.table.note(line, "may_leave", N_("a person's name may never leave in a query"))
        years, email = self._years(line, cells), cells.get("email")
        left, until = (self.table.day(line, cells, column) for column in ("left", "until"))
        if email and not addresses.is_mail(email):
            self.table.note(line, "email", N_("expected a mail address"))
        elif email:
            roster_id = cells.get("id", "")
            self.table.mistakes += mistakes_of(
                self.stated, file=self.table.file, line=line, roster_id=roster_id, email=email
            )
        self._check_group(line, cells.get("group", ""))
        if len(self.table.mistakes) == before and all(cells.get(column) for column in _REQUIRED):
            yield _person(cells, years=years, left=left, until=until)

    def _check_id(self, line: int, cells: Mapping[str, str]) -> None:
        roster_id = cells.get("id", "")
        if "id" in cells and not ID.fullmatch(roster_id):
            message = N_("an id: Latin letters, digits, dot, hyphen and underscore, at most 64")
            self.table.note(line, "id", message)
        elif roster_id in self.first_lines:
            first = self.first_lines[roster_id]
            message = N_("{value} stands here twice, first in line {first}")
            self.table.note(line, "id", message, value=roster_id, first=first)
        self.first_lines.setdefault(roster_id, line)

    def _check_group(self, line: int, group: str) -> None:
        if not group:
            return
        if not ID.fullmatch(group) or (self.groups is not None and group not in self.groups):
            known = self.groups or ()
            self.table.note(
                line,
                "group",
                N_("expected the id of a group in charter.yaml; there are: {known}"),
                near=nearest(group, known),
                known=", ".join(known) or "-",
            )

    def _check_names(self, line: int, cells: Mapping[str, str]) -> None:
        for column in _REQUIRED[1:]:
            if column in cells and not _shows(cells.get(column, "")):
                self.table.note(line, column, N_("this cell is empty"))
        for column in _KANA:
            if not _is_kana(cells.get(column, "")):
                self.table.note(line, column, N_("expected a reading in hiragana or katakana"))

    def _years(self, line: int, cells: Mapping[str, str]) -> int | None:
        text = cells.get("years", "")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,2}", text, re.ASCII) or int(text) > _MOST_YEARS:
            self.table.note(
                line, "years", N_("expected a whole number of years, found {found}"), found=text
            )
            return None
        return int(text)


def _shows(cell: str) -> bool:
    """Whether anything is left of a cell without signs that show nothing."""
    if cell.isalnum() and cell.isprintable():
        return True
    from leakwatch.text import fold_key  # noqa: PLC0415 - loads numpy, seldom needed

    return bool(fold_key(cell))


def _is_kana(cell: str) -> bool:
    return _READING.fullmatch(cell) is not None


def _person(
    cells: Mapping[str, str], *, years: int | None, left: date | None, until: date | None
) -> Person:
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
        group=cells.get("group") or None,
        until=until,
    )
