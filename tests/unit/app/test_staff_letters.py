"""The text of an announcement as it is shown and printed, before and after it goes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leakwatch.app.announcing_staff import approve, close, publish
from leakwatch.app.staff_letters import page_of, text_of
from leakwatch.app.watch import Watch
from leakwatch.locale import Language, catalogue
from tests.announcing import (
    NOW,
    announcing,
    drafted,
    queued,
    who,
)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with announcing(tmp_path) as opened:
        yield opened


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
