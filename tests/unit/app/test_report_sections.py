"""What a report says: sums and labels in both languages, and nobody by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from leakwatch.app.report_findings import lasted, months, sources_section, triage_section
from leakwatch.app.report_follow_up import campaigns_section, cases_section
from leakwatch.app.report_keeping import awareness_section, charter_section, keeping_section
from leakwatch.casework.report import Section
from leakwatch.casework.report_pages import report_markdown
from leakwatch.locale import catalogue
from leakwatch.locale.named import ANSWERS, BASES, CASE_STATES, LETTERS, LINE_STATES
from leakwatch.models import (
    AnswerKind,
    Basis,
    CampaignLine,
    CaseState,
    CharterState,
    Digest,
    Hold,
    HoldState,
    LetterKind,
    LineState,
)
from tests.board import PERIOD, TODAY, campaigns, cases, report, sections, told

ENGLISH = catalogue("en")


def words(section: Section) -> str:
    cells = (str(cell) for table in section.tables for row in table.rows for cell in row)
    return "\n".join((section.title, *section.lines, *cells))


@pytest.mark.parametrize(
    ("nouns", "spoken"),
    [
        (CaseState, CASE_STATES),
        (Basis, BASES),
        (AnswerKind, ANSWERS),
        (LineState, LINE_STATES),
        (LetterKind, LETTERS),
    ],
)
def test_everything_there_is_has_words(nouns: type, spoken: dict[object, str]) -> None:
    assert set(spoken) == set(nouns)  # type: ignore[call-overload]


def test_nobody_is_named_and_nothing_of_a_person_is_told() -> None:
    text = report_markdown(report(ENGLISH))
    for secret in ("E012", "person:", "秋の一斉照会", "年次の周知"):
        assert secret not in text


def test_registrants_are_told_as_a_sum_and_not_platform_by_platform() -> None:
    section = campaigns_section(campaigns(), ENGLISH)
    sums, lines = section.tables
    assert sums.rows == (("K-2", "2026-10-01 to 2026-12-28", 5, 4, 1, 3, 2),)
    assert not [cell for row in lines.rows for cell in row if isinstance(cell, int)]


def test_who_was_not_asked_is_not_said_to_owe_an_answer() -> None:
    lines = (
        CampaignLine(platform="visasq", state=LineState.DRAFT),
        CampaignLine(platform="spot-lab", state=LineState.CLOSED),
        CampaignLine(platform="market", state=LineState.CLOSED, sent_on=TODAY),
        CampaignLine(platform="consult-now", state=LineState.SENT, sent_on=TODAY),
    )
    section = campaigns_section((replace(campaigns()[0], lines=lines),), ENGLISH)
    assert section.charts[0].series[0].values[-1] == 2


def test_cases_tell_their_basis_their_risks_and_what_has_to_be_asked_again() -> None:
    section = cases_section(cases(), {"gone": 4, "returned": 1}, TODAY, ENGLISH)
    text = words(section)
    assert section.pressing
    for said in (
        "Findings that were gone: 4; that came back: 1",
        "Cases that came back as the same case: 1",
        "Cases past their due day: 1",
        "two sweeps and a direct check",
    ):
        assert said in text
    captions = [table.caption for table in section.tables]
    assert captions[2:] == ['When "gone" is asked after again', "Accepted risks"]
    assert section.tables[-1].rows == (("C-5", "hanako", "2027-03-31"),)
    assert [row[0] for row in section.tables[2].rows] == ["C-1", "C-2"]


def test_an_empty_time_says_so_in_every_section() -> None:
    period = PERIOD
    for section in (
        campaigns_section((), ENGLISH),
        cases_section((), {}, TODAY, ENGLISH),
        triage_section((), Digest(since=period[0], until=period[1]), ENGLISH),
        sources_section((), (), period, ENGLISH),
        keeping_section((), (), (), ENGLISH),
    ):
        assert section.title
        assert not section.charts
        assert not section.pressing


def test_what_was_never_swept_is_pressing_for_it_looks_like_silence() -> None:
    section = sources_section((), ["visasq"], PERIOD, ENGLISH)
    assert section.pressing
    assert "visasq" in words(section)


def test_a_closed_charter_says_why_without_telling_where_its_file_lies() -> None:
    state = CharterState(charter=None, problem=None)
    section = charter_section(state, TODAY, ENGLISH)
    assert section.pressing
    assert section.lines == ("nobody is watched by name",)


def test_a_hold_on_a_person_does_not_say_which() -> None:
    hold = Hold(
        number=1,
        about="person:E012",
        state=HoldState.ACTIVE,
        asked_by="hanako",
        asked_at=PERIOD[0],
        until=TODAY,
    )
    section = keeping_section((), (), (hold,), ENGLISH)
    assert "E012" not in words(section)
    assert section.tables[0].rows == (("H-1", "a person", "2026-11-26"),)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(minutes=7), "7 minutes"),
        (timedelta(hours=1), "1.0 hours"),
        (timedelta(hours=47), "47.0 hours"),
        (timedelta(days=3), "3.0 days"),
    ],
)
def test_times_are_told_in_a_fitting_unit(time: timedelta, said: str) -> None:
    assert lasted(time, ENGLISH) == said


def test_months_run_from_the_first_day_to_the_last() -> None:
    begin, end = datetime(2025, 11, 30, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    assert months((begin, end), UTC) == ("2025-11", "2025-12", "2026-01")
    assert date(2026, 1, 1) < TODAY


def test_an_announcement_is_dated_by_the_day_of_the_company() -> None:
    early = replace(
        told()[0].announcement, published_at=datetime(2026, 3, 31, 21, tzinfo=UTC), number=4
    )
    late = replace(told()[0], announcement=early)
    section = awareness_section((late,), {}, ENGLISH, ZoneInfo("Asia/Tokyo"))
    assert "2026-04-01" in words(section)
    assert section.charts[0].labels == ("A-4 (2026-04)",)


def test_each_section_can_be_made_in_both_languages() -> None:
    for language in ("en", "ja"):
        assert len(sections(catalogue(language))) == 11
