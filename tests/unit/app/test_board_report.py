"""The report out of a real record: sensible when it is empty, silent about people when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.board_report import board_report
from leakwatch.app.staff_letters import page_of
from leakwatch.app.watch import Watch
from leakwatch.casework.report_pages import report_html, report_markdown
from leakwatch.config import load_settings
from leakwatch.locale import catalogue
from leakwatch.models import LetterKind, LetterText, Status, person_subject
from leakwatch.record import open_record
from tests.announced import close, publish
from tests.logged import (
    NOW,
    WATCHLIST,
    give_verdict,
    make_finding,
    make_secret,
    make_sighting,
    make_source,
    sweep,
)
from tests.unit.config.right import write

ENGLISH = catalogue("en")
DAY = timedelta(days=1)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    write(tmp_path / "config", {})
    settings = load_settings(tmp_path / "config", environ={}, today=date(2026, 4, 1), channels=True)
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as record:
        yield Watch(settings=settings, record=record, watchlist=WATCHLIST, notices=())


def text_of(watch: Watch, *, language: str = "en", now: datetime = NOW + DAY) -> str:
    texts = catalogue("ja" if language == "ja" else "en")
    told = board_report(watch, since=NOW - DAY, until=NOW + 30 * DAY, now=now, texts=texts)
    return report_markdown(told) + report_html(told, language=language)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_empty_record_gives_a_report_that_says_so(watch: Watch, language: str) -> None:
    text = text_of(watch, language=language)
    assert "None" not in text
    assert watch.record.audit.head() in text
    assert text.count("<section") == 11


def test_findings_are_counted_and_whom_they_are_about_is_not_told(watch: Watch) -> None:
    source = make_source()
    finding = make_finding(make_sighting(source), subject=person_subject("E012"))
    secret = make_secret(make_sighting(source, "18"))
    sweep(watch.record, source, finding, secret, at=NOW)
    give_verdict(watch.record, Status.DISMISSED, "namesake", now=NOW + timedelta(hours=5))
    text = text_of(watch)
    assert "## Findings: 2" in text
    assert "False alarms: 100 % (1 of 1 decided)" in text
    assert "5.0 hours" in text
    for secret_word in (
        "E012",
        "person:",
        "紅蓮計画",
        "蒼海マテリアル",
        "調べた",
        "https://",
        "F-10",
    ):
        assert secret_word not in text


def test_announcements_are_told_with_their_reach_and_small_divisions_together(
    watch: Watch,
) -> None:
    number = publish(watch.record, headcount={"firing": 40, "COATING": 9}, smallest=3)
    for user in range(20):
        division = "firing" if user < 18 else "COATING"
        watch.record.announcements.readings.note(number, f"U{user:08d}", division=division)
    close(watch.record, number)
    text = text_of(watch)
    assert "| A-1 | 2026-04-01 | own decision | 20 | 49 | 41 % |" in text
    assert "| COATING, 焼成技術部 | 20 | 49 | 41 % |" in text
    assert "年次の周知" not in text


def test_platforms_that_were_not_asked_are_not_counted_as_silent(watch: Watch) -> None:
    watch.record.campaigns.start(
        "照会",
        NOW.date(),
        NOW.date() + 20 * DAY,
        "就業規則",
        ("komorebi",),
        owner="hanako",
        actor="hanako",
        now=NOW,
    )
    assert "- platforms that answered: **0 / 0**" in text_of(watch)


def test_without_the_sealing_key_there_is_a_report_all_the_same(
    watch: Watch, tmp_path: Path
) -> None:
    publish(watch.record)
    (tmp_path / "var" / "key").unlink(missing_ok=True)
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as closed:
        assert not closed.vault.is_open
        shut = Watch(settings=watch.settings, record=closed, watchlist=WATCHLIST, notices=())
        assert "A-1" in text_of(shut)


def test_the_page_to_print_holds_the_text_and_nothing_alive(watch: Watch) -> None:
    number = publish(watch.record)
    text = LetterText(
        subject="<b>周知</b>", recipient="従業員各位", body="<script>x</script>\n\n届出が必要です。"
    )
    watch.record.letters.draft(
        LetterKind.GUIDELINE, "ja", about=f"A-{number}", text=text, author="taro", now=NOW
    )
    page = page_of(watch, watch.record.announcements.get(number))
    assert "&lt;b&gt;周知&lt;/b&gt;" in page
    assert "<script>" not in page
    assert "届出が必要です。" in page
