"""A table of answers (CSV): one row per platform, taken as a whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from leakwatch.casework.answer_values import column_of, read_count, read_day, read_kind
from leakwatch.casework.answers import AnswersRead, AnswersRefused
from leakwatch.casework.answers_text import delimiter_of, heading_row, table_text
from leakwatch.casework.campaign_lines import check_answer, check_day
from leakwatch.casework.platform_names import PlatformNames
from leakwatch.config import Mistake, RowMistakes, nearest
from leakwatch.errors import N_, BrokenDocument, UsageError
from leakwatch.extract import read_rows
from leakwatch.models import AnswerKind, Campaign, LineAnswer

_Rows = list[tuple[int, tuple[str, ...]]]


def read_table(
    body: bytes,
    *,
    file: str,
    campaign: Campaign,
    names: PlatformNames,
    today: date,
    platform: str | None = None,
) -> AnswersRead:
    """Every row's answer; `platform` is whose table it is when no column says so.

    Raises AnswersRefused with every row that cannot be taken: line, column, what, and what to do.
    """
    text, _ = table_text(body, file=file)
    reading = _Reading(file=file, campaign=campaign, names=names, today=today, platform=platform)
    rows = reading.rows(text)
    at = heading_row(rows)
    if at is None:
        reading.note(None, "", N_("no heading line says what the columns hold"), remedy=_HEADINGS)
    else:
        reading.table(rows, at)
    if not reading.mistakes and not reading.answers:
        reading.note(None, "", N_("there is no answer in it: only headings"))
    if reading.mistakes:
        raise AnswersRefused(reading.mistakes, file=file)
    return AnswersRead(answers=tuple(reading.answers.values()), aside=tuple(reading.aside))


_HEADINGS = N_(
    "write a line with headings such as platform, answer, count, date"
    " (サービス名, 回答, 人数, 回答日)"
)


@dataclass(kw_only=True)
class _Reading(RowMistakes):
    """One pass over the rows."""

    campaign: Campaign
    names: PlatformNames
    today: date
    platform: str | None
    answers: dict[str, LineAnswer] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)  #: platform → line of its answer
    aside: list[str] = field(default_factory=list)

    def rows(self, text: str) -> _Rows:
        found: _Rows = []
        try:
            for row in read_rows(text, delimiter=delimiter_of(text)):
                if any(cell.strip() for cell in row.cells):
                    found.append((row.line, row.cells))
        except BrokenDocument as error:
            self.note_unreadable(error)
        return found

    def table(self, rows: _Rows, at: int) -> None:
        line, headings = rows[at]
        columns = self._columns(line, headings)
        if self.mistakes:
            return
        for number, cells in rows[at + 1 :]:
            if any(cell.strip() for cell in cells[len(columns) :]):
                self.note_too_long(number, found=len(cells), expected=len(columns))
                continue
            named = zip(columns, cells, strict=False)
            self._row(number, {column: cell.strip() for column, cell in named if column})

    def _columns(self, line: int, headings: tuple[str, ...]) -> list[str]:
        """Column of each heading; empty for what stays in the attachment only."""
        columns: list[str] = []
        for heading in headings:
            column = column_of(heading) or ""
            if column in columns and column not in {"", "aside"}:
                self.note(line, heading.strip(), N_("this column stands here twice"))
            columns.append("" if column == "aside" else column)
            if heading.strip() and column in {"", "aside"}:
                self.aside.append(heading.strip())
        if not {"platform", "label"} & set(columns) and self.platform is None:
            self.note(
                line,
                "platform",
                N_("this column is missing"),
                remedy=N_("add it, or say whose answer it is: K-1/PLATFORM"),
            )
        if not {"answer", "count"} & set(columns):
            self.note(line, "answer", N_("this column is missing"), remedy=_HEADINGS)
        if "date" not in columns:
            self.note(
                line,
                "date",
                N_("this column is missing"),
                remedy=N_("add the day of each answer, as YYYY-MM-DD"),
            )
        return columns

    def _row(self, line: int, cells: Mapping[str, str]) -> None:
        before = len(self.mistakes)
        platform = self._platform(line, cells)
        kind, count = self._said(line, cells)
        day = self._day(line, cells.get("date", ""), platform)
        if len(self.mistakes) > before or platform is None or kind is None or day is None:
            return
        answer = LineAnswer(platform=platform, kind=kind, count=count, on=day)
        try:
            check_answer(answer, label=self.campaign.line_label(platform))
        except UsageError as error:
            self._error(line, "count" if "count" in cells else "answer", error)
            return
        self.answers[platform] = answer

    def _platform(self, line: int, cells: Mapping[str, str]) -> str | None:
        """Whose row it is; once, and asked at all."""
        platform = self._whose(line, cells)
        if platform is None:
            return None
        column = "platform" if cells.get("platform") else "label"
        if platform in self.lines:
            self.note(
                line,
                column,
                N_("{platform} stands here twice, first in line {first}"),
                remedy=N_("leave the row that counts"),
                platform=platform,
                first=self.lines[platform],
            )
            return None
        self.lines[platform] = line
        asked = self.campaign.line(platform)
        if asked is not None and asked.sent_on is None:
            self.note(
                line,
                column,
                N_("{label} was never asked, so it cannot have answered"),
                remedy=N_("leave the row out, or record first that the inquiry left"),
                label=self.campaign.line_label(platform),
            )
        return platform

    def _whose(self, line: int, cells: Mapping[str, str]) -> str | None:
        label, name = cells.get("label", ""), cells.get("platform", "")
        for column, cell in (("label", label), ("platform", name)):
            if self.names.foreign_labels(cell):  # the right name under another campaign's number
                self._unknown(line, column, cell)
                return None
        found = self.names.by_label(label) or (self.names.named(label) if label else frozenset())
        if label and not found:
            self._unknown(line, "label", label)
            return None
        said = self.names.by_label(name) or (self.names.named(name) if name else found)
        if name and not said:
            self._unknown(line, "platform", name)
            return None
        both = (found & said) if found and said else found or said
        if not label and not name and self.platform is not None:
            return self.platform
        if len(both) == 1 and (self.platform is None or both == {self.platform}):
            return next(iter(both))
        self._unclear(line, sorted(found | said))
        return None

    def _unknown(self, line: int, column: str, cell: str) -> None:
        known = sorted(self.names.platforms)
        self.note(
            line,
            column,
            N_("this is no platform of {campaign}, which asks {known}"),
            near=nearest(cell, known),
            remedy=N_("write its name or its label, as in {example}"),
            campaign=self.campaign.label,
            known=", ".join(known),
            example=self.campaign.line_label(known[0] if known else "PLATFORM"),
        )

    def _unclear(self, line: int, platforms: list[str]) -> None:
        message = (
            N_("it is not clear whose answer this is: {platforms}")
            if platforms
            else N_("this row names no platform")
        )
        self.note(
            line,
            "platform",
            message,
            remedy=N_("write its label, as in {example}"),
            platforms=", ".join(platforms),
            example=self.campaign.line_label(platforms[0] if platforms else "PLATFORM"),
        )

    def _said(self, line: int, cells: Mapping[str, str]) -> tuple[AnswerKind | None, int | None]:
        before = len(self.mistakes)
        count = self._count(line, "count", cells.get("count", ""))
        word = cells.get("answer", "")
        kind = read_kind(word)
        if word and kind is None:
            # a number may stand where the answer is to stand
            try:
                number = read_count(word)
            except UsageError:
                self.note(
                    line,
                    "answer",
                    N_("this is no answer that is known"),
                    remedy=N_(
                        "write none, number, relayed or refused (なし, あり, 取次済, 回答不可)"
                    ),
                )
                return None, None
            if count is not None and count != number:
                self.note(line, "count", N_("answer and count say two numbers"))
            count = number if count is None else count
        if kind is None and count is None and len(self.mistakes) == before:
            self.note(line, "answer", N_("this row holds no answer"), remedy=_HEADINGS)
        if kind is None and count is not None:
            kind = AnswerKind.NUMBER if count else AnswerKind.NONE
        return kind, None if kind is AnswerKind.NONE and count == 0 else count

    def _count(self, line: int, column: str, cell: str) -> int | None:
        if cell in {"", "-", "－", "―", "—"}:
            return None
        try:
            return read_count(cell)
        except UsageError as error:
            self._error(line, column, error)
            return None

    def _day(self, line: int, cell: str, platform: str | None) -> date | None:
        if not cell:
            self.note(line, "date", N_("this row has no day"), remedy=N_("write it as YYYY-MM-DD"))
            return None
        asked = self.campaign.line(platform) if platform else None
        try:
            day = read_day(cell)
            if platform is not None:
                check_day(
                    day,
                    asked=asked.sent_on if asked else None,
                    today=self.today,
                    label=self.campaign.line_label(platform),
                )
        except UsageError as error:
            self._error(line, "date", error)
            return None
        return day

    def _error(self, line: int, column: str, error: UsageError) -> None:
        self.mistakes.append(
            Mistake(
                file=self.file, line=line, key=column, message=error.message, values=error.values
            )
        )
