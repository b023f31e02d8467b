from __future__ import annotations

import io
from enum import StrEnum

import pytest

from leakwatch.casework.campaigns import LINE_ACTS
from leakwatch.cli.named import CAMPAIGN_ACTS, beside, worded
from leakwatch.cli.terminal import Terminal
from leakwatch.locale import Language, catalogue
from leakwatch.models import (
    AnnouncementState,
    AnswerKind,
    CaseState,
    HoldState,
    LetterKind,
    LetterState,
    LineState,
    SideJobState,
)

NAMED: tuple[type[StrEnum], ...] = (
    AnnouncementState,
    AnswerKind,
    CaseState,
    HoldState,
    LetterKind,
    LetterState,
    LineState,
    SideJobState,
)


def speaking(language: Language) -> Terminal:
    return Terminal(io.StringIO(), io.StringIO(), catalogue(language))


@pytest.mark.parametrize("states", NAMED)
def test_every_state_is_said_in_words_with_the_name_that_options_take(
    states: type[StrEnum],
) -> None:
    for state in states:
        said = worded(speaking("ja"), state)
        assert said is not None
        assert said.endswith(f" ({state.value})")
        assert worded(speaking("en"), state) == state.value


def test_a_japanese_reader_finds_japanese() -> None:
    said = worded(speaking("ja"), CaseState.LEGAL_REVIEW)
    assert said is not None
    assert not said.isascii()
    assert worded(speaking("ja"), None) is None


def test_every_act_of_a_campaign_has_words() -> None:
    assert {act.name for act in LINE_ACTS} <= CAMPAIGN_ACTS.keys()
    assert beside(speaking("ja"), "unheard_of", None) == "unheard_of"
