from __future__ import annotations

import io
from enum import StrEnum

import pytest

from leakwatch.casework.campaigns import LINE_ACTS
from leakwatch.cli.named import beside, of_subject, worded
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import VerdictError
from leakwatch.locale import Language, catalogue
from leakwatch.locale.named import CAMPAIGN_ACTS
from leakwatch.locale.names import Named, Names
from leakwatch.models import (
    AlertKind,
    AnnouncementState,
    AnswerKind,
    Basis,
    CaptureState,
    CaseState,
    Cause,
    Delivery,
    Form,
    HoldState,
    Kind,
    LetterKind,
    LetterState,
    LineState,
    Outcome,
    Role,
    Severity,
    Shown,
    SideJobState,
    Sight,
    Status,
    TermKind,
    Wish,
)

NAMED: tuple[type[StrEnum], ...] = (
    AlertKind,
    AnnouncementState,
    AnswerKind,
    Basis,
    CaptureState,
    CaseState,
    Cause,
    Delivery,
    Form,
    HoldState,
    Kind,
    LetterKind,
    LetterState,
    LineState,
    Outcome,
    Role,
    Severity,
    Shown,
    SideJobState,
    Sight,
    Status,
    TermKind,
    Wish,
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


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("person:E012", "名簿の人物 (person:E012)"),
        ("term:T08", "用語 (term:T08)"),
        ("company", "自社 (company)"),
        ("P001", "P001"),
    ],
)
def test_a_subject_is_said_in_words_with_its_id(subject: str, said: str) -> None:
    assert of_subject(speaking("ja"), subject) == said
    assert of_subject(speaking("en"), subject) == subject


def test_names_in_an_error_are_said_in_the_language_of_the_error() -> None:
    error = VerdictError(
        "{state}: {roles}; {act}",
        state=LetterState.DRAFT,
        roles=Names.sorted({Role.LEAD, Role.AUDITOR}),
        act=Named("keep", None),
    )
    assert str(error) == catalogue("en").error(error) == "draft: auditor, lead; keep"
    assert catalogue("ja").error(error).startswith("下書き (draft): ")
    assert str(Names(())) == "-"


def test_every_act_of_a_campaign_has_words() -> None:
    assert {act.name for act in LINE_ACTS} <= CAMPAIGN_ACTS.keys()
    assert beside(speaking("ja"), "unheard_of", None) == "unheard_of"
