"""What may be done with a letter, and what is said when something else is asked."""

from __future__ import annotations

import pytest

from leakwatch.errors import VerdictError
from leakwatch.locale import catalogue
from leakwatch.models import LetterKind, LetterText
from leakwatch.record import Record
from tests.logged import NOW

TEXT = LetterText(subject="件名", recipient="desk@platform.example", body="本文")


@pytest.fixture
def refused(record: Record) -> VerdictError:
    """A letter that is approved a second time."""
    letters = record.letters
    number = letters.draft(
        LetterKind.REMINDER, "ja", about="C-1", text=TEXT, author="jiro", now=NOW
    ).number
    letters.approve(number, actor="hanako", check=lambda _letter, _text: None, now=NOW)
    with pytest.raises(VerdictError) as caught:
        letters.approve(number, actor="rika", check=lambda _letter, _text: None, now=NOW)
    return caught.value


def test_an_act_out_of_turn_is_refused_with_what_is_possible(refused: VerdictError) -> None:
    assert str(refused) == (
        "L-1 is approved: approve may not follow; possible now: edit, send, sent, withdraw"
    )


def test_it_is_said_in_words_in_japanese(refused: VerdictError) -> None:
    said = catalogue("ja").error(refused)
    assert "承認済み・未送付 (approved)" in said
    assert " (send), " in said
