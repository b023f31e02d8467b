"""Where a report is written, and of which days, as it is typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leakwatch.cli.awareness_asked import announcement_number, letter_kind, own_text
from leakwatch.cli.report import ReportFormat, _files, _period
from leakwatch.errors import UsageError
from leakwatch.models import LetterKind

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 26, 16, tzinfo=UTC)  # the 27th in Tokyo
TODAY = date(2026, 11, 27)


def test_a_year_up_to_and_with_today_is_usual() -> None:
    begin, end = _period(None, None, at=NOW, zone=TOKYO)
    assert (begin.isoformat(), end.isoformat()) == (
        "2025-11-28T00:00:00+09:00",
        "2026-11-28T00:00:00+09:00",
    )


def test_the_last_day_is_in_it() -> None:
    day = datetime(2026, 4, 1)  # noqa: DTZ001 - as typer reads a day
    begin, end = _period(day, day, at=NOW, zone=TOKYO)
    assert (begin.isoformat(), end.isoformat()) == (
        "2026-04-01T00:00:00+09:00",
        "2026-04-02T00:00:00+09:00",
    )


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-04-02", "2026-04-01", "swap them"),
        (None, "2026-11-28", "still to come"),
        ("2027-01-01", None, "swap them"),
    ],
)
def test_days_that_make_no_time_are_refused(
    since: str | None, until: str | None, said: str
) -> None:
    days = [datetime.fromisoformat(one) if one else None for one in (since, until)]
    with pytest.raises(UsageError) as error:
        _period(*days, at=NOW, zone=TOKYO)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("out", "form", "expected"),
    [
        (None, None, []),
        ("r.md", None, [("r.md", ReportFormat.MD)]),
        ("r.HTML", None, [("r.HTML", ReportFormat.HTML)]),
        ("r.txt", ReportFormat.MD, [("r.txt", ReportFormat.MD)]),
        ("new/", ReportFormat.HTML, [("new/leakwatch-report-2026-11-27.html", ReportFormat.HTML)]),
        (
            "new",
            None,
            [
                ("new/leakwatch-report-2026-11-27.md", ReportFormat.MD),
                ("new/leakwatch-report-2026-11-27.html", ReportFormat.HTML),
            ],
        ),
    ],
)
def test_a_directory_gets_both_formats_and_a_file_the_one_of_its_name(
    out: str | None, form: ReportFormat | None, expected: list[tuple[str, ReportFormat]]
) -> None:
    files = _files(Path(out) if out else None, form, TODAY)
    assert list(files) == [(Path(name), one) for name, one in expected]


@pytest.mark.parametrize(("out", "form"), [("r.pdf", None), ("r.md", ReportFormat.HTML)])
def test_a_name_that_says_otherwise_is_refused(out: str, form: ReportFormat | None) -> None:
    with pytest.raises(UsageError):
        list(_files(Path(out), form, TODAY))


def test_a_directory_may_have_a_dot_in_its_name(tmp_path: Path) -> None:
    place = tmp_path / "report.2026"
    place.mkdir()
    assert len(list(_files(place, None, TODAY))) == 2


@pytest.mark.parametrize("label", ["A-7", "a7", "7", " A-7 "])
def test_a_label_is_read_with_patience(label: str) -> None:
    assert announcement_number(label) == 7


@pytest.mark.parametrize("label", ["", "K-7", "A-0", "A-7/x", "A-٧", "-7"])
def test_what_is_no_label_says_how_one_is_written(label: str) -> None:
    with pytest.raises(UsageError, match="A-1"):
        announcement_number(label)


def test_only_letters_to_the_staff_are_announced() -> None:
    assert letter_kind("staff_notice") is LetterKind.STAFF_NOTICE
    with pytest.raises(UsageError, match="guideline"):
        letter_kind("takedown")


def test_a_text_of_ones_own_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes("\ufeff届出が必要です。".encode())
    own = own_text("周知", file)
    assert own is not None
    assert (own.subject, own.body) == ("周知", "届出が必要です。")
    file.write_bytes("届出が必要です。".encode("cp932"))
    with pytest.raises(UsageError, match="UTF-8"):
        own_text("周知", file)
