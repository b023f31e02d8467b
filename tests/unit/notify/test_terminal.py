from __future__ import annotations

import asyncio
import gettext
import unicodedata
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st
from rich.cells import cell_len

from leakwatch.locale import Catalogue
from leakwatch.models import Alert, AlertKind
from leakwatch.notify import TerminalNotifier
from tests.factories import make_alert, make_alert_finding, make_posting, make_summary

ENGLISH = Catalogue("en", gettext.NullTranslations())


def written(alert: Alert, *, width: int = 88) -> str:
    pages: list[str] = []
    notifier = TerminalNotifier(write=pages.append, catalogue=ENGLISH, width=width)
    receipt = asyncio.run(notifier.send(make_posting(alert)))
    assert receipt.reference == f"terminal/{alert.key}"
    (page,) = pages
    return page


def test_an_alert_is_shown_as_the_channel_would_show_it() -> None:
    page = written(make_alert(url="https://blog.example/a"))
    assert "🟠 high: possible registration (platform)" in page.splitlines()[0]
    for part in (
        "F-1042",
        "87 % sure",
        "│ 大手素材メーカー 研究職10年 ［氏名］",
        "Open blog.example: https://blog.example/a",
        "leakwatch findings show F-1042",
        "Source platform, 2026-04-01 09:00 UTC",
    ):
        assert part in page


@pytest.mark.parametrize("kind", [AlertKind.BASELINE, AlertKind.REVIEW, AlertKind.HEALTH])
def test_summaries_are_shown_with_their_counts(kind: AlertKind) -> None:
    page = written(make_summary(kind, blocked=2))
    assert "blocked by the site: 2" in page


def test_the_frame_holds_with_wide_letters() -> None:
    page = written(make_alert(findings=(make_alert_finding(excerpt="焼成" * 200),)), width=60)
    assert {cell_len(line) for line in page.splitlines()} == {60}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\x1b[2J\x1b[31mred\x1b]0;title\x07", id="escape-codes"),
        pytest.param("\x9b31m", id="c1-control"),
        pytest.param("[red]markup[/red] [link=https://evil.example]x[/link]", id="rich-markup"),
        pytest.param("\u202eright to left", id="direction"),
        pytest.param("over\rwritten\x08\x08", id="carriage-return"),
        pytest.param("lone \ud800", id="surrogate"),
    ],
)
def test_a_page_cannot_drive_the_terminal(text: str) -> None:
    page = written(make_alert(findings=(make_alert_finding(excerpt=text),)))
    assert not set(page) & set("\x1b\x9b\x07\x08\r\u202e\ud800")
    page.encode("utf-8")


def test_markup_of_a_page_is_shown_not_obeyed() -> None:
    page = written(make_alert(findings=(make_alert_finding(excerpt="[red]markup[/red]"),)))
    assert "[red]markup[/red]" in page


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(), max_size=300))
def test_no_text_leaves_a_control_or_format_character(text: str) -> None:
    alert = make_alert(source=text, findings=(make_alert_finding(excerpt=text),))
    for char in written(alert).replace("\n", ""):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def test_a_terminal_keeps_no_pace() -> None:
    assert TerminalNotifier(write=print, catalogue=ENGLISH).interval == 0


def test_an_alert_bears_the_time_of_its_readers() -> None:
    pages: list[str] = []
    zone = ZoneInfo("Asia/Tokyo")
    notifier = TerminalNotifier(write=pages.append, catalogue=ENGLISH, zone=zone)
    asyncio.run(notifier.send(make_posting(make_alert())))
    assert "2026-04-01 18:00 JST" in pages[0]
