"""The text of an announcement as it is shown and printed, before and after it goes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from leakwatch.app.announcing_staff import approve, close, publish
from leakwatch.app.staff_letters import page_of, text_of
from leakwatch.app.watch import Watch
from leakwatch.config import load_settings
from leakwatch.locale import Language, catalogue
from leakwatch.record import open_record
from tests.announcing import CASEWORK, MAIN, NOW, REVIEWERS, SENDER, drafted, queued, who
from tests.logged import WATCHLIST
from tests.unit.config.right import write as write_config


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    files = {
        "leakwatch.yaml": MAIN,
        "casework.yaml": SENDER + CASEWORK,
        "reviewers.yaml": REVIEWERS,
    }
    write_config(tmp_path / "config", files)
    settings = load_settings(tmp_path / "config", environ={}, today=date(2026, 4, 1), channels=True)
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as record:
        yield Watch(settings=settings, record=record, watchlist=WATCHLIST, notices=())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_not_published_is_marked_wherever_its_text_is_shown(
    watch: Watch, language: Language
) -> None:
    number = drafted(watch, language=language)
    spoken = catalogue(language)

    def marked(message: str) -> bool:
        one = watch.record.announcements.get(number)
        told, page = text_of(watch, one), page_of(watch, one)
        assert told is not None
        assert told.mark == spoken.text(message)
        assert f'<p class="mark">{told.mark}</p>' in page
        return f"<title>[{told.mark}] " in page

    assert marked("DRAFT: not approved yet, not to be handed out")
    approve(watch, number, actor=who(watch, "hanako"), now=NOW)
    assert marked("NOT PUBLISHED YET: approved, not to be handed out before it is")
    publish(watch, number, actor=who(watch, "taro"), now=NOW)
    published = watch.record.announcements.get(number)
    told = text_of(watch, published)
    assert told is not None
    assert told.mark == ""
    assert 'class="mark"' not in page_of(watch, published)
    for queued_one in queued(watch.record):
        bulletin = queued_one.alert.bulletin
        assert bulletin is not None
        assert "handed out" not in bulletin.title + bulletin.text


def test_what_was_closed_before_it_was_published_stays_marked(watch: Watch) -> None:
    number = drafted(watch)
    close(watch, number, actor=who(watch, "taro"), now=NOW)
    told = text_of(watch, watch.record.announcements.get(number))
    assert told is not None
    assert told.mark == catalogue("ja").text("NEVER PUBLISHED: closed before, not to be handed out")
